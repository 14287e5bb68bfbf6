// The uses of NetUseAdd: servers whose named pipes this process uses, and as whom. In memory only.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "api/client/credentials.h"

namespace nta::client {

/** One use of \\server\IPC$. */
struct Use {
  std::u16string remote;  // as it was given when first added
  ServerAddress server;
  std::optional<Credentials> credentials;  // none: those of the process
  uint32_t count = 1;                      // additions that were not taken back
  uint64_t number = 0;
};

/** Connects, and adds a use when that worked. A further addition of the same path is counted. Fails with bad_netpath
 *  (53) for a path that is not \\server\share or a server that cannot be reached, with not_supported (50) for a share
 *  that is not IPC$, with session_credential_conflict (1219) where the server is in use by another user's name, and
 *  with what the server says of the log-on (1326, 5, ...). */
Result<void> add_use(std::u16string_view remote, std::optional<Credentials> credentials);

/** Takes one addition back; the last one ends the use. use_not_found (2250) where there is none. */
Result<void> delete_use(std::u16string_view remote);

/** In the order of adding. */
std::vector<Use> uses();
Result<Use> find_use(std::u16string_view remote);

/** What a use says of this server. */
std::optional<Credentials> used_credentials(const ServerAddress& server);
/** A number that tells one use of this server from the next; 0 while there is none. */
uint64_t use_number(const ServerAddress& server);

/** Where uses are kept. Each API library has a copy of this code: they all keep theirs in libntadmin, which provides
 *  process_uses(). */
class UseTable {
 public:
  UseTable();
  std::vector<Use> all() const;
  std::optional<Use> find(const ServerAddress& server) const;
  /** Counts one more addition, if the server is in use: false when not, 1219 when by another name. */
  Result<bool> add_again(const ServerAddress& server, const std::optional<Credentials>& credentials);
  void add(Use use);
  /** Takes one addition back. */
  void take_back(const ServerAddress& server);

 private:
  Use* at(const ServerAddress& server);

  mutable std::mutex mutex_;  // held across every fork()
  std::vector<Use> uses_;
  uint64_t last_number_ = 0;
};

/** The table that all libraries of the process share. Absent where libntadmin is. */
[[gnu::weak, gnu::visibility("default")]] UseTable& process_uses();

}  // namespace nta::client
