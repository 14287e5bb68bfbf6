// LogindProvider: the sessions that systemd-logind knows, over D-Bus.
//
// While D-Bus or logind is away (a restart, an upgrade) the sessions stay as they were last told; when it is back,
// what changed meanwhile is put right.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/alive.h"
#include "host/messages/terminal_message.h"
#include "host/providers/desktop_messages.h"
#include "host/providers/logind_session.h"
#include "host/providers/system_bus.h"
#include "host/sessions/provider.h"
#include "host/sessions/session_ender.h"

namespace nta::host {

class LogindProvider final : public SessionProvider {
 public:
  struct Options {
    std::string bus_address;  // empty: the system bus
    std::string proc_root = "/proc";
    std::string dev_root = "/dev";
    std::string runtime_root = "/run/user";  // with a directory for each user, and the bus of his desktop in it
    std::function<void(uid_t, const Message&, MessageDone)> show_on_desktop;  // of anyone; empty: on one's own only
    WriteAsUser write_to_terminal;                             // of anyone; empty: what this process may write to
    Executor::Duration retry = std::chrono::seconds(2);        // after D-Bus or logind could not be reached
    Executor::Duration look_again = std::chrono::seconds(10);  // for idle times, which logind does not signal
    Executor::Duration patience = std::chrono::seconds(10);    // before what outlives a log-off is killed
  };
  enum class Presence { unknown, here, absent };
  using PresenceChanged = std::function<void(Presence)>;

  /** `changed` hears when it turns out that logind is there or is not: without it, utmp tells of the logins. */
  LogindProvider(SessionEnder& ender, PresenceChanged changed, Options options);
  LogindProvider(SessionEnder& ender, PresenceChanged changed) : LogindProvider(ender, std::move(changed), Options()) {}
  ~LogindProvider() override;

  std::string_view name() const override { return "logind"; }
  void start(Executor& executor, SessionSink& sink) override;
  void disconnect(const Session& session, const std::string& why, Completion done) override;
  void logoff(const Session& session, const std::string& why, Completion done) override;
  void message(const Session& session, Message message, MessageDone done) override;

 private:
  struct Known {
    std::string key;  // of the row; empty while there is none
    LogindSession login;
    bool asked = false;      // a GetAll is under way
    bool ask_again = false;  // and the session has changed since
    RegistrationPtr ask_later;
    UniqueFd leader;  // pidfd: its end is the end of the login, whatever lives on
    RegistrationPtr leader_watch;
  };
  struct LogOff;

  void connect();
  void lost();
  void found(Presence presence);
  void listen();
  void list();
  void listed(sd_bus_message* reply);
  void ask(const std::string& path);
  void answered(const std::string& path, sd_bus_message* reply);
  void show(Known& known);
  void hide(Known& known);
  void forget(const std::string& path);
  void told_if_complete();
  void ask_seat();
  void show_logon_screen();
  void ask_all();
  void watch_progress(const std::string& path, Known& known);
  bool has_desktop(const Session& session) const;
  bool holds_our_own(const Session& session) const;
  void terminate(const std::shared_ptr<LogOff>& log_off);
  void end_processes(const std::shared_ptr<LogOff>& log_off, SessionEnder::From from);
  void finish(const std::shared_ptr<LogOff>& log_off, Result<void> result);
  bool is_ending(const std::string& key) const;

  SessionEnder& ender_;
  PresenceChanged changed_;
  Options options_;
  Executor* executor_ = nullptr;
  SessionSink* sink_ = nullptr;
  Presence presence_ = Presence::unknown;
  std::unique_ptr<SystemBus> bus_;
  RegistrationPtr retry_;
  RegistrationPtr idle_timer_;
  std::map<std::string, Known> sessions_;  // by D-Bus path
  bool listed_ = false;                    // since the connection was made
  bool told_ = false;                      // all_told was said
  bool seat_has_screen_ = false;
  bool logon_screen_shown_ = false;
  std::vector<std::shared_ptr<LogOff>> log_offs_;
  std::unique_ptr<DesktopMessages> desktop_messages_;
  Alive alive_;
};

}  // namespace nta::host
