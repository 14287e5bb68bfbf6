// What happened to sessions since somebody last asked, and the call that waits for it.
#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "protocols/termsrv_notification.h"
#include "services/host.h"

namespace nta::services {

/** TermSrvNotification's bit for an event; nothing for one it does not tell. */
std::optional<protocols::Notification> notification_of(const host::SessionEvent& event);

/** WEVENT_* bits, which are WTS_EVENT_* too: an event and the change of state that comes with it. */
uint32_t winstation_events_of(const host::SessionEvent& event);

/** Events of one registration, kept until they are taken. At most `most` are kept: after that the registration is
 *  void, since a list with holes would mislead. */
class EventQueue {
 public:
  static constexpr size_t most = 65536;

  void push(protocols::SESSION_CHANGE change) {
    if (changes_.size() == most)
      overrun_ = true;
    else
      changes_.push_back(change);
  }
  bool empty() const { return changes_.empty() && !overrun_; }
  Result<std::vector<protocols::SESSION_CHANGE>> take();

 private:
  std::vector<protocols::SESSION_CHANGE> changes_;
  bool overrun_ = false;
};

}  // namespace nta::services
