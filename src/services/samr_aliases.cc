// samr: aliases (local groups) of the domain and of Builtin, whose members are SIDs of anywhere.
#include "base/utf16.h"
#include "services/samr_handlers.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Alias;
using accounts::Home;
using accounts::Rid;

std::string target(const Desk& desk) { return fmt::format("alias {}", desk.object.rid.value); }

Result<void> open(Desk& desk, Rid rid, uint32_t desired) {
  SamObject alias{.kind = SamKind::alias, .home = desk.object.home, .rid = rid};
  NTA_TRY(alias.granted, sam_access(desk, alias, desired));
  desk.opened = alias;
  return {};
}

Result<std::vector<Sid>> sids_in(const SAMPR_PSID_ARRAY& array) {
  constexpr uint32_t most = 1024;
  if (array.Count > most) return fail(Win32::invalid_parameter, "{} SIDs at once: {} are taken", array.Count, most);
  if (array.Count != 0 && !array.Sids) return fail(Win32::invalid_parameter, "{} SIDs are missing", array.Count);
  std::vector<Sid> sids;
  for (const auto& row : rows_in(array.Sids, array.Count)) {
    if (!row.SidPointer) return fail(Win32::invalid_parameter, "SID {} is missing", sids.size() + 1);
    sids.push_back(sid_from(row.SidPointer));
  }
  return sids;
}

std::string members_text(const Desk& desk, std::span<const Sid> members) {
  std::string text = target(desk) + ":";
  for (const Sid& member : members) text += " " + member.text();
  return text;
}

Result<void> add(Desk& desk, std::span<const Sid> members) {
  return told(desk, "alias.add-member", members_text(desk, members),
              desk.store.add_to_alias(desk.object.home, desk.object.rid, members));
}

Result<void> remove(Desk& desk, std::span<const Sid> members) {
  return told(desk, "alias.remove-member", members_text(desk, members),
              desk.store.remove_from_alias(desk.object.home, desk.object.rid, members));
}

}  // namespace

Result<void> sam_create_alias(Desk& desk, Call<SamrCreateAliasInDomain>& call) {
  std::string name = to_utf8(text_of(call.in().Name));
  if (desk.object.home == Home::builtin) return fail(Win32::access_denied, "Builtin has what it has");
  auto made = desk.store.add_alias({.home = desk.object.home, .name = name});
  NTA_CHECK(told(desk, "alias.create", name, made ? Result<void>() : Result<void>(made.error())));
  call.out.RelativeId = made->value;
  return open(desk, *made, call.in().DesiredAccess);
}

Result<void> sam_open_alias(Desk& desk, Call<SamrOpenAlias>& call) {
  Rid rid(call.in().RelativeId);
  NTA_CHECK(desk.store.alias(desk.object.home, rid));
  return open(desk, rid, call.in().DesiredAccess);
}

Result<void> sam_query_alias(Desk& desk, Call<SamrQueryInformationAlias>& call) {
  NTA_TRY(Alias alias, desk.store.alias(desk.object.home, desk.object.rid));
  auto* buffer = call.memory.make<SAMPR_ALIAS_INFO_BUFFER>();
  auto text = [&](const std::string& from) { return counted_text(call.memory, to_utf16(from)); };
  uint32_t level = call.in().Class;
  if (level == 1) {
    NTA_TRY(auto members, desk.store.alias_members(desk.object.home, desk.object.rid));
    buffer->General = {text(alias.name), static_cast<uint32_t>(members.size()), text(alias.comment)};
  } else if (level == 2) {
    buffer->Name.Text = text(alias.name);
  } else if (level == 3) {
    buffer->AdminComment.Text = text(alias.comment);
  } else {
    return fail(Win32::invalid_level, "class {} of alias information", level);
  }
  call.out.Class = level;
  call.out.Buffer = buffer;
  return {};
}

