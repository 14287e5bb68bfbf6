// One session's directory, and what is known of the session in it.
#pragma once

#include "host/processes/proc_files.h"
#include "host/providers/pty.h"
#include "host/providers/terminal.h"

namespace nta::host {

struct PtyProvider::Place {
  uint32_t id = 0;
  std::string directory;
  std::unique_ptr<PtyLink> link;
  std::optional<Session> session;  // as last told
  uint64_t leader_ticks = 0;       // when its process started; 0 where /proc hides that
  bool leader_known = false;       // since the connection was made
  bool shown = false;              // in the table
  std::string user;                // its user's name, once it is known
  bool naming = false;             // that is being looked up
  pid_t client = 0;                // the last one
  bool finding = false;            // its address is being looked up
  std::string client_address;      // by the sshd above it; empty where there is none
  uint32_t losses = 0;             // connections that broke
  RegistrationPtr retry;
  std::map<pid_t, std::string> admitted;  // who the viewers are
  std::vector<Completion> expected;
  RegistrationPtr expected_until;
  bool first_client = false;  // has come, or is not waited for any more
  RegistrationPtr first_client_until;

  bool process_gone(const std::string& proc_root) const {
    auto stat = session ? proc::read_stat(proc_root, session->leader) : std::nullopt;
    return !stat || stat->state == 'Z' || (leader_ticks != 0 && stat->start_ticks != leader_ticks);
  }
  // What the session says of its clients is what they said themselves.
  void correct_client() {
    if (finding || client_address.empty()) return;
    if (session->client.pid == client) session->client.protocol = Protocol::remote;
    if (session->client.pid == client) session->client.address = address_of(client_address);
    if (session->client.pid == 0) session->last_client = client_address;
  }
  void settle_expected(const Result<void>& result) {
    expected_until.reset();
    for (auto& done : std::exchange(expected, {})) done(result);
  }
};

}  // namespace nta::host
