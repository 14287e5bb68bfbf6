// Session ids: a counter, and the map from what providers know a session by to its id (docs/rulings.md 3).
//
// Kept in <state-dir>/session-ids so that a restarted daemon gives the same ids, and keyed by the boot id: ids are
// never used again while the host is up, and start again at 1 after a reboot.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/types.h"

namespace nta::host {

/** The kernel's id of this boot. */
Result<std::string> read_boot_id(const std::string& proc_root = "/proc");

class IdMap {
 public:
  /** Reads the file; one of another boot or none at all starts at 1. A file of a later version is refused. */
  static Result<IdMap> open(const std::string& state_dir, const std::string& boot_id);

  /** The id of `key`: the one it had, or a new one that is in the file before this returns. */
  Result<SessionId> id_of(std::string_view key);

  /** A new id for a session that its provider itself remembers by id. */
  Result<SessionId> allocate();

  /** Makes sure that `id`, found in use, is not given out. */
  Result<void> reserve(SessionId id);

  std::optional<SessionId> find(std::string_view key) const;

  /** The session is over. Its id stays used. */
  Result<void> forget(std::string_view key);

  /** Forgets every key with this prefix for which `keep` says no. */
  template <class Keep>
  Result<void> forget_unless(std::string_view prefix, Keep keep) {
    size_t before = ids_.size();
    std::erase_if(ids_, [&](const auto& entry) { return entry.first.starts_with(prefix) && !keep(entry.first); });
    return ids_.size() == before ? Result<void>() : save();
  }

 private:
  IdMap(std::string path, std::string boot_id) : path_(std::move(path)), boot_id_(std::move(boot_id)) {}
  Result<void> load();
  Result<void> save();
  Result<void> save_next();

  std::string path_;
  std::string boot_id_;
  uint32_t next_ = 1;
  bool is_next_in_place_ = false;  // the file is of this boot, and its number as long as all are now
  std::map<std::string, SessionId, std::less<>> ids_;
};

}  // namespace nta::host
