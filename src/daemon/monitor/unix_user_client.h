// UnixUserClient: the account store's way to the monitor, which makes and changes Unix users.
#pragma once

#include "daemon/monitor/monitor_client.h"
#include "host/accounts/store.h"

namespace nta::daemon::monitor {

/** Called on the pool's threads, which wait for the loop's. */
class UnixUserClient final : public accounts::UnixUsers {
 public:
  /** Both outlive it, or stay until end(). */
  UnixUserClient(MonitorClient& monitor, host::Executor& executor);

  /** On the loop: nothing is asked any more, and who waits hears rpc_server_unavailable. */
  void end();

  Result<std::optional<uid_t>> add(const accounts::User& user) override;
  Result<void> rename(const accounts::User& user, const std::string& to) override;
  Result<void> set_full_name(const accounts::User& user, const std::string& to) override;
  Result<void> set_disabled(const accounts::User& user, bool disabled) override;
  Result<void> remove(const accounts::User& user) override;

 private:
  struct Link;
  /** What goes along: to another name, or what of a new user is the account's. */
  struct With {
    std::string new_name, full_name, home_directory;
  };
  Result<uint32_t> ask(UnixUserAction action, const accounts::User& user, With with);

  std::shared_ptr<Link> link_;
};

}  // namespace nta::daemon::monitor
