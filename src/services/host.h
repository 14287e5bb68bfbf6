// What the services act on. The daemon builds these parts and hands them over; nothing here is global.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "auth/peer.h"
#include "auth/use_table.h"
#include "host/mode.h"
#include "host/processes/process_killer.h"
#include "host/sessions/opener.h"
#include "host/sessions/rights.h"
#include "host/sessions/session_table.h"
#include "rpc/traffic.h"
#include "services/endpoints.h"
#include "services/process_scans.h"

namespace nta::accounts {
class AccountStore;
}
namespace nta::host {
struct NetworkServer;
class SessionSettings;
}  // namespace nta::host

namespace nta::services {

class UserAdditions;

using host::Mode;
using host::Right;

/** What happens to the whole machine; the values of the monitor's request. */
enum class PowerAction : uint32_t { halt = 1, reboot = 2, power_off = 3 };

/** What one Unix user uses. */
struct KeptUses {
  auth::UseTable table;
  std::optional<std::string> owner;  // as Host::unix_name_of has it, from when that first knew
};

struct Host {
  host::SessionTable& sessions;
  host::Executor& executor;
  host::ProcessKiller& killer;
  host::SessionOpener& opener;
  /** Tells, while the caller is there and nothing changes, on which sessions they have one of some rights. */
  using Permit = std::function<bool(const host::Session&)>;
  /** Of one of `rights` (bits of Right), by the listener's descriptor. */
  std::function<Permit(const auth::AccessToken&, uint32_t rights)> permit;
  bool may(const auth::AccessToken& caller, const host::Session& session, uint32_t rights) const {
    return permit(caller, rights)(session);
  }
  /** Ends this host, after what is being answered now. */
  std::function<void()> end = [] {};
  /** Asks the machine's service manager on behalf of the caller; user-mode hosts have no way to. */
  std::function<void(const auth::AccessToken&, PowerAction, host::Completion)> power =
      [](const auth::AccessToken&, PowerAction, const host::Completion& done) {
        done(fail(Win32::not_supported, "the machine is not this host's to turn off"));
      };
  /** The token of a local user, by the same rules as a caller's. */
  std::function<auth::AccessToken(const auth::PeerCredentials&)> token_of = [](const auth::PeerCredentials& user) {
    return auth::make_local_token(user, {});
  };
  /** The SID of a Unix user: of its account, where it is one. */
  std::function<Sid(uid_t)> sid_of = [](uid_t uid) { return sid_of_uid(uid); };
  std::string computer;
  Endpoints endpoints;
  const rpc::Traffic* traffic = nullptr;  // null where nothing counts it
  std::string version;
  Mode mode = Mode::user;
  /** What LocalHost reads and sets. Null where nothing can be set: those calls are then not supported. */
  host::SessionSettings* settings = nullptr;
  /** Whether `power` does anything for callers from the network. */
  bool network_may_power = false;
  /** What srvsvc and wkssvc show. Null where there is none: their methods then answer that it is not started. */
  host::NetworkServer* server = nullptr;
  /** The account database. Its functions block: they run on the executor's pool, in work that holds this pointer, since
   *  what the pool still does outlives the host. Null where there is none. */
  std::shared_ptr<accounts::AccountStore> accounts;
  /** By way of which accounts of new users come into it. Null where there is no database. */
  std::shared_ptr<UserAdditions> additions;
  /** By way of which processes are looked at. */
  std::shared_ptr<ProcessScans> scans = std::make_shared<ProcessScans>();
  /** Which servers the users of this machine use, by uid; for the loop's thread. Null where none are kept. */
  std::map<uid_t, KeptUses>* uses = nullptr;
  /** Who has the uid now: empty when its user is gone, none where that is not known. */
  std::function<std::optional<std::string>(uid_t)> unix_name_of = [](uid_t) { return std::optional<std::string>(); };
  /** Calls back when what was last changed in accounts counts for sessions, too. */
  std::function<void(std::function<void()>)> when_accounts_count = [](const std::function<void()>& then) { then(); };
};

}  // namespace nta::services
