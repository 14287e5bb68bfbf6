#include "services/connect.h"

#include <sys/stat.h>

#include <filesystem>

#include "base/utf16.h"
#include "services/shadow.h"

namespace nta::services {
namespace {

using namespace protocols;

// Nobody's password is known here: one's own session needs none, an administrator's right is enough.
Result<void> check_password(const Call<RpcConnect>& call, const host::Session& shown) {
  if (!view_or_empty(call.in().szPassword).empty())
    return fail(Win32::not_supported, "passwords are not checked on this host: leave it empty");
  if (host::is_owner(call.token(), shown) || call.token().is_administrator()) return {};
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

Result<const host::Session*> terminal_of(const Host& host, const Call<RpcConnect>& call, const host::Session& shown) {
  NTA_CHECK(check_password(call, shown));
  SessionId id(static_cast<uint32_t>(call.in().TargetSessionId));
  NTA_TRY(const host::Session* at, find_session(host, *call.client, id, Win32::ctx_winstation_not_found));
  NTA_CHECK(require(host, *call.client, *at, static_cast<uint32_t>(Right::disconnect), "connect-from"));
  return at;
}

}  // namespace

void connect(Host& host, CallPtr<RpcConnect> call, const host::Session& shown) {
  auto finish = [call, shown](Result<void> result) {
    audit(*call->client, "connect", shown, result ? Win32::success : result.error().code);
    call->finish(std::move(result));
  };
  auto at = terminal_of(host, *call, shown);
  if (!at) return finish(std::move(at).error());
  if ((*at)->id == shown.id) return finish({});
  auto admission = admission_of(call->token(), **at);
  if (!admission) return finish(std::move(admission).error());
  std::string directory = std::filesystem::path(host.opener.place(shown.id).socket_path).parent_path();
  host.sessions.admit(
      shown.id, *admission,
      [&host, finish, directory, from = (*at)->id, to = shown.id, ticket = admission->ticket](Result<void> expected) {
        if (!expected) return finish(std::move(expected));
        host.sessions.hand_over(from, to, directory, ticket, finish);
      });
}

}  // namespace nta::services
