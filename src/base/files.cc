#include "base/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/types.h"

namespace nta {
namespace {

Error broken(const char* what, const std::string& path) {
  int error = errno;
  return fail(win32_from_errno(error), "'{}' cannot be {}: {}", path, what, std::strerror(error));
}

Result<void> write_whole(int file, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return broken("written", path);
    text.remove_prefix(static_cast<size_t>(count));
  }
  return {};
}

Result<void> sync_directory_of(const std::string& path) {
  auto slash = path.rfind('/');
  std::string directory = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  UniqueFd handle(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || ::fsync(handle.get()) != 0) return broken("synced", directory);
  return {};
}

Result<void> write_new(const std::string& path, std::string_view text, Durability durability) {
  UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return broken("written", path);
  NTA_CHECK(write_whole(file.get(), text, path));
  if (durability == Durability::on_disk && ::fsync(file.get()) != 0) return broken("written", path);
  return {};
}

}  // namespace

Result<std::string> read_file(const std::string& path, size_t most) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return broken("read", path);
  std::string text;
  char block[16384];
  for (;;) {
    ssize_t count = ::read(file.get(), block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return broken("read", path);
    if (count == 0) return text;
    if (text.size() + static_cast<size_t>(count) > most)
      return fail(Win32::invalid_data, "{} is larger than {} bytes", path, most);
    text.append(block, static_cast<size_t>(count));
  }
}

Result<void> replace_file(const std::string& path, std::string_view text, Durability durability) {
  const std::string fresh = path + ".new";
  auto written = write_new(fresh, text, durability);
  if (written && std::rename(fresh.c_str(), path.c_str()) != 0) written = broken("replaced", path);
  if (!written) {
    ::unlink(fresh.c_str());
    return written;
  }
  return durability == Durability::on_disk ? sync_directory_of(path) : Result<void>();
}

Result<std::vector<std::string>> entries_of(const std::string& directory) {
  std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(directory.c_str()), ::closedir);
  if (!listing) return broken("listed", directory);
  std::vector<std::string> names;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(listing.get());
    if (!entry && errno != 0) return broken("listed", directory);
    if (!entry) break;
    std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::ranges::sort(names);
  return names;
}

Result<std::vector<std::string>> entries_of(const std::string& directory, std::string_view suffix) {
  NTA_TRY(auto names, entries_of(directory));
  std::erase_if(names, [&](const auto& name) { return name.size() <= suffix.size() || !name.ends_with(suffix); });
  for (std::string& name : names) name.resize(name.size() - suffix.size());
  return names;
}

Result<std::string> absolute_path(const std::string& path) {
  if (path.empty()) return fail(Win32::invalid_name, "a path may not be empty");
  std::error_code error;
  auto absolute = std::filesystem::absolute(path, error);
  if (error)
    return fail(win32_from_errno(error.value()), "no current directory to find '{}' from: {}", path, error.message());
  return absolute.string();
}

std::string file_name_of(std::string_view text) {
  std::string name;
  for (char c : text) {
    bool plain = std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
    name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return name;
}

Result<std::string> text_of_file_name(std::string_view name) {
  std::string text;
  for (size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '%') {
      text += name[i];
      continue;
    }
    auto digits = name.substr(i + 1, 2);
    uint8_t byte = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (error != std::errc() || digits.size() != 2 || end != digits.data() + 2) break;
    text += static_cast<char>(byte);
    i += 2;
  }
  if (file_name_of(text) != name) return fail(Win32::invalid_name, "'{}' is no file of ours", name);
  return text;
}

}  // namespace nta
