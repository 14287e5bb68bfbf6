#include "host/identity/user_names.h"

namespace nta::host {
namespace {

constexpr size_t most_names = 4096;  // then all are forgotten: uids are cheap to make in a user namespace

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
         a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

void UserNames::look_at_list() {
  struct stat now {};
  if (stat(list_.c_str(), &now) != 0) now = {};
  if (same_file(now, seen_)) return;
  names_.clear();
  seen_ = now;
}

const std::string* UserNames::find(uid_t uid) {
  look_at_list();
  auto found = names_.find(uid);
  if (found == names_.end() || found->second.until <= Clock::now()) return nullptr;
  return &found->second.name;
}

void UserNames::put(uid_t uid, std::string name) {
  if (names_.size() >= most_names) names_.clear();
  names_.insert_or_assign(uid, Known{std::move(name), Clock::now() + lifetime_});
}

}  // namespace nta::host
