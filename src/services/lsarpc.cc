// lsarpc on this host: the rows of its methods.
#include "services/lsarpc_handlers.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;

constexpr SamKind policy = SamKind::policy;

constexpr Served rows[] = {
    serve<lsa_close>(),
    serve_account<lsa_delete, SamKind::any_lsa>(),
    serve_account<lsa_enumerate_privileges, policy>(),
    serve_account<lsa_query_security, policy>(auth::right_read_control, "security.query"),
    serve_account<lsa_open_policy>(),
    serve_account<lsa_query_policy, policy>(),
    serve_account<lsa_create_account, policy>(),
    serve_account<lsa_enumerate_accounts, policy>(),
    serve_account<lsa_create_trusted, policy>(),
    serve_account<lsa_enumerate_trusted, policy>(),
    serve_account<lsa_lookup_names, policy>(policy_lookup_names, "account.lookup"),
    serve_account<lsa_lookup_sids, policy>(policy_lookup_names, "account.lookup"),
    serve_account<lsa_open_account, policy>(),
    serve_account<lsa_privileges_of_account, SamKind::lsa_account>(lsa_account_view, "account.view"),
    serve_account<lsa_access_of_account, SamKind::lsa_account>(lsa_account_view, "account.view"),
    serve_account<lsa_open_trusted, policy>(),
    serve_account<lsa_privilege_value, policy>(policy_lookup_names, "account.lookup"),
    serve_account<lsa_privilege_name, policy>(policy_lookup_names, "account.lookup"),
    serve_account<lsa_privilege_display_name, policy>(policy_lookup_names, "account.lookup"),
    serve_account<lsa_accounts_with_right, policy>(),
    serve_account<lsa_account_rights, policy>(),
    serve_account<lsa_add_rights, policy>(),
    serve_account<lsa_remove_rights, policy>(),
    serve_account<lsa_query_trusted, policy>(),
    serve_account<lsa_delete_trusted, policy>(),
    serve_account<lsa_open_policy2>(),
    serve_account<lsa_get_user_name>(),
    serve_account<lsa_query_policy2, policy>(),
    serve_account<lsa_query_trusted_by_name, policy>(),
    serve_account<lsa_query_domain_policy, policy>(),
    serve_account<lsa_open_trusted_by_name, policy>(),
    serve_account<lsa_lookup_sids2, policy>(policy_lookup_names, "account.lookup"),
    serve_account<lsa_lookup_names2, policy>(policy_lookup_names, "account.lookup"),
    serve_account<lsa_lookup_names3, policy>(policy_lookup_names, "account.lookup"),
    serve_account<lsa_lookup_sids3>(),
    serve_account<lsa_lookup_names4>(),
    serve_account<lsa_open_policy3>(),
};

}  // namespace

std::span<const Served> lsarpc_rows() { return rows; }

}  // namespace nta::services
