// SessionResolver: which session a process belongs to, from what the kernel says of it (never from its environment).
//
// A plain value, so that a pool thread can use one while the table changes.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/types.h"

namespace nta::host {

class SessionResolver {
 public:
  /** What ties processes to sessions, strongest first. */
  struct Anchors {
    std::unordered_map<pid_t, SessionId> roots;  // our ntadmin-session processes: everything below them, also what
                                                 // was double-forked, since they are subreapers
    std::unordered_map<std::string, SessionId> scopes;  // logind's session names: the cgroup session-NAME.scope
    std::unordered_map<pid_t, SessionId> leaders;       // without logind, utmp's login processes: all below, and all of
                                                        // the kernel session they lead
    std::unordered_map<uint32_t, SessionId> terminals;  // device number of a login's tty
  };

  SessionResolver(std::string proc_root, Anchors anchors)
      : proc_root_(std::move(proc_root)), anchors_(std::move(anchors)) {}

  /** Session 0 for a process of no session, and for one that does not exist. */
  SessionId session_of(pid_t pid) const;

  /** The facts of one process that decide. */
  struct Facts {
    pid_t parent = 0;
    pid_t kernel_session = 0;
    uint32_t terminal = 0;
  };

  /** The same for all of a scan: `facts` has every process there is. */
  SessionId session_of(pid_t pid, const std::unordered_map<pid_t, Facts>& facts) const;

  /** logind's name of the session whose scope the process is in; empty for none. */
  std::string scope_of(pid_t pid) const;

  const Anchors& anchors() const { return anchors_; }

 private:
  template <class FactsOf>
  SessionId resolve(pid_t pid, FactsOf facts_of) const;

  std::string proc_root_;
  Anchors anchors_;
};

/** logind's session name in a cgroup path such as "/user.slice/user-1000.slice/session-c2.scope"; empty for none. */
std::string scope_in_cgroup(std::string_view cgroup);

}  // namespace nta::host
