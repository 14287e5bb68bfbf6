// PtyProvider: our own sessions. Each is an ntadmin-session process with a directory and a socket in it.
//
// The daemon keeps nothing about them: after a restart, or a kill -9, it finds every session again by its directory,
// and the session itself says what it is.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/alive.h"
#include "host/identity/user_names.h"
#include "host/processes/login_peer.h"
#include "host/providers/pty_link.h"
#include "host/sessions/provider.h"
#include "host/sessions/session_ender.h"

namespace nta::host {

class PtyProvider final : public SessionProvider {
 public:
  struct Options {
    std::string sessions_dir;  // with a directory for each session, named by its id
    std::string proc_root = "/proc";
    Executor::Duration retry = std::chrono::milliseconds(200);  // while a session is starting
    Executor::Duration longest_retry =
        std::chrono::seconds(30);                             // after a session broke the connection again and again
    Executor::Duration look_again = std::chrono::seconds(5);  // for directories that were missed
    Executor::Duration first_look = std::chrono::seconds(2);  // no longer is a session that does not answer waited for
    Executor::Duration answer = std::chrono::seconds(10);
    Executor::Duration longest_logoff = std::chrono::seconds(20);
    Executor::Duration check_ended = std::chrono::seconds(1);     // after a log-off
    Executor::Duration longest_start = std::chrono::seconds(60);  // after it, what nobody listens in is a left-over
    Executor::Duration first_client = std::chrono::seconds(10);   // as long as the session itself waits for it
  };

  /** All outlive it. */
  PtyProvider(SessionEnder& ender, LoginPeers& login_peers, UserNames& names, Options options);
  ~PtyProvider() override;

  std::string_view name() const override { return "pty"; }
  void start(Executor& executor, SessionSink& sink) override;
  void disconnect(const Session& session, const std::string& why, Completion done) override;
  void logoff(const Session& session, const std::string& why, Completion done) override;
  void message(const Session& session, Message message, MessageDone done) override;
  void look_at_starting() override;
  void admit(const Session& session, Admission admission, Completion done) override;
  void hand_over(const Session& from, const Session& to, const std::string& directory, const std::string& ticket,
                 Completion done) override;
  void stop_shadow(const Session& session, Completion done) override;

  /** For who is about to start session `id`, of that user, or has failed to: until it tells of itself its programs
   * count by what the kernel says of its socket. */
  void starts(SessionId id, const std::string& user);
  void does_not_start(SessionId id) { starting_.erase(id.value); }

  /** For who has just started session `id`: `done` when it is in the table. timeout when it does not tell its state. */
  void expect(SessionId id, Completion done);

 private:
  struct Place;  // one session's directory

  void look();
  void look_at(uint32_t id);
  std::shared_ptr<Place> place_at(uint32_t id);
  Result<void> open_link(const std::shared_ptr<Place>& place);
  bool knows_leader(Place& place);
  void warn_of_hidden(const Place& place);
  void show_early(const std::shared_ptr<Place>& place, const std::string& user);
  void connect(const std::shared_ptr<Place>& place);
  void connect_later(const std::shared_ptr<Place>& place, Executor::Duration delay);
  void refused(const std::shared_ptr<Place>& place, const Error& error);
  void told(const std::shared_ptr<Place>& place, const session::State& state);
  void expect_client(const std::shared_ptr<Place>& place);
  void audit_viewers(Place& place, const std::vector<pid_t>& before) const;
  void find_client(const std::shared_ptr<Place>& place);
  void name_user(const std::shared_ptr<Place>& place);
  void show(const std::shared_ptr<Place>& place);
  void lost(const std::shared_ptr<Place>& place);
  void drop_link(Place& place);
  void hide(const std::shared_ptr<Place>& place);
  void remove(const std::shared_ptr<Place>& place);
  bool clear_away(const Place& place) const;  // whether the directory is gone
  void end_by_force(const std::shared_ptr<Place>& place, Completion done);
  bool is_left_over(const Place& place) const;
  void told_if_complete();
  std::shared_ptr<Place> place_of(const Session& session) const;
  /** timeout where nothing connects to its process. */
  Result<std::shared_ptr<Place>> reached(const Session& session) const;

  SessionEnder& ender_;
  LoginPeers& login_peers_;
  UserNames& names_;
  Options options_;
  Executor* executor_ = nullptr;
  SessionSink* sink_ = nullptr;
  UniqueFd changes_;  // inotify on the directory of sessions
  RegistrationPtr changes_watch_;
  RegistrationPtr timer_;
  RegistrationPtr first_look_;
  bool told_all_ = false;
  bool warned_of_hidden_ = false;
  std::map<uint32_t, std::shared_ptr<Place>> places_;
  std::map<uint32_t, std::string> starting_;  // with their users
  Alive alive_;
};

}  // namespace nta::host
