// The message ids a client may use ([MS-SMB2] 3.3.1.1, 3.3.1.2): a window that slides as ids are used, and grows with
// the credits that answers grant.
#pragma once

#include <cstdint>
#include <set>

namespace nta::smb {

class CreditWindow {
 public:
  explicit CreditWindow(uint32_t largest) : largest_(largest) {}

  /** Takes `count` ids from `first` on; false when one of them was used, or not granted yet. */
  bool use(uint64_t first, uint16_t count);
  /** How many to grant an answer whose request asks for `wanted`: at least one while the window has room, so that a
   *  client that uses its credits gets new ones. */
  uint16_t grant(uint16_t wanted);

  /** Ids that are granted and not used. */
  uint64_t available() const { return end_ - first_ - used_.size(); }

 private:
  uint32_t largest_;
  uint64_t first_ = 0;       // the first id that was not used
  uint64_t end_ = 1;         // a new connection has one credit
  std::set<uint64_t> used_;  // beyond first_, out of order
};

}  // namespace nta::smb
