// lsarpc: trusted domains, which only a domain controller has: the directory is looked for before anything else that a
// call brings ([MS-LSAD] 3.1.4.7).
#include "services/lsarpc_handlers.h"

namespace nta::services {
namespace {

using namespace protocols;

Error no_directory() { return fail(Win32::ds_ds_required, "this host is no domain controller, and trusts no domain"); }

}  // namespace

Result<void> lsa_create_trusted(Desk&, Call<LsarCreateTrustedDomain>&) { return no_directory(); }
Result<void> lsa_open_trusted(Desk&, Call<LsarOpenTrustedDomain>&) { return no_directory(); }
Result<void> lsa_open_trusted_by_name(Desk&, Call<LsarOpenTrustedDomainByName>&) { return no_directory(); }
Result<void> lsa_query_trusted(Desk&, Call<LsarQueryTrustedDomainInfo>&) { return no_directory(); }
Result<void> lsa_query_trusted_by_name(Desk&, Call<LsarQueryTrustedDomainInfoByName>&) { return no_directory(); }
Result<void> lsa_delete_trusted(Desk&, Call<LsarDeleteTrustedDomain>&) { return no_directory(); }

}  // namespace nta::services
