#include "host/identity/unix_users.h"

#include <charconv>
#include <mutex>

#include "base/files.h"
#include "base/nss.h"

namespace nta::host {
namespace {

constexpr size_t largest_entry = 1 << 20;

// What stands before the first comma; an ampersand is the name with a capital, as finger(1) has it.
std::string full_name_of(std::string_view gecos, const std::string& name) {
  std::string out;
  for (char each : gecos.substr(0, gecos.find(','))) {
    if (each != '&') {
      out += each;
      continue;
    }
    out += name;
    char& first = out[out.size() - name.size()];
    if (first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
  }
  return out;
}

UnixUser user_from(const passwd& entry) {
  std::string name = entry.pw_name;
  return {entry.pw_uid, name, full_name_of(entry.pw_gecos ? entry.pw_gecos : "", name),
          entry.pw_dir ? entry.pw_dir : ""};
}

// The number behind `key` on a line of its own.
void read_number(std::string_view text, std::string_view key, uid_t& into) {
  constexpr std::string_view blank = " \t";
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line.remove_prefix(std::min(line.find_first_not_of(blank), line.size()));
    if (!line.starts_with(key)) continue;
    line.remove_prefix(key.size());
    size_t digits = line.find_first_not_of(blank);
    if (digits == 0 || digits == std::string_view::npos) continue;
    std::from_chars(line.data() + digits, line.data() + line.size(), into);
  }
}

/** The walk through the database is one for the whole process. */
class Walk {
 public:
  Walk() : alone_(mutex()) { setpwent(); }
  ~Walk() { endpwent(); }

  /** Null at the end. */
  Result<const passwd*> next() {
    for (;;) {
      passwd* found = nullptr;
      int error = getpwent_r(&entry_, buffer_.data(), buffer_.size(), &found);
      if (error == 0 && found) return found;
      if (error == 0 || error == ENOENT) return nullptr;
      if (error != ERANGE || buffer_.size() >= largest_entry)
        return fail(win32_from_errno(error), "the users of the system cannot be listed (errno {})", error);
      buffer_.resize(buffer_.size() * 4);
    }
  }

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  std::lock_guard<std::mutex> alone_;
  passwd entry_{};
  std::vector<char> buffer_ = std::vector<char>(4096);
};

}  // namespace

UidRange uid_range(const std::string& login_defs) {
  UidRange range;
  auto text = read_file(login_defs);
  if (!text) return range;
  read_number(*text, "UID_MIN", range.first);
  read_number(*text, "UID_MAX", range.last);
  return range.first == 0 || range.first > range.last ? UidRange() : range;
}

std::string base_of_homes(const std::string& useradd_defaults) {
  constexpr std::string_view key = "HOME=";
  std::string base = "/home";
  auto text = read_file(useradd_defaults);
  for (std::string_view rest = text ? std::string_view(*text) : ""; !rest.empty();) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.starts_with(key)) base = line.substr(key.size());
  }
  while (base.size() > 1 && base.ends_with('/')) base.pop_back();
  return base.size() > 1 && base.starts_with('/') ? base : "/home";
}

Result<std::vector<UnixUser>> list_unix_users(UidRange range) {
  std::vector<UnixUser> users;
  Walk walk;
  for (;;) {
    NTA_TRY(const passwd* entry, walk.next());
    if (!entry) return users;
    if (range.holds(entry->pw_uid)) users.push_back(user_from(*entry));
  }
}

Result<std::optional<UnixUser>> unix_user(uid_t uid) {
  return look_up([uid](auto... rest) { return getpwuid_r(uid, rest...); },
                 [](passwd& entry) { return user_from(entry); });
}

}  // namespace nta::host
