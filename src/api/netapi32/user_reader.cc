#include "api/netapi32/user_reader.h"

#include "api/netapi32/user_tables.h"
#include "auth/security_descriptor.h"
#include "protocols/account_rights.h"

namespace nta::api {
namespace {

using namespace protocols;
using describe::Type;

struct LevelRow {
  DWORD level;
  const Type* type;
  bool get, list, set, add;
};

template <class T>
constexpr LevelRow row(DWORD level, const char* kinds) {
  std::string_view text(kinds);
  auto has = [&](char c) { return text.find(c) != text.npos; };
  return {level, &describe::type_of<T>, has('g'), has('l'), has('s'), has('a')};
}

// g: got, l: listed, s: set, a: added.
constexpr LevelRow levels[] = {
    row<USER_INFO_0>(0, "gls"),     row<USER_INFO_1>(1, "glsa"),    row<USER_INFO_2>(2, "glsa"),
    row<USER_INFO_3>(3, "glsa"),    row<USER_INFO_4>(4, "gsa"),     row<USER_INFO_10>(10, "gl"),
    row<USER_INFO_11>(11, "gl"),    row<USER_INFO_20>(20, "gl"),    row<USER_INFO_21>(21, "s"),
    row<USER_INFO_22>(22, "s"),     row<USER_INFO_23>(23, "gl"),    row<USER_INFO_24>(24, "g"),
    row<USER_INFO_1003>(1003, "s"), row<USER_INFO_1005>(1005, "s"), row<USER_INFO_1006>(1006, "s"),
    row<USER_INFO_1007>(1007, "s"), row<USER_INFO_1008>(1008, "s"), row<USER_INFO_1009>(1009, "s"),
    row<USER_INFO_1010>(1010, "s"), row<USER_INFO_1011>(1011, "s"), row<USER_INFO_1012>(1012, "s"),
    row<USER_INFO_1013>(1013, "s"), row<USER_INFO_1014>(1014, "s"), row<USER_INFO_1017>(1017, "s"),
    row<USER_INFO_1018>(1018, "s"), row<USER_INFO_1020>(1020, "s"), row<USER_INFO_1023>(1023, "s"),
    row<USER_INFO_1024>(1024, "s"), row<USER_INFO_1025>(1025, "s"), row<USER_INFO_1051>(1051, "s"),
    row<USER_INFO_1052>(1052, "s"), row<USER_INFO_1053>(1053, "s"),
};

const Type* find(DWORD level, bool LevelRow::*kind) {
  for (const LevelRow& each : levels)
    if (each.level == level && each.*kind) return each.type;
  return nullptr;
}

}  // namespace

const Type* user_level_to_get(DWORD level) { return find(level, &LevelRow::get); }
const Type* user_level_to_list(DWORD level) { return find(level, &LevelRow::list); }
const Type* user_level_to_set(DWORD level) { return find(level, &LevelRow::set); }
const Type* user_level_to_add(DWORD level) { return find(level, &LevelRow::add); }

bool tells_rights(const Type& level) { return has_member(level, "priv") || has_member(level, "auth_flags"); }
bool tells_descriptor(const Type& level) { return has_member(level, "flags"); }

bool may_not_change(const client::Server::Answer<SamrQuerySecurityObject>& answer, const Sid& user) {
  const auto* sent = answer ? answer->value.SecurityDescriptor : nullptr;
  if (!sent || !sent->SecurityDescriptor) return false;
  auto descriptor = auth::SecurityDescriptor::parse(std::as_bytes(std::span(sent->SecurityDescriptor, sent->Length)));
  return descriptor && auth::withholds(*descriptor, user, user_change_password);
}

Result<UserReader> UserReader::make(const SamServer& server, SamDomain domain, const Type& level) {
  UserReader reader(std::move(domain), level);
  if (tells_rights(level)) {
    NTA_TRY(reader.operators_, OperatorSids::read(server));
  }
  return reader;
}

Result<void> UserReader::add_rights(const SamHandle& user, UserFacts& facts) const {
  NTA_TRY(auto groups, sam_call<SamrGetGroupsForUser>(domain_, user, {}));
  std::vector<Sid> sids{facts.sid};
  SAMPR_GET_GROUPS_BUFFER told = groups->Groups ? *groups->Groups : SAMPR_GET_GROUPS_BUFFER{};
  for (const auto& group : rows_in(told.Groups, told.MembershipCount))
    sids.push_back(domain_.sid().with(group.RelativeId));
  facts.privilege = operators_->privilege_of(sids);
  facts.operator_of = operators_->operator_flags_of(sids);
  return {};
}

Result<void> UserReader::read(uint32_t rid, void* row, Arena& memory) const {
  NTA_TRY(SamHandle user, domain_.open<SamrOpenUser>(rid, auth::right_maximum_allowed));
  NTA_TRY(auto out, sam_call<SamrQueryInformationUser>(domain_, user, {.Class = all_user_information}));
  if (!out->Buffer) return fail(Win32::rpc_bad_stub_data, "user {} without information", rid);
  UserFacts facts{.all = &out->Buffer->All, .sid = domain_.sid().with(rid)};
  if (operators_) NTA_CHECK(add_rights(user, facts));
  if (tells_descriptor(*level_)) {
    auto descriptor = domain_.server()->call<SamrQuerySecurityObject>(
        samr, {.Handle = user.get(), .SecurityInformation = dacl_information});
    facts.may_not_change = may_not_change(descriptor, facts.sid);
  }
  UserFiller(*level_).fill(row, facts, memory);
  return {};
}

}  // namespace nta::api
