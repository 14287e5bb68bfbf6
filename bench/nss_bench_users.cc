// A name service that knows "user0" to "user1999999" by arithmetic: smbd wants a Unix user behind each of its accounts,
// and is not to be measured by how long a file of a million lines takes to be searched.
#include <nss.h>
#include <pwd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

namespace {

constexpr std::string_view prefix = "user";
constexpr uid_t first_uid = 1'000'000, users = 2'000'000;
constexpr gid_t group = 100;

nss_status answer(uid_t number, passwd* result, char* buffer, size_t size, int* error) {
  char digits[16] = {};
  *std::to_chars(digits, digits + sizeof digits - 1, number).ptr = '\0';
  constexpr size_t room = 64;
  if (size < room) {
    *error = ERANGE;
    return NSS_STATUS_TRYAGAIN;
  }
  std::memset(buffer, 0, room);
  std::memcpy(buffer, prefix.data(), prefix.size());
  std::strcpy(buffer + prefix.size(), digits);
  char* none = buffer + room - 1;
  char* directory = std::strcpy(buffer + 32, "/nonexistent");
  *result = {.pw_name = buffer,
             .pw_passwd = none,
             .pw_uid = first_uid + number,
             .pw_gid = group,
             .pw_gecos = none,
             .pw_dir = directory,
             .pw_shell = none};
  return NSS_STATUS_SUCCESS;
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] nss_status _nss_bench_getpwnam_r(const char* name, passwd* result, char* buffer,
                                                                size_t size, int* error) {
  std::string_view text(name);
  if (!text.starts_with(prefix)) return NSS_STATUS_NOTFOUND;
  uid_t number = users;
  auto [end, failed] = std::from_chars(name + prefix.size(), name + text.size(), number);
  if (failed != std::errc() || *end != '\0' || number >= users) return NSS_STATUS_NOTFOUND;
  return answer(number, result, buffer, size, error);
}

[[gnu::visibility("default")]] nss_status _nss_bench_getpwuid_r(uid_t uid, passwd* result, char* buffer, size_t size,
                                                                int* error) {
  if (uid < first_uid || uid - first_uid >= users) return NSS_STATUS_NOTFOUND;
  return answer(uid - first_uid, result, buffer, size, error);
}

}  // extern "C"
