// SystemBus: one connection to the D-Bus system bus, run by the loop without ever blocking it.
#pragma once

#include <systemd/sd-bus.h>

#include <functional>
#include <memory>
#include <string>

#include "host/executor.h"

namespace nta::host {

class SystemBus {
 public:
  /** Gets each reply or signal; the message is good during the call only. */
  using Handler = std::function<void(sd_bus_message*)>;

  /** `address` as D-Bus writes it, empty for the system's own. `lost` is called once, when the connection has failed;
   *  no handler is called after that. */
  static Result<std::unique_ptr<SystemBus>> connect(Executor& executor, const std::string& address,
                                                    std::function<void()> lost);
  ~SystemBus();
  SystemBus(const SystemBus&) = delete;
  SystemBus& operator=(const SystemBus&) = delete;

  /** Calls `handler` for every message that `rule` matches, for as long as the connection lasts. */
  Result<void> on_signal(const std::string& rule, Handler handler);

  /** A method call that `append` fills in, in the types of sd_bus_message_append. The reply may be an error
   *  (sd_bus_message_get_error); without one within `deadline` it is a timeout. */
  Result<void> call(const char* destination, const std::string& path, const char* interface, const char* method,
                    Executor::Duration deadline, const std::function<int(sd_bus_message*)>& append, Handler reply);

 private:
  struct Slot;
  SystemBus(Executor& executor, sd_bus* bus, std::function<void()> lost);
  static int handle(sd_bus_message* message, void* slot, sd_bus_error* error);
  void process();
  void attend();

  Executor& executor_;
  sd_bus* bus_;
  std::function<void()> lost_;
  RegistrationPtr watch_;
  RegistrationPtr timer_;
  int watched_fd_ = -1;
  short watched_events_ = 0;
  bool processing_ = false;
};

}  // namespace nta::host
