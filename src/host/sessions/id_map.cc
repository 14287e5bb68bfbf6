#include "host/sessions/id_map.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>

#include "base/files.h"
#include "host/processes/proc_files.h"

namespace nta::host {
namespace {

// The file: this line, "boot ID", "next N", then a line "ID KEY" for each session whose provider does not keep the id.
constexpr std::string_view header = "ntadmin-session-ids 1";

/** Always as long, so that the next one fits in its place. */
std::string next_line(uint32_t next) { return fmt::format("next {:010}\n", next); }

std::string head_of(std::string_view boot_id) { return fmt::format("{}\nboot {}\n", header, boot_id); }

std::string_view take_line(std::string_view& text) {
  auto line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

std::optional<uint32_t> take_number(std::string_view& text) {
  uint32_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return value;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

Result<std::string> read_boot_id(const std::string& proc_root) {
  auto text = proc::read(proc_root + "/sys/kernel/random/boot_id");
  if (!text || text->size() < 36) return fail(Win32::invalid_data, "{} has no boot id", proc_root);
  return text->substr(0, 36);
}

Result<IdMap> IdMap::open(const std::string& state_dir, const std::string& boot_id) {
  IdMap map(state_dir + "/session-ids", boot_id);
  NTA_CHECK(map.load());
  return map;
}

Result<void> IdMap::load() {
  auto text = proc::read(path_);
  if (!text || text->empty()) return {};
  std::string_view rest = *text;
  if (auto first = take_line(rest); first != header)
    return fail(Win32::revision_mismatch, "{} is of another version (\"{}\"); remove it after a reboot", path_, first);
  auto boot = take_line(rest), next = take_line(rest);
  if (boot != "boot " + boot_id_) return {};
  auto damaged = [&] { return fail(Win32::invalid_data, "{} is damaged; it can be removed after a reboot", path_); };
  auto number = take_prefix(next, "next ") ? take_number(next) : std::nullopt;
  if (!number || *number == 0 || *number > first_listener.value) return damaged();
  next_ = *number;
  is_next_in_place_ = text->starts_with(head_of(boot_id_) + next_line(next_));
  while (!rest.empty()) {
    auto line = take_line(rest);
    auto id = take_number(line);
    if (!id || *id >= next_ || !take_prefix(line, " ")) return damaged();
    ids_.emplace(line, SessionId{*id});
  }
  return {};
}

// Not synced to the disk on purpose: what a power failure may take back is of a boot that is over.
Result<void> IdMap::save() {
  std::string text = head_of(boot_id_) + next_line(next_);
  for (const auto& [key, id] : ids_) text += fmt::format("{} {}\n", id.value, key);
  NTA_CHECK(replace_file(path_, text, Durability::as_the_system_does));
  is_next_in_place_ = true;
  return {};
}

// A file system may write a file out when another is renamed over it (ext4 does), and a log-on would wait for that.
// The number alone is written in its place: whoever reads it meets the old one or the new one.
Result<void> IdMap::save_next() {
  UniqueFd file(is_next_in_place_ ? ::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW) : -1);
  std::string line = next_line(next_);
  auto at = static_cast<off_t>(head_of(boot_id_).size());
  bool is_saved = file && ::pwrite(file.get(), line.data(), line.size(), at) == static_cast<ssize_t>(line.size());
  return is_saved ? Result<void>() : save();
}

Result<SessionId> IdMap::id_of(std::string_view key) {
  if (auto known = find(key)) return *known;
  if (key.empty() || key.find('\n') != std::string_view::npos)
    return fail(Win32::invalid_data, "a session cannot be known by a key with a line end");
  if (next_ >= first_listener.value) return fail(Win32::no_system_resources, "every session id was used since boot");
  SessionId id{next_++};
  auto entry = ids_.emplace(key, id).first;
  if (auto saved = save(); !saved) {
    ids_.erase(entry);
    --next_;
    return std::move(saved).error();
  }
  return id;
}

Result<SessionId> IdMap::allocate() {
  if (next_ >= first_listener.value) return fail(Win32::no_system_resources, "every session id was used since boot");
  SessionId id{next_++};
  if (auto saved = save_next(); !saved) {
    --next_;
    return std::move(saved).error();
  }
  return id;
}

Result<void> IdMap::reserve(SessionId id) {
  if (id.value < next_) return {};
  if (id.value >= first_listener.value) return fail(Win32::invalid_parameter, "{} is no session's id", id.value);
  next_ = id.value + 1;
  return save_next();
}

std::optional<SessionId> IdMap::find(std::string_view key) const {
  auto found = ids_.find(key);
  if (found == ids_.end()) return std::nullopt;
  return found->second;
}

Result<void> IdMap::forget(std::string_view key) {
  auto found = ids_.find(key);
  if (found == ids_.end()) return {};
  ids_.erase(found);
  return save();
}

}  // namespace nta::host
