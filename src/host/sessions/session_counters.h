// SessionCounters: what RpcGetSessionCounters tells of a host's sessions.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>

#include "host/sessions/session_event.h"

namespace nta::host {

/** [MS-TSTS] 2.2.2.17.1: the numbers that the call names. */
enum class Counter : uint32_t {
  total = 1,
  disconnects = 2,
  reconnects = 3,
  active_now = 4,
  disconnected_now = 5,
  pending_now = 6,
  logons = 7,
  local_logons = 8,
  remote_logons = 9,
  services_logons = 10,
  terminating_now = 11,
  logged_on_now = 12,
};

class SessionCounters {
 public:
  void count(const SessionEvent& event);
  /** `rows`: the sessions there are; `ending`: how many of them are being logged off. None for an unknown number. */
  std::optional<uint32_t> value(uint32_t counter_id, std::span<const Session* const> rows, size_t ending) const;

 private:
  std::map<Counter, uint32_t> totals_;     // since the host was started
  std::set<SessionId> once_disconnected_;  // for Counter::reconnects
};

}  // namespace nta::host
