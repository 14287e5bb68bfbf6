// ShareTable: the shares of this host (docs/rulings.md 13). IPC$, by which everything here is managed, always; shares
// of directories only where something serves them. Nothing here does, so that adding one is not supported, unless the
// configuration says that a table of them is wanted which nobody serves: for servers that are there to be tested
// against.
//
// Kept in <state-dir>/shares as NAME.conf and NAME.sd. All calls on the loop thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace nta::host {

/** STYPE_* of lmshare.h. */
namespace share_type {
inline constexpr uint32_t disk = 0;
inline constexpr uint32_t ipc = 3;
inline constexpr uint32_t kind_mask = 0x000000FF;
inline constexpr uint32_t temporary = 0x40000000;
inline constexpr uint32_t special = 0x80000000;
}  // namespace share_type

struct Share {
  static constexpr uint32_t unlimited = 0xFFFFFFFF;

  uint32_t id = 0;  // given by the table, growing: where an enumeration goes on
  std::string name;
  uint32_t type = share_type::disk;
  std::string remark;
  uint32_t max_uses = unlimited;
  std::string path;               // as it was given
  std::optional<Bytes> security;  // self-relative; none: default access
  uint32_t flags = 0;             // SHI1005_FLAGS_*
  bool is_stored = true;          // comes back after a restart

  bool is_special() const { return type & share_type::special; }
  bool is_disk() const { return (type & share_type::kind_mask) == share_type::disk; }
};

/** What becomes of shares that are added. */
enum class SharePolicy { refused, table };

class ShareTable {
 public:
  /** Reads `directory`, making it when missing, where `policy` is to keep shares; empty: they are not kept. */
  static Result<ShareTable> open(SharePolicy policy, std::string directory);

  SharePolicy policy() const { return policy_; }
  /** By id. */
  const std::map<uint32_t, Share>& all() const { return shares_; }
  /** Without regard to case; null when there is none. */
  const Share* find(std::string_view name) const;

  /** duplicate_share; not_supported by policy. Temporary ones are not stored. */
  Result<void> add(Share share);
  /** Changes remark, max_uses, security and flags of the share with this id. */
  Result<void> update(const Share& changed);
  /** Takes the share away for good. */
  Result<void> remove(uint32_t id);
  /** Forgets what is stored; the share stays until a restart. */
  Result<void> forget(uint32_t id);

  static constexpr size_t most = 65536;

 private:
  ShareTable(SharePolicy policy, std::string directory);
  Result<void> load();
  Result<void> load_share(const std::string& file);
  Result<void> save(const Share& share) const;
  Result<void> unlink_stored(const std::string& name) const;
  std::string path_of(std::string_view name, std::string_view suffix) const;
  void insert(Share share);

  SharePolicy policy_;
  std::string directory_;
  std::map<uint32_t, Share> shares_;
  uint32_t last_id_ = 0;
};

}  // namespace nta::host
