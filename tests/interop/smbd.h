// Smbd: Samba's file server, started by a test on a free port with its own configuration, accounts and directories.
#pragma once

#include <sys/types.h>

#include <string>

#include "api/client/credentials.h"
#include "held_port.h"
#include "temporary_dir.h"

namespace nta::test {

class Smbd {
 public:
  /** `lines` are put into smb.conf's [global]. The one account is `user` with `password`. */
  explicit Smbd(const std::string& lines = {});
  ~Smbd();
  Smbd(const Smbd&) = delete;
  Smbd& operator=(const Smbd&) = delete;

  /** Whether Samba is there, and this process may run it. */
  static bool can_run();

  uint16_t port() const { return port_.number(); }
  std::string name() const { return "127.0.0.1:" + std::to_string(port()); }
  client::ServerAddress address() const { return {"127.0.0.1", port()}; }
  const std::string& directory() const { return directory_.path(); }
  static client::Credentials credentials();
  /** Kills it with all its workers, in the middle of what they do. */
  void kill();
  /** Stops and continues all of it: a server that is there and says nothing. */
  void pause();
  /** Whether it was sent what it has not read. */
  bool has_unread() const;
  void go_on();

  static constexpr const char* password = "Secret.1";

 private:
  void configure(const std::string& lines);
  void start();

  TemporaryDir directory_;
  HeldPort port_;
  pid_t pid_ = 0;
};

}  // namespace nta::test
