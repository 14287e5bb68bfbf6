#include "api/netapi32/operators.h"

#include <algorithm>

#include "ntadmin/win/lmaccess.h"
#include "protocols/account_rights.h"

namespace nta::api {

using namespace protocols;

Result<OperatorSids> OperatorSids::read(const SamServer& server) {
  NTA_TRY(SamDomain builtin, server.open_builtin(domain_lookup));
  NTA_TRY(SamHandles handles, builtin.open_each<SamrOpenAlias>(aliases, alias_list, Win32::no_such_alias));
  NTA_TRY(auto answers, sam_call_each<SamrGetMembersInAlias>(builtin, handles, {}));
  OperatorSids found;
  for (size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i]) return sam_error(net_error(std::move(answers[i]).error()));
    const auto& told = answers[i]->value.Members;
    for (const auto& row : rows_in(told.Sids, told.Count))
      found.members_[handles.place(i)].insert(sid_of_packed(row.SidPointer));
  }
  return found;
}

// Of the domain's SIDs that are members, those of groups.
Result<std::vector<uint32_t>> OperatorSids::groups_among(const SamDomain& domain) const {
  std::set<uint32_t> rids;
  for (const auto& members : members_)
    for (const Sid& sid : members)
      if (sid.count > 1 && sid == domain.sid().with(sid.sub[sid.count - 1])) rids.insert(sid.sub[sid.count - 1]);
  NTA_TRY(auto uses, domain.uses(std::vector<uint32_t>(rids.begin(), rids.end())));
  std::vector<uint32_t> groups;
  for (size_t i = 0; uint32_t rid : rids)
    if (uses[i++] == Use::group) groups.push_back(rid);
  return groups;
}

Result<void> OperatorSids::add_members_of_groups(const SamDomain& domain) {
  NTA_TRY(auto groups, groups_among(domain));
  if (groups.empty()) return {};
  NTA_TRY(SamHandles handles, domain.open_each<SamrOpenGroup>(groups, group_list, Win32::group_not_found));
  NTA_TRY(auto answers, sam_call_each<SamrGetMembersInGroup>(domain, handles, {}));
  for (size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i]) return sam_error(net_error(std::move(answers[i]).error()));
    const auto* told = answers[i]->value.Members;
    if (!told) continue;
    Sid group = domain.sid().with(groups[handles.place(i)]);
    for (auto& members : members_) {
      if (!members.count(group)) continue;
      for (uint32_t rid : rows_in(told->Members, told->MemberCount)) members.insert(domain.sid().with(rid));
    }
  }
  return {};
}

bool OperatorSids::has_any(Role role, std::span<const Sid> sids) const {
  const auto& members = members_[role];
  return !members.empty() && std::any_of(sids.begin(), sids.end(), [&](const Sid& sid) { return members.count(sid); });
}

uint32_t OperatorSids::privilege_of(std::span<const Sid> sids) const {
  if (has_any(administrators, sids)) return USER_PRIV_ADMIN;
  return has_any(guests, sids) ? USER_PRIV_GUEST : USER_PRIV_USER;
}

uint32_t OperatorSids::operator_flags_of(std::span<const Sid> sids) const {
  return (has_any(account_operators, sids) ? AF_OP_ACCOUNTS : 0u) |
         (has_any(server_operators, sids) ? AF_OP_SERVER : 0u) | (has_any(print_operators, sids) ? AF_OP_PRINT : 0u);
}

}  // namespace nta::api
