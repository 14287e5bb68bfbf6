// ListenerStore: the listeners of this host. Of each the configuration and the security descriptor that says who may do
// what to the sessions which came through it.
//
// Kept in <state-dir>/listeners as NAME.conf ("Name = value" lines, describe/settings.h) and NAME.sd (self-relative);
// a listener without the second has the default descriptor. All calls on the loop thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "auth/security_descriptor.h"
#include "base/result.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::host {

/** What a new host's own listener has: on, no limits, everything else as each user's configuration says. */
WTSLISTENERCONFIGW default_listener_config();

struct Listener {
  std::string name;
  WTSLISTENERCONFIGW config = default_listener_config();
  auth::SecurityDescriptor security = auth::default_listener_descriptor();
};

class ListenerStore {
 public:
  ListenerStore(ListenerStore&&) = default;
  ListenerStore& operator=(ListenerStore&&) = default;

  /** By name without regard to case. */
  struct Less {
    bool operator()(std::string_view a, std::string_view b) const;
  };
  using Listeners = std::map<std::string, Listener, Less>;

  /** Reads the directory, making it when missing. The listener called `built_in` is there whatever the directory has:
   *  our own sessions come through it. A file that cannot be understood is an error that names it: a host must not
   *  start with rights or limits other than those that were set. */
  static Result<ListenerStore> open(std::string directory, const std::string& built_in);

  const Listeners& all() const { return listeners_; }
  const Listener& built_in() const { return *built_in_; }
  /** file_not_found when there is none of that name. */
  Result<const Listener*> find(std::string_view name) const;

  /** A new one, with the default descriptor. already_exists; invalid_name for one that is empty, longer than 32
   *  characters or has control characters or a backslash. */
  Result<void> create(const std::string& name, const WTSLISTENERCONFIGW& config);
  /** On failure the listener is as it was, in memory and on disk; the same for set_security. */
  Result<void> update(std::string_view name, const WTSLISTENERCONFIGW& config);
  /** Replaces the DACL, the only part by which rights are decided and that can be set. */
  Result<void> set_dacl(std::string_view name, std::optional<std::vector<auth::Ace>> dacl);

 private:
  ListenerStore(std::string directory, const std::string& built_in)
      : directory_(std::move(directory)), built_in_(&listeners_[built_in]) {
    built_in_->name = built_in;
  }
  Result<void> load();
  Result<void> load(const std::string& file);
  Result<void> save_config(const std::string& name, const WTSLISTENERCONFIGW& config) const;
  std::string path_of(std::string_view name, std::string_view suffix) const;

  std::string directory_;
  Listeners listeners_;
  Listener* built_in_;  // one of them: they stay where they are, also when the store is moved
};

}  // namespace nta::host
