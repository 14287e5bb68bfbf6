#include "host/identity/user_names.h"

#include "host/identity/identity.h"

namespace nta::host {
namespace {

constexpr size_t most_names = 4096;  // then all are forgotten: uids are cheap to make in a user namespace

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
         a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

struct UserNames::State {
  using Clock = std::chrono::steady_clock;
  struct Known {
    std::string name;
    Clock::time_point until;
  };

  void look_at_list() {
    struct stat now {};
    if (stat(options.list.c_str(), &now) != 0) now = {};
    if (same_file(now, seen)) return;
    names.clear();
    seen = now;
  }

  const std::string* find(uid_t uid) {
    look_at_list();
    auto found = names.find(uid);
    return found == names.end() || found->second.until <= Clock::now() ? nullptr : &found->second.name;
  }

  void answered(uid_t uid, const Result<Name>& name) {
    if (name && *name) {
      if (names.size() >= most_names) names.clear();
      names.insert_or_assign(uid, Known{**name, Clock::now() + options.lifetime});
    }
    auto waiting = asked.extract(uid);
    for (const Then& then : waiting.mapped()) then(name);
  }

  Options options;
  struct stat seen {};
  std::map<uid_t, Known> names;
  std::map<uid_t, std::vector<Then>> asked;  // who waits for each
};

UserNames::UserNames(Executor& executor, Options options)
    : executor_(executor), state_(std::make_shared<State>(State{.options = std::move(options)})) {
  if (!state_->options.look_up) state_->options.look_up = account_name;
}

UserNames::~UserNames() = default;

const std::string* UserNames::find(uid_t uid) { return state_->find(uid); }

std::string UserNames::name_or_number(uid_t uid) {
  const std::string* known = find(uid);
  return known ? *known : fmt::format("uid {}", uid);
}

void UserNames::ask(uid_t uid, Then then) {
  if (const std::string* known = find(uid)) return then(Name(*known));
  auto [waiting, is_first] = state_->asked.try_emplace(uid);
  waiting->second.push_back(std::move(then));
  if (!is_first) return;
  executor_.run<Name>(
      state_->options.patience, [look_up = state_->options.look_up, uid] { return look_up(uid); },
      [weak = std::weak_ptr(state_), uid](const Result<Name>& name) {
        if (auto state = weak.lock()) state->answered(uid, name);
      });
}

}  // namespace nta::host
