// The uses of NetUseAdd: which servers a user uses, and as whom. In memory only; secrets are wiped as they go.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auth/credentials.h"
#include "base/result.h"

namespace nta::auth {

/** One use of \\server\IPC$. */
struct Use {
  std::string server;  // a name or an address, without a port
  uint16_t port = 0;
  std::u16string remote;                   // the path as it was given when first added
  std::optional<Credentials> credentials;  // none: those that the process has
  uint32_t count = 1;                      // additions that were not taken back
  uint32_t number = 0;                     // of the use in its table; they only grow
};

/** The uses of one user. */
class UseTable {
 public:
  static constexpr size_t most_uses = 256;
  // In UTF-16 units. With the number of uses they bound what one user has others keep in memory.
  static constexpr size_t longest_server = 255;
  static constexpr size_t longest_remote = 260;
  static constexpr size_t longest_user = 256;  // and domain

  /** In the order of adding. */
  const std::vector<Use>& all() const { return uses_; }
  /** Null where the server is not in use. */
  const Use* find(std::string_view server, uint16_t port) const;

  /** Whether the server has taken the credentials. */
  enum class Proof { missing, given };
  /** Counts one more addition of what is there, and makes what is not if that is proven; false where it is not. Fails
   *  with session_credential_conflict (1219) where the server is in use under another name or password, and with
   *  invalid_parameter where a name is longer than it may be. */
  Result<bool> add(Use use, Proof proof);

  enum class Extent { one_addition, all_of_them };
  /** Takes back; the last addition ends the use. False where there was none. */
  bool remove(std::string_view server, uint16_t port, Extent extent);

 private:
  std::vector<Use> uses_;
  uint32_t last_number_ = 0;
};

}  // namespace nta::auth
