// The utmp and wtmp records of a session: what who(1), w(1) and last(1) show.
#pragma once

#include <sys/types.h>

#include <string>

namespace nta::daemon::keeper {

class LoginRecord {
 public:
  struct About {
    std::string user;
    std::string tty;          // "pts/3"
    std::string remote_host;  // empty: a client at this machine
    pid_t pid = 0;            // of the session process
    std::string wtmp = "/var/log/wtmp";
  };

  /** Writes the record; one without a tty writes none. The destructor writes its end. */
  explicit LoginRecord(About about);
  ~LoginRecord();
  LoginRecord(const LoginRecord&) = delete;
  LoginRecord& operator=(const LoginRecord&) = delete;

 private:
  void write(short type) const;
  About about_;
};

}  // namespace nta::daemon::keeper
