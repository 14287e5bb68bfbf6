#include "host/shares/share_table.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/files.h"
#include "base/log.h"
#include "base/utf16.h"
#include "describe/settings.h"

namespace nta::host {
namespace {

constexpr std::string_view config_suffix = ".conf";
constexpr std::string_view security_suffix = ".sd";

/** A share as its file has it. */
struct StoredShare {
  uint32_t type;
  char16_t remark[49];
  char16_t path[1025];
  uint32_t max_uses;
  uint32_t flags;

  static constexpr auto described() {
    using namespace describe;
    using S = StoredShare;
    return fields(NTA_FIELD(S, type, "Type", u32), NTA_FIELD(S, remark, "Remark", wtext<49>),
                  NTA_FIELD(S, path, "Path", wtext<1025>), NTA_FIELD(S, max_uses, "MaxUses", u32),
                  NTA_FIELD(S, flags, "Flags", u32));
  }
};

std::string text_of(const Share& share) {
  StoredShare stored{.type = share.type, .remark = {}, .path = {}, .max_uses = share.max_uses, .flags = share.flags};
  copy_cut(stored.remark, to_utf16(share.remark));
  copy_cut(stored.path, to_utf16(share.path));
  return describe::settings_text(describe::type_of<StoredShare>, &stored);
}

}  // namespace

ShareTable::ShareTable(SharePolicy policy, std::string directory) : policy_(policy), directory_(std::move(directory)) {
  Share ipc;
  ipc.name = "IPC$";
  ipc.type = share_type::ipc | share_type::special;
  ipc.remark = "Remote IPC";
  ipc.is_stored = false;
  insert(std::move(ipc));
}

Result<ShareTable> ShareTable::open(SharePolicy policy, std::string directory) {
  ShareTable table(policy, std::move(directory));
  if (policy == SharePolicy::refused) return table;
  log::warning("shares-unserved", "shares = table: what is shared is listed, and served by nobody");
  if (table.directory_.empty()) return table;
  if (::mkdir(table.directory_.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(win32_from_errno(errno), "cannot make directory '{}': {}", table.directory_, std::strerror(errno));
  NTA_CHECK(table.load());
  return table;
}

Result<void> ShareTable::load() {
  NTA_TRY(auto files, entries_of(directory_, config_suffix));
  for (const std::string& file : files) NTA_CHECK(load_share(file));
  return {};
}

Result<void> ShareTable::load_share(const std::string& file) {
  Share share;
  NTA_TRY(share.name, text_of_file_name(file));
  StoredShare stored{};
  NTA_TRY(std::string text, read_file(path_of(share.name, config_suffix)));
  auto read = describe::read_settings(describe::type_of<StoredShare>, text, &stored);
  if (!read) return fail(read.error().code, "share '{}': {}", share.name, read.error().text);
  share.type = stored.type;
  share.remark = to_utf8(stored.remark);
  share.path = to_utf8(stored.path);
  share.max_uses = stored.max_uses;
  share.flags = stored.flags;
  if (auto bytes = read_file(path_of(share.name, security_suffix))) {
    auto view = std::as_bytes(std::span(*bytes));
    share.security.emplace(view.begin(), view.end());
  } else if (bytes.error().code != Win32::file_not_found) {
    return std::move(bytes).error();
  }
  insert(std::move(share));
  return {};
}

const Share* ShareTable::find(std::string_view name) const {
  auto found =
      std::ranges::find_if(shares_, [name](const auto& row) { return equal_ignoring_case(row.second.name, name); });
  return found == shares_.end() ? nullptr : &found->second;
}

void ShareTable::insert(Share share) {
  share.id = ++last_id_;
  shares_.emplace(share.id, std::move(share));
}

Result<void> ShareTable::add(Share share) {
  if (find(share.name)) return fail(Win32::duplicate_share, "'{}' is shared already", share.name);
  if (policy_ == SharePolicy::refused)
    return fail(Win32::not_supported, "'{}' cannot be shared: nothing on this host serves files", share.name);
  if (shares_.size() == most) return fail(Win32::no_system_resources, "a host has {} shares", most);
  share.is_stored = !(share.type & share_type::temporary);
  NTA_CHECK(save(share));
  insert(std::move(share));
  return {};
}

Result<void> ShareTable::update(const Share& changed) {
  auto found = shares_.find(changed.id);
  if (found == shares_.end()) return fail(Win32::net_name_not_found, "'{}' is not shared", changed.name);
  NTA_CHECK(save(changed));
  found->second.remark = changed.remark;
  found->second.max_uses = changed.max_uses;
  found->second.security = changed.security;
  found->second.flags = changed.flags;
  return {};
}

Result<void> ShareTable::remove(uint32_t id) {
  NTA_CHECK(forget(id));
  shares_.erase(id);
  return {};
}

Result<void> ShareTable::forget(uint32_t id) {
  auto found = shares_.find(id);
  if (found == shares_.end()) return fail(Win32::net_name_not_found, "no share {}", id);
  if (found->second.is_stored) NTA_CHECK(unlink_stored(found->second.name));
  found->second.is_stored = false;
  return {};
}

Result<void> ShareTable::save(const Share& share) const {
  if (!share.is_stored || directory_.empty()) return {};
  std::string security_path = path_of(share.name, security_suffix);
  if (share.security) {
    std::string_view bytes(reinterpret_cast<const char*>(share.security->data()), share.security->size());
    NTA_CHECK(replace_file(security_path, bytes, Durability::on_disk));
  } else if (::unlink(security_path.c_str()) != 0 && errno != ENOENT) {
    return fail(win32_from_errno(errno), "cannot remove '{}': {}", security_path, std::strerror(errno));
  }
  return replace_file(path_of(share.name, config_suffix), text_of(share), Durability::on_disk);
}

Result<void> ShareTable::unlink_stored(const std::string& name) const {
  if (directory_.empty()) return {};
  for (std::string_view suffix : {config_suffix, security_suffix}) {
    std::string path = path_of(name, suffix);
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
      return fail(win32_from_errno(errno), "cannot remove '{}': {}", path, std::strerror(errno));
  }
  return {};
}

std::string ShareTable::path_of(std::string_view name, std::string_view suffix) const {
  return fmt::format("{}/{}{}", directory_, file_name_of(name), suffix);
}

}  // namespace nta::host
