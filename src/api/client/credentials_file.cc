// Sections of `key = value` lines, read from a file that is nobody else's to read.
#include "api/client/credentials_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/types.h"
#include "base/utf16.h"

namespace nta::client {
namespace {

constexpr size_t most_bytes = 1u << 20;
constexpr std::string_view blanks = " \t";

std::string upper(std::string_view text) { return to_utf8(upper_case(to_utf16(text))); }

std::string_view without_leading_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text;
}

std::string_view trimmed(std::string_view text) {
  text = without_leading_blanks(text);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/** A text that is wiped when it goes away. */
struct SecretText {
  std::string text;
  ~SecretText() { explicit_bzero(text.data(), text.size()); }
};

Result<void> check_owner(int fd, const std::string& path) {
  struct stat facts {};
  if (::fstat(fd, &facts) != 0) return fail(win32_from_errno(errno), "{}: {}", path, std::strerror(errno));
  if (!S_ISREG(facts.st_mode)) return fail(Win32::access_denied, "{} is not a plain file", path);
  if (facts.st_mode & (S_IRWXG | S_IRWXO))
    return fail(Win32::access_denied, "{} holds passwords, and others may use it: 'chmod 600' it", path);
  if (facts.st_uid != ::geteuid() && facts.st_uid != 0)
    return fail(Win32::access_denied, "{} belongs to another user", path);
  if (static_cast<size_t>(facts.st_size) > most_bytes) return fail(Win32::invalid_data, "{} is too large", path);
  return {};
}

Result<void> read_all(int fd, const std::string& path, std::string& into) {
  for (char block[4096];;) {
    ssize_t count = ::read(fd, block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(win32_from_errno(errno), "{}: {}", path, std::strerror(errno));
    if (count == 0) return {};
    into.append(block, static_cast<size_t>(count));
    explicit_bzero(block, sizeof block);
    if (into.size() > most_bytes) return fail(Win32::invalid_data, "{} is too large", path);
  }
}

/** The lines of one section. */
struct Section {
  std::string user;
  std::string domain;
  SecretText password;
  bool has_password = false;

  bool is_empty() const { return user.empty() && domain.empty() && !has_password; }
  bool set(std::string_view key, std::string_view value) {
    if (equal_ignoring_case(key, "username")) {
      user = trimmed(value);
    } else if (equal_ignoring_case(key, "domain")) {
      domain = trimmed(value);
    } else if (equal_ignoring_case(key, "password")) {
      password.text = without_leading_blanks(value);  // blanks at its end belong to it
      has_password = true;
    } else {
      return false;
    }
    return true;
  }
};

}  // namespace

Result<CredentialsFile> CredentialsFile::read(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file)
    return fail(win32_from_errno(errno), "NTADMIN_CREDENTIALS: cannot open {}: {}", path, std::strerror(errno));
  NTA_CHECK(check_owner(file.get(), path));
  SecretText all;
  all.text.reserve(most_bytes + 4096);  // so that it is not left behind in freed memory by growing
  NTA_CHECK(read_all(file.get(), path, all.text));
  return parse(all.text, path);
}

Result<CredentialsFile> CredentialsFile::parse(std::string_view text, std::string_view name) {
  CredentialsFile file;
  std::string title;
  Section section;
  size_t line_number = 0;
  auto wrong = [&](std::string_view what) { return fail(Win32::invalid_data, "{}:{}: {}", name, line_number, what); };
  auto finish = [&]() -> Result<void> {
    if (section.is_empty() && title.empty()) return {};
    if (section.user.empty()) return wrong("the lines above name no username");
    if (!section.has_password) return wrong("the lines above have no password");
    auto credentials =
        Credentials::of_password(to_utf16(section.user), to_utf16(section.domain), to_utf16(section.password.text));
    if (!file.sections_.emplace(title, std::move(credentials)).second) return wrong("a second section of that name");
    section = {};
    return {};
  };
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line_number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::string_view bare = trimmed(line);
    if (bare.empty() || bare[0] == '#' || bare[0] == ';') continue;
    if (bare[0] == '[') {
      if (!bare.ends_with(']') || bare.size() < 3) return wrong("a section looks like [server]");
      NTA_CHECK(finish());
      title = upper(trimmed(bare.substr(1, bare.size() - 2)));
      continue;
    }
    size_t equals = line.find('=');
    if (equals == std::string_view::npos || !section.set(trimmed(line.substr(0, equals)), line.substr(equals + 1)))
      return wrong("neither username =, password =, domain = nor [server]");
  }
  NTA_CHECK(finish());
  return file;
}

std::optional<Credentials> CredentialsFile::find(const ServerAddress& server) const {
  std::string name = upper(server.name);
  for (const std::string& title : {fmt::format("{}:{}", name, server.port), name, std::string()})
    if (auto found = sections_.find(title); found != sections_.end()) return found->second;
  return std::nullopt;
}

}  // namespace nta::client
