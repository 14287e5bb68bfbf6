// A process that speaks the session protocol as ntadmin-session does, and has no terminal.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace nta::host::test {

struct FakeSessionPlan {
  std::string directory;  // made, with the socket in it
  uint32_t id = 1;
  // one whose listener another process made, which has ended, is not what listens by the kernel's word;
  // the client of an unattended one never came
  enum class Manner { honest, silent, forges_id, babbles, never_ends, took_over, unattended } manner = Manner::honest;
  std::vector<uint32_t> viewers = {};  // that it says it has
};

class FakeSession {
 public:
  /** Returns once it listens. */
  explicit FakeSession(const FakeSessionPlan& plan);
  ~FakeSession();
  FakeSession(const FakeSession&) = delete;
  FakeSession& operator=(const FakeSession&) = delete;

  pid_t pid() const { return pid_; }
  /** kill -9: nothing is cleared away. */
  void kill();

 private:
  pid_t pid_ = -1;
};

}  // namespace nta::host::test
