#include "host/server/computer_names.h"

#include <algorithm>

#include "base/files.h"
#include "base/utf16.h"

namespace nta::host {
namespace {

auto find_name(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find_if(names, [name](const std::string& each) { return equal_ignoring_case(each, name); });
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return find_name(names, name) != names.end();
}

}  // namespace

bool is_netbios_name(std::string_view name) {
  constexpr std::string_view refused = "\"/\\[]:|<>+=;,?*";
  constexpr size_t longest = 15;
  if (name.empty() || to_utf16(name).size() > longest || name.front() == ' ' || name.back() == ' ') return false;
  return std::ranges::none_of(
      name, [&](char c) { return static_cast<unsigned char>(c) < ' ' || refused.find(c) != refused.npos; });
}

Result<ComputerNames> ComputerNames::open(std::string primary, std::string path) {
  ComputerNames names(std::move(primary), std::move(path));
  if (names.path_.empty()) return names;
  auto text = read_file(names.path_);
  if (!text && text.error().code == Win32::file_not_found) return names;
  if (!text) return std::move(text).error();
  for (std::string_view rest = *text; !rest.empty();) {
    size_t end = std::min(rest.find('\n'), rest.size());
    if (end != 0) names.alternates_.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return names;
}

bool ComputerNames::has(std::string_view name) const {
  return equal_ignoring_case(primary_, name) || contains(alternates_, name) || contains(aliases_, name);
}

Result<void> ComputerNames::add_alternate(std::string_view name) {
  if (has(name)) return fail(Win32::dup_name, "this host is called '{}' already", name);
  if (alternates_.size() == most) return fail(Win32::no_system_resources, "a host has {} alternate names", most);
  std::vector<std::string> changed = alternates_;
  changed.emplace_back(name);
  NTA_CHECK(save(changed));
  alternates_ = std::move(changed);
  return {};
}

Result<void> ComputerNames::add_alias(std::string_view name) {
  if (has(name)) return fail(Win32::dup_name, "this host is called '{}' already", name);
  if (aliases_.size() == most) return fail(Win32::no_system_resources, "a host has {} aliases", most);
  aliases_.emplace_back(name);
  return {};
}

Result<bool> ComputerNames::remove_alternate(std::string_view name) {
  auto found = find_name(alternates_, name);
  if (found == alternates_.end()) return false;
  std::vector<std::string> changed = alternates_;
  changed.erase(changed.begin() + (found - alternates_.begin()));
  NTA_CHECK(save(changed));
  alternates_ = std::move(changed);
  return true;
}

bool ComputerNames::remove_alias(std::string_view name) {
  auto found = find_name(aliases_, name);
  if (found == aliases_.end()) return false;
  aliases_.erase(found);
  return true;
}

Result<void> ComputerNames::save(const std::vector<std::string>& names) const {
  if (path_.empty()) return {};
  std::string text;
  for (const std::string& name : names) text += name + "\n";
  return replace_file(path_, text, Durability::on_disk);
}

}  // namespace nta::host
