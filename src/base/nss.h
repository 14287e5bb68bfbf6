// One entry of the system's user database, whatever its size.
#pragma once

#include <grp.h>
#include <pwd.h>

#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

#include "base/result.h"

namespace nta {

/** Calls one of the getpw*_r or getgr*_r functions with a buffer that grows until the entry fits. Null when there is
 *  none. */
template <class Entry = passwd, class Get, class Use>
auto look_up(Get get, Use use) -> Result<std::optional<decltype(use(std::declval<Entry&>()))>> {
  using Value = std::optional<decltype(use(std::declval<Entry&>()))>;
  constexpr size_t most_entry_bytes = 1 << 20;
  std::vector<char> buffer(1024);
  for (;;) {
    Entry entry{};
    Entry* found = nullptr;
    int error = get(&entry, buffer.data(), buffer.size(), &found);
    if (error == ERANGE && buffer.size() < most_entry_bytes) {
      buffer.resize(buffer.size() * 4);
      continue;
    }
    if (found) return Value(use(entry));
    // POSIX leaves open which of these stands for "not there".
    if (error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM) return Value();
    return fail(win32_from_errno(error), "the user database cannot be read (errno {})", error);
  }
}

}  // namespace nta
