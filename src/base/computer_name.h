// The NetBIOS name of this machine: the host name up to its first dot, upper-case, cut to 15 (docs/rulings.md 15).
#pragma once

#include <string>
#include <string_view>

namespace nta {

std::string computer_name();
std::string computer_name_of(std::string_view host_name);

}  // namespace nta
