#include "services/event_queue.h"

namespace nta::services {

using host::SessionEvent;
using protocols::Notification;

std::optional<Notification> notification_of(const SessionEvent& event) {
  bool console = event.session.kind == host::Kind::console;
  switch (event.type) {
    case SessionEvent::Type::created:
      return Notification::create;
    case SessionEvent::Type::deleted:
      return Notification::terminate;
    case SessionEvent::Type::connected:
      return console ? Notification::console_connect : Notification::connect;
    case SessionEvent::Type::disconnected:
      return console ? Notification::console_disconnect : Notification::disconnect;
    case SessionEvent::Type::logon:
      return Notification::logon;
    case SessionEvent::Type::logoff:
      return Notification::logoff;
    case SessionEvent::Type::locked:
      return Notification::lock;
    case SessionEvent::Type::unlocked:
      return Notification::unlock;
    case SessionEvent::Type::state_changed:
    case SessionEvent::Type::renamed:
      return std::nullopt;
  }
  return std::nullopt;
}

uint32_t winstation_events_of(const SessionEvent& event) {
  enum : uint32_t {
    create = 1,
    deletion = 2,
    rename = 4,
    connect = 8,
    disconnect = 0x10,
    logon = 0x20,
    logoff = 0x40,
    state = 0x80
  };
  switch (event.type) {
    case SessionEvent::Type::created:
      return create;
    case SessionEvent::Type::deleted:
      return deletion;
    case SessionEvent::Type::connected:
      return connect | state;
    case SessionEvent::Type::disconnected:
      return disconnect | state;
    case SessionEvent::Type::logon:
      return logon | state;
    case SessionEvent::Type::logoff:
      return logoff | state;
    case SessionEvent::Type::state_changed:
      return state;
    case SessionEvent::Type::renamed:
      return rename;
    case SessionEvent::Type::locked:
    case SessionEvent::Type::unlocked:
      return 0;
  }
  return 0;
}

Result<std::vector<protocols::SESSION_CHANGE>> EventQueue::take() {
  if (overrun_) return fail(Win32::no_system_resources, "more than {} events were not fetched: register again", most);
  return std::exchange(changes_, {});
}

}  // namespace nta::services
