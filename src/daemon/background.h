// Going to the background so that whoever started the daemon learns how that went: it gets control back, with the exit
// status, once the socket answers or the start has failed.
#pragma once

#include "base/types.h"
#include "daemon/options.h"

namespace nta::daemon {

/** The duty to tell the starter, and systemd (sd_notify), that the daemon is ready. */
class Starter {
 public:
  /** Stays where it is: there is only systemd to tell. */
  static Starter in_foreground() { return Starter(UniqueFd()); }

  /** Leaves the terminal, the process group and the directory. The calling process waits and exits with what the
   *  returned Starter, in the new process, tells it. Call it before there are threads. */
  static Result<Starter> in_background();

  /** The socket answers. From here on nothing goes to the starter's stdout and stderr. */
  void ready();

  /** The start failed, and this process is about to exit with `status`. */
  void failed(Exit status);

 private:
  explicit Starter(UniqueFd to_starter) : to_starter_(std::move(to_starter)) {}
  UniqueFd to_starter_;
};

/** One state of the service for systemd ("RELOADING=1"); nothing where systemd did not start it. */
void notify_service_manager(const char* state);

}  // namespace nta::daemon
