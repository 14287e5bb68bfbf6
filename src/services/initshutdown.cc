// InitShutdown and WindowsShutdown on this host ([MS-RSP] 3.2.4, 3.3.4): a shutdown that is announced to the people in
// their sessions, waits for its time, and can be called off until then.
#include "protocols/initshutdown.h"

#include "services/host_shutdown.h"
#include "services/net_support.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;

struct Plan {
  uint32_t flags;  // WTS_WSD_*
  uint32_t seconds;
  std::string message;
};

constexpr uint32_t longest_wait = 10 * 365 * 24 * 60 * 60;  // MAX_SHUTDOWN_TIMEOUT

/** `refused` is what a caller hears who may not: the two interfaces differ in it. */
Result<void> require_administrator(Host& host, const Client& client, Win32 refused) {
  Result<void> allowed = require(host, client, Members::administrators, "host.shutdown");
  if (allowed) return {};
  return fail(refused, "{}", allowed.error().text);
}

void tell_sessions(Host& host, const Plan& plan) {
  constexpr uint32_t warning_icon = 0x30;
  for (const host::Session* session : logged_on_sessions(host)) {
    host::Message message;
    message.title = "System shutdown";
    message.text =
        plan.message.empty() ? fmt::format("This host goes down in {} seconds.", plan.seconds) : plan.message;
    message.style = warning_icon;
    host.sessions.message(session->id, std::move(message), [id = session->id](Result<uint32_t> answer) {
      if (!answer) log::debug("shutdown-message", "session {}: {}", id.value, answer.error().text);
    });
  }
}

void carry_out(Host& host, const std::shared_ptr<Client>& client, uint32_t flags) {
  host.server->shutdown.reset();
  shut_down(host, client, flags, [](Result<void> done) {
    if (!done) log::error("shutdown-failed", "{}", done.error().text);
  });
}

Result<void> announce(Host& host, const std::shared_ptr<Client>& client, const Plan& plan) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  if (server->shutdown) return fail(Win32::shutdown_in_progress, "a shutdown is announced already");
  if (plan.seconds > longest_wait) return fail(Win32::invalid_parameter, "{} seconds until then", plan.seconds);
  NTA_CHECK(check_shutdown_flags(host, plan.flags));
  bool is_remote = client->token->origin != auth::Origin::local;
  if (host.mode == Mode::system && is_remote && !host.network_may_power)
    return fail(Win32::access_denied, "the configuration has remote_shutdown = false");
  tell_sessions(host, plan);
  server->shutdown.emplace();
  server->shutdown->timer = host.executor.after(
      std::chrono::seconds(plan.seconds), [&host, client, flags = plan.flags] { carry_out(host, client, flags); });
  return {};
}

Result<void> announce_audited(Host& host, const std::shared_ptr<Client>& client, const Plan& plan) {
  return audited(*client, "host.shutdown", fmt::format("host, flags {:#x}, in {} s", plan.flags, plan.seconds),
                 announce(host, client, plan));
}

Result<void> call_off(Host& host, const Client& client) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  Result<void> result;
  if (!server->shutdown) result = fail(Win32::no_shutdown_in_progress, "no shutdown is announced");
  server->shutdown.reset();
  return audited(client, "host.abort-shutdown", "host", std::move(result));
}

std::string message_of(const RPC_UNICODE_STRING* text) {
  return text ? to_utf8(std::u16string(text_of(*text)).c_str()) : std::string();
}

/** What going down without coming up again is: the machine's end, or that of a user's own host. */
uint32_t going_down(const Host& host) { return host.mode == Mode::system ? wsd::power_off : wsd::shutdown; }

template <class M>
Result<void> initiate(Host& host, Call<M>& call) {
  NTA_CHECK(require_administrator(host, *call.client, Win32::access_denied));
  const auto& in = call.in();
  uint32_t flags = in.bRebootAfterShutdown ? wsd::reboot : going_down(host);
  return announce_audited(host, call.client, {flags, in.dwTimeout, message_of(in.lpMessage)});
}

Result<void> abort(Host& host, Call<BaseAbortShutdown>& call) {
  NTA_CHECK(require_administrator(host, *call.client, Win32::access_denied));
  return call_off(host, *call.client);
}

uint32_t wsd_flags(const Host& host, uint32_t flags) {
  if (flags & shutdown_flag::restart) return wsd::reboot;
  if (flags & shutdown_flag::power_off) return wsd::power_off;
  return flags & shutdown_flag::no_reboot ? wsd::shutdown : going_down(host);
}

/** Without force, nobody else's session is ended. */
Result<void> wsdr_initiate(Host& host, Call<WsdrInitiateShutdown>& call) {
  NTA_CHECK(require_administrator(host, *call.client, Win32::bad_netpath));
  const auto& in = call.in();
  if (in.dwShutdownFlags & ~shutdown_flag::known)
    return fail(Win32::invalid_parameter, "shutdown flags {:#x}", in.dwShutdownFlags);
  bool is_forced = in.dwShutdownFlags & shutdown_flag::force_others;
  if (!is_forced && !sessions_to_end(host, call.token().session).empty())
    return fail(Win32::shutdown_users_logged_on, "others are logged on");
  bool takes_over = in.dwShutdownFlags & shutdown_flag::grace_override;
  if (takes_over && host.server) host.server->shutdown.reset();
  uint32_t flags = wsd_flags(host, in.dwShutdownFlags);
  return announce_audited(host, call.client, {flags, in.dwGracePeriod, message_of(in.lpMessage)});
}

Result<void> wsdr_abort(Host& host, Call<WsdrAbortShutdown>& call) {
  NTA_CHECK(require_administrator(host, *call.client, Win32::bad_netpath));
  return call_off(host, *call.client);
}

constexpr Served init_rows[] = {
    serve<initiate<BaseInitiateShutdown>>(),
    serve<abort>(),
    serve<initiate<BaseInitiateShutdownEx>>(),
};
constexpr Served windows_rows[] = {serve<wsdr_initiate>(), serve<wsdr_abort>()};

}  // namespace

std::span<const Served> init_shutdown_rows() { return init_rows; }
std::span<const Served> windows_shutdown_rows() { return windows_rows; }

}  // namespace nta::services
