#include "host/providers/utmp_file.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <utmpx.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <map>

#include "host/identity/identity.h"
#include "host/processes/proc_files.h"
#include "host/providers/terminal.h"

namespace nta::host {
namespace {

constexpr size_t most_records = 100'000;

// A member of a record: ended by NUL only where it is shorter than its room. Control characters do not get further.
template <size_t Size>
std::string text_of(const char (&member)[Size]) {
  std::string text(member, strnlen(member, Size));
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  return text;
}

Address record_address(const utmpx& record) {
  const auto& words = record.ut_addr_v6;
  if (!words[0] && !words[1] && !words[2] && !words[3]) return {};
  // An IPv4 address has the first word only.
  int family = !words[1] && !words[2] && !words[3] ? AF_INET : AF_INET6;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (!inet_ntop(family, words, text.data(), text.size())) return {};
  return address_of(text.data());
}

Login login_of(const utmpx& record) {
  Login login;
  login.pid = record.ut_pid;
  login.line = text_of(record.ut_line);
  login.user = text_of(record.ut_user);
  login.host = text_of(record.ut_host);
  login.address = address_of(login.host);
  if (login.address.text.empty()) login.address = record_address(record);
  login.time = filetime_from_unix(record.ut_tv.tv_sec, static_cast<int64_t>(record.ut_tv.tv_usec) * 1000);
  login.key = fmt::format("{}@{}.{}", login.line, login.pid, static_cast<int64_t>(record.ut_tv.tv_sec));
  return login;
}

}  // namespace

Result<std::vector<Login>> read_logins(const std::string& path, const std::string& proc_root) {
  std::vector<Login> logins;
  UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file && errno == ENOENT) return logins;
  if (!file) return fail(win32_from_errno(errno), "{} cannot be read (errno {})", path, errno);
  std::map<std::string, std::optional<uid_t>> uids;
  utmpx record{};
  for (size_t count = 0; count < most_records && ::read(file.get(), &record, sizeof record) == sizeof record; ++count) {
    if (record.ut_type != USER_PROCESS || !record.ut_user[0] || !proc::read_stat(proc_root, record.ut_pid)) continue;
    Login login = login_of(record);
    auto [uid, added] = uids.try_emplace(login.user);
    if (added)
      if (auto known = account_uid(login.user)) uid->second = *known;
    login.uid = uid->second;
    logins.push_back(std::move(login));
  }
  return logins;
}

}  // namespace nta::host
