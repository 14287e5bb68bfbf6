// UtmpProvider: the logins of a host without logind, from utmp.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/alive.h"
#include "host/messages/terminal_message.h"
#include "host/providers/utmp_file.h"
#include "host/sessions/provider.h"
#include "host/sessions/session_ender.h"

namespace nta::host {

class UtmpProvider final : public SessionProvider {
 public:
  struct Options {
    std::string file = "/run/utmp";
    std::string proc_root = "/proc";
    std::string dev_root = "/dev";
    std::string active_terminal_file = "/sys/class/tty/tty0/active";  // the virtual terminal on the screen
    WriteAsUser write_to_terminal;                             // of anyone; empty: what this process may write to
    Executor::Duration look_again = std::chrono::seconds(10);  // for idle times, and logins that were killed
  };
  enum class Mode { undecided, in_use, unused };  // unused: logind tells of the logins

  UtmpProvider(SessionEnder& ender, Mode mode, Options options);
  UtmpProvider(SessionEnder& ender, Mode mode) : UtmpProvider(ender, mode, Options()) {}

  std::string_view name() const override { return "utmp"; }
  void start(Executor& executor, SessionSink& sink) override;
  void disconnect(const Session& session, const std::string& why, Completion done) override;
  void logoff(const Session& session, const std::string& why, Completion done) override;
  void message(const Session& session, Message message, MessageDone done) override;

  /** Going to `unused` takes every login out of the table. */
  void set_mode(Mode mode);

 private:
  void watch_file();
  void look();
  void told(std::vector<Login> logins);
  Session session_of(const Login& login) const;

  SessionEnder& ender_;
  Mode mode_;
  Options options_;
  Executor* executor_ = nullptr;
  SessionSink* sink_ = nullptr;
  enum class Looking { no, yes, again } looking_ = Looking::no;
  UniqueFd changes_;  // inotify
  RegistrationPtr changes_watch_;
  RegistrationPtr timer_;
  std::map<std::string, Session> shown_;  // by key
  Alive alive_;
};

}  // namespace nta::host
