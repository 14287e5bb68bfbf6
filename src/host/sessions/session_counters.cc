#include "host/sessions/session_counters.h"

#include <algorithm>

namespace nta::host {
namespace {

uint32_t count_if(std::span<const Session* const> rows, bool (*wanted)(const Session&)) {
  return static_cast<uint32_t>(std::ranges::count_if(rows, [&](const Session* row) { return wanted(*row); }));
}

}  // namespace

void SessionCounters::count(const SessionEvent& event) {
  using Type = SessionEvent::Type;
  if (event.type == Type::created) ++totals_[Counter::total];
  if (event.type == Type::disconnected) {
    ++totals_[Counter::disconnects];
    once_disconnected_.insert(event.id);
  }
  if (event.type == Type::connected && once_disconnected_.contains(event.id)) ++totals_[Counter::reconnects];
  if (event.type == Type::logon) {
    ++totals_[Counter::logons];
    bool remote = event.session.client.protocol == Protocol::remote;
    ++totals_[remote ? Counter::remote_logons : Counter::local_logons];
  }
  if (event.type == Type::deleted) once_disconnected_.erase(event.id);
}

std::optional<uint32_t> SessionCounters::value(uint32_t counter_id, std::span<const Session* const> rows,
                                               size_t ending) const {
  auto which = static_cast<Counter>(counter_id);
  switch (which) {
    case Counter::total:
    case Counter::disconnects:
    case Counter::reconnects:
    case Counter::logons:
    case Counter::local_logons:
    case Counter::remote_logons:
    case Counter::services_logons: {
      auto found = totals_.find(which);
      return found == totals_.end() ? 0 : found->second;
    }
    case Counter::active_now:
      return count_if(rows, [](const Session& row) { return row.state == State::active; });
    case Counter::disconnected_now:
      return count_if(rows, [](const Session& row) { return row.state == State::disconnected && row.has_user(); });
    case Counter::pending_now:
      return count_if(rows, [](const Session& row) {
        return row.state == State::connected || row.state == State::connect_query || row.state == State::init;
      });
    case Counter::terminating_now:
      return static_cast<uint32_t>(ending);
    case Counter::logged_on_now:
      return count_if(rows, [](const Session& row) { return row.has_user(); });
  }
  return std::nullopt;
}

}  // namespace nta::host
