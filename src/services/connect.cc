#include "services/connect.h"

#include <sys/stat.h>

#include <filesystem>

#include "base/utf16.h"
#include "services/shadow.h"

namespace nta::services {
namespace {

using namespace protocols;

// Nobody's password is known here: one's own session needs none, an administrator's right is enough.
Result<void> check_password(const Client& client, const host::Session& shown, std::u16string_view password) {
  if (!password.empty()) return fail(Win32::not_supported, "passwords are not checked on this host: leave it empty");
  if (host::is_owner(*client.token, shown) || client.token->is_administrator()) return {};
  return fail(Win32::access_denied, "session {} is another user's", shown.id.value);
}

/** For the client of `at`, which is to attach to the session. */
Result<host::Admission> admission_of(const auth::AccessToken& caller, const host::Session& at) {
  if (!at.has_client()) return fail(Win32::invalid_parameter, "session {} is shown at no terminal", at.id.value);
  struct stat process {};
  if (at.client.pid <= 0 || stat(fmt::format("/proc/{}", at.client.pid).c_str(), &process) != 0)
    return fail(Win32::not_supported, "the terminal of session {} is not the host's to move", at.id.value);
  host::Admission admission{
      .uid = process.st_uid, .pid = at.client.pid, .purpose = host::Admission::Purpose::attach, .who = caller.name};
  NTA_TRY(admission.ticket, new_ticket());
  return admission;
}

/** A terminal that shows `at` is to show `shown`, whose right to connect to was checked. */
struct Wanted {
  const host::Session& shown;
  SessionId at;
  std::u16string_view password;
};

Result<const host::Session*> terminal_of(const Host& host, const Client& client, const Wanted& wanted) {
  NTA_CHECK(check_password(client, wanted.shown, wanted.password));
  NTA_TRY(const host::Session* at, find_session(host, client, wanted.at, Win32::ctx_winstation_not_found));
  NTA_CHECK(require(host, client, *at, static_cast<uint32_t>(Right::disconnect), "session.connect-from"));
  return at;
}

void move_terminal(Host& host, const Client& client, const Wanted& wanted, host::Completion finish) {
  auto at = terminal_of(host, client, wanted);
  if (!at) return finish(std::move(at).error());
  if ((*at)->id == wanted.shown.id) return finish({});
  auto admission = admission_of(*client.token, **at);
  if (!admission) return finish(std::move(admission).error());
  std::string directory = std::filesystem::path(host.opener.place(wanted.shown.id).socket_path).parent_path();
  host.sessions.admit(wanted.shown.id, *admission,
                      [&host, finish, directory, from = (*at)->id, to = wanted.shown.id,
                       ticket = admission->ticket](Result<void> expected) {
                        if (!expected) return finish(std::move(expected));
                        host.sessions.hand_over(from, to, directory, ticket, finish);
                      });
}

template <class M>
host::Completion audited(const CallPtr<M>& call, const host::Session& shown) {
  return [call, shown](Result<void> result) {
    audit(*call->client, "session.connect", shown, result ? Win32::success : result.error().code);
    call->finish(std::move(result));
  };
}

}  // namespace

void connect(Host& host, CallPtr<RpcConnect> call, const host::Session& shown) {
  SessionId at(static_cast<uint32_t>(call->in().TargetSessionId));
  move_terminal(host, *call->client, {shown, at, view_or_empty(call->in().szPassword)}, audited(call, shown));
}

void connect_station(Host& host, CallPtr<RpcWinStationConnect> call, const host::Session& shown) {
  const auto& in = call->in();
  std::u16string_view password(in.pPassword, in.pPassword ? in.PasswordSize : 0);
  password = password.substr(0, password.find(u'\0'));
  move_terminal(host, *call->client, {shown, SessionId(in.TargetLogonId), password}, audited(call, shown));
}

}  // namespace nta::services
