#include "host/server/computer_names.h"

#include <algorithm>

#include "base/files.h"
#include "base/utf16.h"

namespace nta::host {
namespace {

auto find_name(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find_if(names, [name](const std::string& each) { return equal_ignoring_case(each, name); });
}

Result<std::vector<std::string>> read_names(const std::string& path) {
  std::vector<std::string> names;
  if (path.empty()) return names;
  auto text = read_file(path);
  if (!text && text.error().code == Win32::file_not_found) return names;
  if (!text) return std::move(text).error();
  for (std::string_view rest = *text; !rest.empty();) {
    size_t end = std::min(rest.find('\n'), rest.size());
    if (end != 0) names.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return names;
}

}  // namespace

bool is_netbios_name(std::string_view name) {
  constexpr std::string_view refused = "\"/\\[]:|<>+=;,?*";
  constexpr size_t longest = 15;
  if (name.empty() || to_utf16(name).size() > longest || name.front() == ' ' || name.back() == ' ') return false;
  return std::ranges::none_of(
      name, [&](char c) { return static_cast<unsigned char>(c) < ' ' || refused.find(c) != refused.npos; });
}

Result<ComputerNames> ComputerNames::open(std::string primary, Files files) {
  ComputerNames names(std::move(primary));
  names.lists_ = {List{std::move(files.alternates), {}}, List{std::move(files.aliases), {}}, List{}};
  for (List& list : names.lists_) {
    NTA_TRY(list.names, read_names(list.path));
  }
  return names;
}

bool ComputerNames::has(std::string_view name) const {
  auto holds = [name](const List& list) { return find_name(list.names, name) != list.names.end(); };
  return equal_ignoring_case(primary_, name) || std::ranges::any_of(lists_, holds);
}

Result<void> ComputerNames::add(Kind kind, std::string_view name) {
  if (has(name)) return fail(Win32::dup_name, "this host is called '{}' already", name);
  List& list = lists_[static_cast<size_t>(kind)];
  if (list.names.size() == most) return fail(Win32::no_system_resources, "a host has {} names of a kind", most);
  std::vector<std::string> changed = list.names;
  changed.emplace_back(name);
  return replace(list, std::move(changed));
}

Result<bool> ComputerNames::remove(Kind kind, std::string_view name) {
  List& list = lists_[static_cast<size_t>(kind)];
  auto found = find_name(list.names, name);
  if (found == list.names.end()) return false;
  std::vector<std::string> changed = list.names;
  changed.erase(changed.begin() + (found - list.names.begin()));
  NTA_CHECK(replace(list, std::move(changed)));
  return true;
}

Result<void> ComputerNames::replace(List& list, std::vector<std::string> names) {
  std::string text;
  for (const std::string& name : names) text += name + "\n";
  if (!list.path.empty()) NTA_CHECK(replace_file(list.path, text, Durability::on_disk));
  list.names = std::move(names);
  return {};
}

}  // namespace nta::host
