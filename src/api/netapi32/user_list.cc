// Three ways, the shortest that does: names alone from samr's list; whole users from HostAccounts; and where a server
// has not got that, each user of samr's list asked for, many at a time.
#include "api/netapi32/user_list.h"

#include <algorithm>

#include "api/netapi32/user_reader.h"
#include "auth/security_descriptor.h"
#include "describe/memory.h"
#include "protocols/account_rights.h"

namespace nta::api {

using namespace protocols;
using describe::Type;

namespace {

constexpr uint32_t names_a_page = 2048;
constexpr uint32_t users_a_page = 128;
constexpr size_t users_at_once = 32;  // handles open at one time

bool tells_name_alone(const Type& level) { return level.field_count == 1; }

std::byte* row_at(const UserList::Page& page, const Type& level, size_t i) {
  return static_cast<std::byte*>(page.rows) + i * level.size;
}

void make_rows(UserList::Page& page, const Type& level, size_t most) {
  page.rows = page.memory.allocate(level.size * most, level.align);
}

}  // namespace

Result<UserList> UserList::open(SamServer server, const Type& level, uint32_t control) {
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup | domain_list | domain_read_other));
  return UserList(std::move(server), std::move(domain), level, control);
}

uint32_t UserList::ask_total() const {
  auto info = domain_.call<SamrQueryInformationDomain>({.Class = 2});
  return info && info->value.Buffer ? info->value.Buffer->General.UserCount : 0;
}

Result<UserList::Page> UserList::read(uint32_t position, uint32_t most) {
  if (tells_name_alone(*level_)) return read_names(position, most);
  if (!tells_whole_users_) return read_each(position, most);
  auto page = read_whole(position, most);
  if (page || !is_unknown_call(page.error())) return page;
  tells_whole_users_ = false;
  return read_each(position, most);
}

Result<UserList::Names> UserList::names(uint32_t position, uint32_t most) const {
  return domain_.page<SamrEnumerateUsersInDomain>(
      {.EnumerationContext = position,
       .UserAccountControl = control_,
       .PreferedMaximumLength = bytes_of_row * std::min(most, names_a_page)});
}

Result<UserList::Page> UserList::read_names(uint32_t position, uint32_t most) const {
  NTA_TRY(Names told, names(position, most));
  Page page;
  page.next = told->EnumerationContext;
  page.is_last = status_of(told.value) != Win32::more_data;
  if (!told->Buffer) return page;
  auto users = rows_in(told->Buffer->Buffer, told->Buffer->EntriesRead);
  make_rows(page, *level_, users.size());
  for (const auto& user : users) {
    char16_t* name = user.Name.Buffer ? page.memory.text(text_of(user.Name)) : nullptr;
    describe::store(row_at(page, *level_, page.count++), name);
  }
  return page;
}

Result<void> UserList::need_operators() {
  if (operators_ || !tells_rights(*level_)) return {};
  NTA_TRY(operators_, OperatorSids::read(server_));
  return {};
}

void UserList::fill(UserFacts facts, std::span<const uint32_t> groups, Page& page) const {
  if (operators_) {
    std::vector<Sid> sids{facts.sid};
    for (uint32_t rid : groups) sids.push_back(domain_.sid().with(rid));
    facts.privilege = operators_->privilege_of(sids);
    facts.operator_of = operators_->operator_flags_of(sids);
  }
  filler_.fill(row_at(page, *level_, page.count++), facts, page.memory);
}

Result<UserList::Page> UserList::read_whole(uint32_t position, uint32_t most) {
  NTA_TRY(auto answer,
          host_call<HostEnumerateUsers>(*domain_.server(), {position, control_, std::min(most, users_a_page)}));
  NTA_CHECK(need_operators());
  const auto& told = answer.value;
  auto users = rows_in(told.Buffer, told.EntriesRead);
  Page page;
  page.next = told.Next;
  page.is_last = told.Next == 0;
  make_rows(page, *level_, users.size());
  for (const HOST_USER& user : users)
    fill({.all = &user.All,
          .sid = domain_.sid().with(user.All.UserId),
          .may_not_change = user.MayNotChangePassword != 0},
         rows_in(user.Groups, user.GroupCount), page);
  return page;
}

Result<UserList::Page> UserList::read_each(uint32_t position, uint32_t most) {
  NTA_TRY(Names told, names(position, most));
  if (tells_rights(*level_) && !operators_) {
    NTA_CHECK(need_operators());
    NTA_CHECK(operators_->add_members_of_groups(domain_));
  }
  Page page;
  page.next = told->EnumerationContext;
  page.is_last = status_of(told.value) != Win32::more_data;
  std::vector<uint32_t> rids;
  if (told->Buffer)
    for (const auto& user : rows_in(told->Buffer->Buffer, told->Buffer->EntriesRead)) rids.push_back(user.RelativeId);
  make_rows(page, *level_, rids.size());
  for (std::span<const uint32_t> rest(rids); !rest.empty();) {
    auto some = rest.first(std::min(users_at_once, rest.size()));
    NTA_CHECK(read_some(some, page));
    rest = rest.subspan(some.size());
  }
  return page;
}

Result<void> UserList::read_some(std::span<const uint32_t> rids, Page& page) const {
  NTA_TRY(SamHandles users, domain_.open_each<SamrOpenUser>(rids, auth::right_maximum_allowed, Win32::user_not_found));
  NTA_TRY(auto answers, sam_call_each<SamrQueryInformationUser>(domain_, users, {.Class = all_user_information}));
  std::vector<client::Server::Answer<SamrQuerySecurityObject>> descriptors;
  if (tells_descriptor(*level_)) {
    NTA_TRY(descriptors,
            sam_call_each<SamrQuerySecurityObject>(domain_, users, {.SecurityInformation = dacl_information}));
  }
  for (size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i] && answers[i].error().code == Win32::user_not_found) continue;
    if (!answers[i]) return sam_error(net_error(std::move(answers[i]).error()));
    if (!answers[i]->value.Buffer) return fail(Win32::rpc_bad_stub_data, "a user without information");
    const auto& all = answers[i]->value.Buffer->All;
    UserFacts facts{.all = &all, .sid = domain_.sid().with(rids[users.place(i)])};
    if (!descriptors.empty()) facts.may_not_change = may_not_change(descriptors[i], facts.sid);
    fill(facts, std::span(&all.PrimaryGroupId, 1), page);
  }
  return {};
}

}  // namespace nta::api
