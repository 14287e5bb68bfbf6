// samr: groups of the domain, whose members are its users.
#include "base/utf16.h"
#include "services/samr_handlers.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Group;
using accounts::Home;
using accounts::Rid;

constexpr uint32_t member_attributes = 7;  // SE_GROUP_MANDATORY, ENABLED_BY_DEFAULT, ENABLED

std::string target(const Desk& desk) { return fmt::format("group {}", desk.object.rid.value); }

Result<void> open(Desk& desk, Rid rid, uint32_t desired) {
  SamObject group{.kind = SamKind::group, .home = Home::account, .rid = rid};
  NTA_TRY(group.granted, sam_access(desk, group, desired));
  desk.opened = group;
  return {};
}

}  // namespace

Result<void> sam_create_group(Desk& desk, Call<SamrCreateGroupInDomain>& call) {
  std::string name = to_utf8(text_of(call.in().Name));
  if (desk.object.home == Home::builtin) return fail(Win32::access_denied, "Builtin has no groups");
  auto made = desk.store.add_group({.name = name});
  NTA_CHECK(told(desk, "group.create", name, made ? Result<void>() : Result<void>(made.error())));
  call.out.RelativeId = made->value;
  return open(desk, *made, call.in().DesiredAccess);
}

Result<void> sam_open_group(Desk& desk, Call<SamrOpenGroup>& call) {
  Rid rid(call.in().RelativeId);
  if (desk.object.home == Home::builtin) return fail(Win32::group_not_found, "Builtin has no groups");
  NTA_CHECK(desk.store.group(rid));
  return open(desk, rid, call.in().DesiredAccess);
}

Result<void> sam_query_group(Desk& desk, Call<SamrQueryInformationGroup>& call) {
  NTA_TRY(Group group, desk.store.group(desk.object.rid));
  auto* buffer = call.memory.make<SAMPR_GROUP_INFO_BUFFER>();
  auto text = [&](const std::string& from) { return counted_text(call.memory, to_utf16(from)); };
  uint32_t level = call.in().Class;
  if (level == 1 || level == 5) {
    NTA_TRY(auto members, desk.store.group_members(desk.object.rid));
    buffer->General = {text(group.name), group.attributes, static_cast<uint32_t>(members.size()), text(group.comment)};
  } else if (level == 2) {
    buffer->Name.Text = text(group.name);
  } else if (level == 3) {
    buffer->Attribute.Number = group.attributes;
  } else if (level == 4) {
    buffer->AdminComment.Text = text(group.comment);
  } else {
    return fail(Win32::invalid_level, "class {} of group information", level);
  }
  call.out.Class = level;
  call.out.Buffer = buffer;
  return {};
}

Result<void> sam_set_group(Desk& desk, Call<SamrSetInformationGroup>& call) {
  const auto& from = call.in().Buffer;
  auto apply = [&](Group& group) -> Result<void> {
    switch (call.in().Class) {
      case 2:
        group.name = to_utf8(text_of(from.Name.Text));
        return {};
      case 3:
        group.attributes = from.Attribute.Number;
        return {};
      case 4:
        group.comment = to_utf8(text_of(from.AdminComment.Text));
        return {};
      default:
        return fail(Win32::invalid_level, "class {} of group information cannot be set", call.in().Class);
    }
  };
  return told(desk, "group.set", target(desk), desk.store.change_group(desk.object.rid, apply));
}

Result<void> sam_delete_group(Desk& desk, Call<SamrDeleteGroup>&) {
  NTA_CHECK(told(desk, "group.delete", target(desk), desk.store.delete_group(desk.object.rid)));
  desk.closed = true;
  return {};
}

Result<void> sam_add_to_group(Desk& desk, Call<SamrAddMemberToGroup>& call) {
  Rid member(call.in().MemberId);
  return told(desk, "group.add-member", fmt::format("{}: {}", target(desk), member.value),
              desk.store.add_to_group(desk.object.rid, member));
}

Result<void> sam_remove_from_group(Desk& desk, Call<SamrRemoveMemberFromGroup>& call) {
  Rid member(call.in().MemberId);
  return told(desk, "group.remove-member", fmt::format("{}: {}", target(desk), member.value),
              desk.store.remove_from_group(desk.object.rid, member));
}

// A membership has no attributes of its own on Windows today either: every member has the usual ones.
Result<void> sam_set_member_attributes(Desk& desk, Call<SamrSetMemberAttributesOfGroup>& call) {
  NTA_TRY(auto members, desk.store.group_members(desk.object.rid));
  if (std::find(members.begin(), members.end(), Rid(call.in().MemberId)) != members.end()) return {};
  return fail(Win32::user_not_in_group, "{} is not in group {}", call.in().MemberId, desk.object.rid.value);
}

Result<void> sam_group_members(Desk& desk, Call<SamrGetMembersInGroup>& call) {
  NTA_TRY(auto members, desk.store.group_members(desk.object.rid));
  std::vector<uint32_t> rids, attributes(members.size(), member_attributes);
  for (Rid member : members) rids.push_back(member.value);
  call.out.Members = call.memory.make<SAMPR_GET_MEMBERS_BUFFER>();
  *call.out.Members = {static_cast<uint32_t>(rids.size()), copy_rows(call.memory, rids),
                       copy_rows(call.memory, attributes)};
  return {};
}

Result<void> sam_groups_of_user(Desk& desk, Call<SamrGetGroupsForUser>& call) {
  NTA_TRY(auto groups, desk.store.groups_of(desk.object.rid));
  std::vector<GROUP_MEMBERSHIP> rows;
  for (Rid group : groups) rows.push_back({group.value, member_attributes});
  call.out.Groups = call.memory.make<SAMPR_GET_GROUPS_BUFFER>();
  *call.out.Groups = {static_cast<uint32_t>(rows.size()), copy_rows(call.memory, rows)};
  return {};
}

}  // namespace nta::services
