#include "daemon/monitor/unix_user_client.h"

#include <condition_variable>
#include <mutex>
#include <set>

namespace nta::daemon::monitor {
namespace {

constexpr std::chrono::seconds patience{80};  // the monitor's client answers by itself after 75

Error host_ends() { return fail(Win32::rpc_server_unavailable, "the host ends"); }

// What GECOS has a use of its own for is a blank there; the account keeps the name as it was given.
std::string in_gecos(std::string_view full_name) {
  constexpr size_t most = 256;  // bytes
  std::string text(full_name.substr(0, most));
  if (full_name.size() > most)
    while (!text.empty() && (static_cast<unsigned char>(full_name[text.size()]) & 0xC0) == 0x80) text.pop_back();
  for (char& each : text)
    if (static_cast<unsigned char>(each) < ' ' || std::string_view(":,&\x7F").find(each) != std::string_view::npos)
      each = ' ';
  return text;
}

/** What a pool thread waits for. The first result counts. */
struct Reply {
  std::mutex mutex;
  std::condition_variable came;
  std::optional<Result<uint32_t>> result;

  void give(Result<uint32_t> given) {
    std::lock_guard lock(mutex);
    if (!result) result = std::move(given);
    came.notify_all();
  }
  Result<uint32_t> take() {
    std::unique_lock lock(mutex);
    if (came.wait_for(lock, patience, [this] { return result.has_value(); })) return *std::move(result);
    return fail(Win32::timeout, "the host does not answer");
  }
};

}  // namespace

struct UnixUserClient::Link {
  std::mutex mutex;
  MonitorClient* monitor;  // the loop's; null after the end
  host::Executor* executor;
  std::set<std::shared_ptr<Reply>> waiting;  // the end answers them: the loop may run no more

  MonitorClient* current() {
    std::lock_guard lock(mutex);
    return monitor;
  }
};

UnixUserClient::UnixUserClient(MonitorClient& monitor, host::Executor& executor) : link_(std::make_shared<Link>()) {
  link_->monitor = &monitor;
  link_->executor = &executor;
}

void UnixUserClient::end() {
  std::lock_guard lock(link_->mutex);
  link_->monitor = nullptr;
  for (const auto& reply : link_->waiting) reply->give(host_ends());
}

Result<uint32_t> UnixUserClient::ask(UnixUserAction action, const accounts::User& user, With with) {
  auto reply = std::make_shared<Reply>();
  {
    std::lock_guard lock(link_->mutex);
    if (!link_->monitor) return host_ends();
    link_->waiting.insert(reply);
    link_->executor->post(
        [link = link_, reply, action, uid = user.uid.value_or(0), name = user.name, with = std::move(with)]() mutable {
          MonitorClient* monitor = link->current();  // which stays: end() is on the loop, as this is
          if (!monitor) return reply->give(host_ends());
          ChangeUnixUser request{
              static_cast<uint32_t>(action), uid, name.data(), with.new_name.data(), with.full_name.data(),
              with.home_directory.data()};
          monitor->ask(RequestKind::change_unix_user, request, -1, [reply](Result<MonitorClient::Reply> answer) {
            reply->give(answer ? Result<uint32_t>(answer->number) : std::move(answer).error());
          });
        });
  }
  auto result = reply->take();
  std::lock_guard lock(link_->mutex);
  link_->waiting.erase(reply);
  return result;
}

Result<std::optional<uid_t>> UnixUserClient::add(const accounts::User& user) {
  if (!(user.control & accounts::control::normal)) return std::optional<uid_t>();  // a machine is no Unix user
  accounts::User made = user;
  bool is_path = user.home_directory.starts_with('/');  // and no share of a server, or a drive
  NTA_TRY(made.uid, ask(UnixUserAction::add, user,
                        {.full_name = in_gecos(user.full_name), .home_directory = is_path ? user.home_directory : ""}));
  if (!user.is_disabled()) return made.uid;
  if (auto disabled = set_disabled(made, true); !disabled) {
    (void)remove(made);
    return std::move(disabled).error();
  }
  return made.uid;
}

Result<void> UnixUserClient::rename(const accounts::User& user, const std::string& to) {
  NTA_CHECK(ask(UnixUserAction::rename, user, {.new_name = to}));
  return {};
}

Result<void> UnixUserClient::set_full_name(const accounts::User& user, const std::string& to) {
  NTA_CHECK(ask(UnixUserAction::set_full_name, user, {.full_name = in_gecos(to)}));
  return {};
}

Result<void> UnixUserClient::set_disabled(const accounts::User& user, bool disabled) {
  NTA_CHECK(ask(disabled ? UnixUserAction::disable : UnixUserAction::enable, user, {}));
  return {};
}

Result<void> UnixUserClient::remove(const accounts::User& user) {
  NTA_CHECK(ask(UnixUserAction::remove, user, {}));
  return {};
}

}  // namespace nta::daemon::monitor
