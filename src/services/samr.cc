// samr on this host: the rows of its methods, and what its handlers share.
#include "services/rows.h"
#include "services/samr_handlers.h"

namespace nta::services {

Result<void> sam_require(Desk& desk, uint32_t rights, std::string_view action) {
  if ((desk.object.granted & rights) == rights) {
    // Since the handle was opened a user or group may have become an administrators', of the database or of the
    // machine.
    if (!desk.caller().is_administrator() && sam_changes(desk.object.kind, rights))
      NTA_CHECK(sam_access(desk, desk.object, rights));
    return {};
  }
  audit(desk.client, action, fmt::format("RID {}", desk.object.rid.value), Win32::access_denied);
  return fail(Win32::access_denied, "{} is not allowed: {} (the handle was opened for {:#x}, {:#x} is needed)",
              desk.caller().name, action, desk.object.granted, rights);
}

int64_t delta_from(int64_t duration) {
  return duration == accounts::never ? std::numeric_limits<int64_t>::min() : -duration;
}

Result<int64_t> duration_from(int64_t delta) {
  if (delta > 0) return fail(Win32::invalid_parameter, "{} is a time of day, no duration", delta);
  return delta == std::numeric_limits<int64_t>::min() ? accounts::never : -delta;
}

Result<std::vector<ByteView>> sam_session_keys(const Desk& desk) {
  const Client& client = desk.client;
  if (client.session_key.empty()) {
    audit(client, "user.set-password", fmt::format("RID {}", desk.object.rid.value), Win32::access_denied);
    return fail(Win32::access_denied, "a password for all to read: the call is not sealed, and SMB does not carry it");
  }
  std::vector<ByteView> keys = {client.session_key};
  if (client.logon_key) keys.push_back(*client.logon_key);
  return keys;
}

Result<void> told(const Desk& desk, std::string_view action, std::string_view target, Result<void> result) {
  return audited(desk.client, action, target, std::move(result));
}

namespace {

using namespace protocols;

using Kind = SamKind;

constexpr Served rows[] = {
    serve_account<sam_connect>(),
    serve<sam_close>(),
    serve_any_account<sam_set_security>(auth::right_write_dac, "security.set"),
    serve_any_account<sam_query_security>(auth::right_read_control, "security.query"),
    serve_account<sam_lookup_domain, Kind::server>(server_lookup, "domain.lookup"),
    serve_account<sam_enumerate_domains, Kind::server>(server_enumerate, "domain.list"),
    serve_account<sam_open_domain, Kind::server>(server_lookup, "domain.open"),
    serve_account<sam_query_domain, Kind::domain>(),
    serve_account<sam_set_domain, Kind::domain>(),
    serve_account<sam_create_group, Kind::domain>(domain_create_group, "group.create"),
    serve_account<sam_enumerate_groups, Kind::domain>(),
    serve_account<sam_create_user, Kind::domain>(domain_create_user, "user.create"),
    serve_account<sam_enumerate_users, Kind::domain>(),
    serve_account<sam_create_alias, Kind::domain>(domain_create_alias, "alias.create"),
    serve_account<sam_enumerate_aliases, Kind::domain>(),
    serve_account<sam_alias_membership, Kind::domain>(domain_get_membership, "alias.list-of-member"),
    serve_account<sam_lookup_names, Kind::domain>(domain_lookup, "account.lookup"),
    serve_account<sam_lookup_ids, Kind::domain>(domain_lookup, "account.lookup"),
    serve_account<sam_open_group, Kind::domain>(domain_lookup, "group.open"),
    serve_account<sam_query_group, Kind::group>(group_read, "group.query"),
    serve_account<sam_set_group, Kind::group>(group_write, "group.set"),
    serve_account<sam_add_to_group, Kind::group>(group_add, "group.add-member"),
    serve_account<sam_delete_group, Kind::group>(auth::right_delete, "group.delete"),
    serve_account<sam_remove_from_group, Kind::group>(group_remove, "group.remove-member"),
    serve_account<sam_group_members, Kind::group>(group_list, "group.list-members"),
    serve_account<sam_set_member_attributes, Kind::group>(group_add, "group.set-member"),
    serve_account<sam_open_alias, Kind::domain>(domain_lookup, "alias.open"),
    serve_account<sam_query_alias, Kind::alias>(alias_read, "alias.query"),
    serve_account<sam_set_alias, Kind::alias>(alias_write, "alias.set"),
    serve_account<sam_delete_alias, Kind::alias>(auth::right_delete, "alias.delete"),
    serve_account<sam_add_to_alias, Kind::alias>(alias_add, "alias.add-member"),
    serve_account<sam_remove_from_alias, Kind::alias>(alias_remove, "alias.remove-member"),
    serve_account<sam_alias_members, Kind::alias>(alias_list, "alias.list-members"),
    serve_account<sam_open_user, Kind::domain>(domain_lookup, "user.open"),
    serve_account<sam_delete_user, Kind::user>(auth::right_delete, "user.delete"),
    serve_account<sam_query_user, Kind::user>(),
    serve_account<sam_set_user, Kind::user>(),
    serve_account<sam_change_password, Kind::user>(user_change_password, "user.change-password"),
    serve_account<sam_groups_of_user, Kind::user>(user_list_groups, "user.list-groups"),
    serve_account<sam_display, Kind::domain>(),
    serve_account<sam_display_index, Kind::domain>(),
    serve_account<sam_test_domain, Kind::domain>(),
    serve_account<sam_test_user, Kind::user>(),
    serve_account<sam_user_password_information, Kind::user>(),
    serve_account<sam_forget_member, Kind::domain>(domain_lookup, "alias.forget-member"),
    serve_account<sam_query_domain2, Kind::domain>(),
    serve_account<sam_query_user2, Kind::user>(),
    serve_account<sam_display2, Kind::domain>(),
    serve_account<sam_display_index2, Kind::domain>(),
    serve_account<sam_create_user2, Kind::domain>(domain_create_user, "user.create"),
    serve_account<sam_display3, Kind::domain>(),
    serve_account<sam_add_many_to_alias, Kind::alias>(alias_add, "alias.add-member"),
    serve_account<sam_remove_many_from_alias, Kind::alias>(alias_remove, "alias.remove-member"),
    serve_account<sam_change_password_oem>(),
    serve_account<sam_change_password2>(),
    serve_account<sam_password_information>(),
    serve_account<sam_connect2>(),
    serve_account<sam_set_user2, Kind::user>(),
    serve_account<sam_connect3>(),
    serve_account<sam_connect4>(),
    serve_account<sam_change_password3>(),
    serve_account<sam_connect5>(),
    serve_any_account<sam_rid_to_sid>(0, "account.sid"),
    serve_account<sam_set_dsrm_password>(),
    serve_account<sam_validate_password>(),
    serve_account<sam_change_password4>(),
};

}  // namespace

std::span<const Served> samr_rows() { return rows; }

}  // namespace nta::services
