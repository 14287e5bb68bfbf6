// Names as NetValidateName judges them ([MS-WKST] 3.2.4.16): by their form, and by what this host is called. No domain
// is looked for on the network: this host is a member of none.
#pragma once

#include <string_view>

#include "base/result.h"

namespace nta::host {

/** NETSETUP_NAME_TYPE */
enum class SetupName : uint32_t { unknown, machine, workgroup, domain, non_existent_domain, dns_machine };

Result<void> check_setup_name(std::u16string_view name, SetupName type, std::u16string_view computer);

}  // namespace nta::host
