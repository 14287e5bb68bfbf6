#include "services/lsarpc_names.h"

#include "base/utf16.h"
#include "host/identity/identity.h"

namespace nta::services {
namespace {

using accounts::AccountStore;
using accounts::Kind;
using accounts::Principal;

const Sid builtin_domain = make_sid(5, 32);
const Sid nt_authority = make_sid(5);
const Sid unix_users = make_sid(22, 1), unix_groups = make_sid(22, 2);

struct WellKnown {
  Sid sid;
  NameUse use;
  const char* name;
  const char* domain;
};

// [MS-DTYP] 2.4.2.4. Those of authority 1 to 3 are in no domain, the others in NT AUTHORITY.
const WellKnown well_known[] = {
    {make_sid(0, 0), NameUse::well_known_group, "NULL SID", ""},
    {sid_everyone, NameUse::well_known_group, "Everyone", ""},
    {make_sid(2, 0), NameUse::well_known_group, "LOCAL", ""},
    {make_sid(2, 1), NameUse::well_known_group, "CONSOLE LOGON", ""},
    {make_sid(3, 0), NameUse::well_known_group, "CREATOR OWNER", ""},
    {make_sid(3, 1), NameUse::well_known_group, "CREATOR GROUP", ""},
    {make_sid(3, 4), NameUse::well_known_group, "OWNER RIGHTS", ""},
    {make_sid(5, 1), NameUse::well_known_group, "DIALUP", "NT AUTHORITY"},
    {make_sid(5, 2), NameUse::well_known_group, "NETWORK", "NT AUTHORITY"},
    {make_sid(5, 3), NameUse::well_known_group, "BATCH", "NT AUTHORITY"},
    {make_sid(5, 4), NameUse::well_known_group, "INTERACTIVE", "NT AUTHORITY"},
    {make_sid(5, 6), NameUse::well_known_group, "SERVICE", "NT AUTHORITY"},
    {sid_anonymous, NameUse::well_known_group, "ANONYMOUS LOGON", "NT AUTHORITY"},
    {make_sid(5, 8), NameUse::well_known_group, "PROXY", "NT AUTHORITY"},
    {make_sid(5, 9), NameUse::well_known_group, "ENTERPRISE DOMAIN CONTROLLERS", "NT AUTHORITY"},
    {make_sid(5, 10), NameUse::well_known_group, "SELF", "NT AUTHORITY"},
    {sid_authenticated_users, NameUse::well_known_group, "Authenticated Users", "NT AUTHORITY"},
    {make_sid(5, 12), NameUse::well_known_group, "RESTRICTED", "NT AUTHORITY"},
    {make_sid(5, 13), NameUse::well_known_group, "TERMINAL SERVER USER", "NT AUTHORITY"},
    {make_sid(5, 14), NameUse::well_known_group, "REMOTE INTERACTIVE LOGON", "NT AUTHORITY"},
    {make_sid(5, 15), NameUse::well_known_group, "This Organization", "NT AUTHORITY"},
    {sid_system, NameUse::well_known_group, "SYSTEM", "NT AUTHORITY"},
    {sid_local_service, NameUse::well_known_group, "LOCAL SERVICE", "NT AUTHORITY"},
    {sid_network_service, NameUse::well_known_group, "NETWORK SERVICE", "NT AUTHORITY"},
};

Sid without_last(const Sid& sid) {
  Sid parent = sid;
  if (parent.count > 0) parent.sub[--parent.count] = 0;
  return parent;
}

Translation of_well_known(const WellKnown& row) {
  Sid domain = row.domain[0] ? nt_authority : without_last(row.sid);
  return {row.use, row.sid, row.name, row.domain, domain};
}

NameUse use_of(Kind kind) {
  return kind == Kind::user ? NameUse::user : kind == Kind::group ? NameUse::group : NameUse::alias;
}

Translation of_account(const AccountStore& store, const Principal& found) {
  bool builtin = found.home == accounts::Home::builtin;
  return {use_of(found.kind), found.sid, found.name, builtin ? "BUILTIN" : store.domain_name(),
          builtin ? builtin_domain : store.domain_sid()};
}

Translation of_unix_user(uid_t uid, std::string name) {
  return {NameUse::user, unix_users.with(uid), std::move(name), "Unix User", unix_users};
}
Translation of_unix_group(gid_t gid, std::string name) {
  return {NameUse::group, unix_groups.with(gid), std::move(name), "Unix Group", unix_groups};
}

std::optional<Translation> domain_itself(const AccountStore& store, const Sid& sid) {
  if (sid == store.domain_sid()) return Translation{NameUse::domain, sid, "", store.domain_name(), sid};
  if (sid == builtin_domain) return Translation{NameUse::domain, sid, "", "BUILTIN", sid};
  if (sid == nt_authority) return Translation{NameUse::domain, sid, "", "NT AUTHORITY", sid};
  return std::nullopt;
}

/** A SID that is no account of the store. */
Translation of_other_sid(const AccountStore& store, const Sid& sid) {
  for (const WellKnown& row : well_known)
    if (row.sid == sid) return of_well_known(row);
  if (auto domain = domain_itself(store, sid)) return *domain;
  Sid parent = without_last(sid);
  uint32_t last = sid.count > 0 ? sid.sub[sid.count - 1u] : 0;
  if (parent == unix_users)
    if (auto name = host::account_name(last); name && *name) return of_unix_user(last, **name);
  if (parent == unix_groups)
    if (auto name = host::group_name(last); name && *name) return of_unix_group(last, **name);
  Translation unknown{.sid = sid};
  if (parent == store.domain_sid() || parent == builtin_domain) {
    unknown.domain = parent;
    unknown.domain_name = parent == builtin_domain ? "BUILTIN" : store.domain_name();
  }
  return unknown;
}

struct Asked {
  std::string domain;  // empty: any
  std::string name;
};

Asked parts_of(const std::string& name) {
  if (size_t slash = name.find('\\'); slash != std::string::npos)
    return {name.substr(0, slash), name.substr(slash + 1)};
  if (size_t at = name.rfind('@'); at != std::string::npos) return {name.substr(at + 1), name.substr(0, at)};
  return {"", name};
}

bool is_of(const Asked& asked, std::string_view domain) {
  return asked.domain.empty() || equal_ignoring_case(asked.domain, domain);
}

std::optional<Translation> named_domain(const AccountStore& store, const Asked& asked) {
  const std::string& name = asked.name.empty() ? asked.domain : asked.name;
  if (!asked.name.empty() && !asked.domain.empty()) return std::nullopt;
  if (name.empty()) return domain_itself(store, builtin_domain);  // as Windows since 2003 takes it
  if (equal_ignoring_case(name, store.domain_name())) return domain_itself(store, store.domain_sid());
  if (equal_ignoring_case(name, "BUILTIN")) return domain_itself(store, builtin_domain);
  return std::nullopt;
}

std::optional<Translation> named_unix(const Asked& asked) {
  if (equal_ignoring_case(asked.domain, "Unix User"))
    if (auto uid = host::account_uid(asked.name); uid && *uid) return of_unix_user(**uid, asked.name);
  if (equal_ignoring_case(asked.domain, "Unix Group"))
    if (auto gid = host::group_gid(asked.name); gid && *gid) return of_unix_group(**gid, asked.name);
  return std::nullopt;
}

/** A name that is no account of the store: what is well-known goes before what Unix calls so. */
Translation of_other_name(const AccountStore& store, const Asked& asked) {
  for (const WellKnown& row : well_known)
    if (equal_ignoring_case(asked.name, row.name) && is_of(asked, row.domain)) return of_well_known(row);
  if (auto domain = named_domain(store, asked)) return *domain;
  if (auto found = named_unix(asked)) return *found;
  return {};
}

bool is_in_domain_of(const AccountStore& store, const Asked& asked, const Principal& found) {
  return is_of(asked, found.home == accounts::Home::builtin ? "BUILTIN" : store.domain_name());
}

}  // namespace

Result<std::vector<Translation>> translate_sids(AccountStore& store, std::span<const Sid> sids) {
  NTA_TRY(auto found, store.find_all(sids));
  std::vector<Translation> list;
  for (size_t i = 0; i < sids.size(); ++i)
    list.push_back(found[i] ? of_account(store, *found[i]) : of_other_sid(store, sids[i]));
  return list;
}

Result<std::vector<Translation>> translate_names(AccountStore& store, std::span<const std::string> names) {
  std::vector<Asked> asked;
  std::vector<std::string> plain;
  for (const std::string& name : names) plain.push_back(asked.emplace_back(parts_of(name)).name);
  NTA_TRY(auto found, store.find_all(plain));
  std::vector<Translation> list;
  for (size_t i = 0; i < names.size(); ++i) {
    bool ours = found[i] && is_in_domain_of(store, asked[i], *found[i]);
    list.push_back(ours ? of_account(store, *found[i]) : of_other_name(store, asked[i]));
  }
  return list;
}

}  // namespace nta::services
