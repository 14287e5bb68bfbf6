#include "host/server/disks.h"

#include <algorithm>

namespace nta::host {
namespace {

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool is_separator(char c) { return c == '\\' || c == '/'; }

}  // namespace

Result<Disks> Disks::make(std::vector<Disk> more) {
  Disks disks;
  for (Disk& disk : more) {
    auto same = std::ranges::find(disks.disks_, disk.letter, &Disk::letter);
    bool is_default = same != disks.disks_.end() && same->letter == 'C' && same->root == "/";
    if (same != disks.disks_.end() && !is_default)
      return fail(Win32::invalid_parameter, "disk {}: is given twice", disk.letter);
    if (is_default)
      *same = std::move(disk);
    else
      disks.disks_.push_back(std::move(disk));
  }
  std::ranges::sort(disks.disks_, {}, &Disk::letter);
  return disks;
}

Result<std::string> Disks::local_path(std::string_view path) const {
  std::string local;
  std::string_view rest = path;
  if (path.size() >= 3 && is_letter(path[0]) && path[1] == ':' && is_separator(path[2])) {
    auto disk = std::ranges::find(disks_, upper(path[0]), &Disk::letter);
    if (disk == disks_.end()) return fail(Win32::path_not_found, "'{}': there is no disk {}:", path, upper(path[0]));
    if (disk->root != "/") local = disk->root;
    rest.remove_prefix(2);
  } else if (!path.starts_with('/')) {
    return fail(Win32::invalid_name, "'{}' is not an absolute path", path);
  }
  while (!rest.empty()) {
    rest.remove_prefix(1);  // a separator
    size_t end = std::min(rest.size(), static_cast<size_t>(std::ranges::find_if(rest, is_separator) - rest.begin()));
    std::string_view component = rest.substr(0, end);
    rest.remove_prefix(end);
    if (component == "." || component == "..")
      return fail(Win32::invalid_name, "'{}' has '{}' in it: the whole path is needed", path, component);
    if (!component.empty()) local.append("/").append(component);
  }
  return local.empty() ? "/" : local;
}

Result<std::vector<Disk>> parse_disks(std::string_view text) {
  std::vector<Disk> disks;
  while (!text.empty()) {
    size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (word.size() < 3 || !is_letter(word[0]) || word[1] != ':' || word[2] != '/')
      return fail(Win32::invalid_parameter, "'{}' is not a letter, a colon and an absolute directory, as D:/srv", word);
    std::string root(word.substr(2));
    while (root.size() > 1 && root.ends_with('/')) root.pop_back();
    disks.push_back({upper(word[0]), std::move(root)});
  }
  return disks;
}

}  // namespace nta::host