Result<void> sam_set_alias(Desk& desk, Call<SamrSetInformationAlias>& call) {
  const auto& from = call.in().Buffer;
  auto apply = [&](Alias& alias) -> Result<void> {
    switch (call.in().Class) {
      case 2:
        alias.name = to_utf8(text_of(from.Name.Text));
        return {};
      case 3:
        alias.comment = to_utf8(text_of(from.AdminComment.Text));
        return {};
      default:
        return fail(Win32::invalid_level, "class {} of alias information cannot be set", call.in().Class);
    }
  };
  return told(desk, "alias.set", target(desk), desk.store.change_alias(desk.object.home, desk.object.rid, apply));
}

Result<void> sam_delete_alias(Desk& desk, Call<SamrDeleteAlias>&) {
  NTA_CHECK(told(desk, "alias.delete", target(desk), desk.store.delete_alias(desk.object.home, desk.object.rid)));
  desk.closed = true;
  return {};
}

Result<void> sam_add_to_alias(Desk& desk, Call<SamrAddMemberToAlias>& call) {
  Sid member = sid_from(call.in().MemberId);
  return add(desk, std::span(&member, 1));
}

Result<void> sam_remove_from_alias(Desk& desk, Call<SamrRemoveMemberFromAlias>& call) {
  Sid member = sid_from(call.in().MemberId);
  return remove(desk, std::span(&member, 1));
}

// [MS-SAMR] 3.1.5.8.5: who is a member already is passed over.
Result<void> sam_add_many_to_alias(Desk& desk, Call<SamrAddMultipleMembersToAlias>& call) {
  NTA_TRY(auto sids, sids_in(call.in().MembersBuffer));
  NTA_TRY(auto members, desk.store.alias_members(desk.object.home, desk.object.rid));
  std::erase_if(sids, [&](const Sid& sid) { return std::find(members.begin(), members.end(), sid) != members.end(); });
  return sids.empty() ? Result<void>() : add(desk, sids);
}

// [MS-SAMR] 3.1.5.8.6: who is none already, too.
Result<void> sam_remove_many_from_alias(Desk& desk, Call<SamrRemoveMultipleMembersFromAlias>& call) {
  NTA_TRY(auto sids, sids_in(call.in().MembersBuffer));
  NTA_TRY(auto members, desk.store.alias_members(desk.object.home, desk.object.rid));
  std::erase_if(sids, [&](const Sid& sid) { return std::find(members.begin(), members.end(), sid) == members.end(); });
  return sids.empty() ? Result<void>() : remove(desk, sids);
}

Result<void> sam_alias_members(Desk& desk, Call<SamrGetMembersInAlias>& call) {
  NTA_TRY(auto members, desk.store.alias_members(desk.object.home, desk.object.rid));
  std::vector<SAMPR_SID_INFORMATION> rows;
  for (const Sid& member : members) rows.push_back({packed_sid(call.memory, member)});
  call.out.Members = {static_cast<uint32_t>(rows.size()), copy_rows(call.memory, rows)};
  return {};
}

Result<void> sam_alias_membership(Desk& desk, Call<SamrGetAliasMembership>& call) {
  NTA_TRY(auto sids, sids_in(call.in().SidArray));
  NTA_TRY(auto aliases, desk.store.aliases_of(desk.object.home, sids));
  std::vector<uint32_t> rids;
  for (Rid alias : aliases) rids.push_back(alias.value);
  call.out.Membership = {static_cast<uint32_t>(rids.size()), copy_rows(call.memory, rids)};
  return {};
}

// [MS-SAMR] 3.1.5.8.7: out of every alias of the domain; a SID that is in none is no error. Clients have the domain
// open to look up, which everybody may: so it is the caller's rights that count here, not the handle's.
Result<void> sam_forget_member(Desk& desk, Call<SamrRemoveMemberFromForeignDomain>& call) {
  Sid member = sid_from(call.in().MemberSid);
  NTA_CHECK(sam_access(desk, desk.object, domain_create_alias));
  return told(desk, "alias.forget-member", member.text(), desk.store.forget_member(desk.object.home, member));
}

}  // namespace nta::services
