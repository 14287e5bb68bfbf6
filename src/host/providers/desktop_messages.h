// Messages on a desktop that is not ours: shown by its notification service, with buttons where that has them
// (org.freedesktop.Notifications, version 1.2 of the Desktop Notifications Specification).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/alive.h"
#include "host/executor.h"
#include "host/messages/message.h"

namespace nta::host {

class DesktopMessages {
 public:
  /** Messages that are waiting for an answer at once. */
  static constexpr size_t most = 64;

  explicit DesktopMessages(Executor& executor);
  ~DesktopMessages();

  /** Shows the message to whoever owns that bus. One that needs an answer by several buttons, where the service has
   *  none, is shown if it has a time, which then runs out, and otherwise not (docs/rulings.md 7). Fails with
   *  service_not_active (1062), nothing shown, where no service answers; 1438 a style that does not exist; 170 too many
   *  are waiting. */
  void send(const std::string& bus_address, Message message, MessageDone done);

 private:
  class Notice;
  void forget(const Notice* notice);

  Executor& executor_;
  std::vector<std::unique_ptr<Notice>> notices_;
  Alive alive_;
};

}  // namespace nta::host
