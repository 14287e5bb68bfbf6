#include "base/computer_name.h"

#include <unistd.h>

#include <array>

namespace nta {

std::string computer_name_of(std::string_view host_name) {
  constexpr size_t longest = 15;
  std::string name(host_name.substr(0, host_name.find('.')).substr(0, longest));
  for (char& c : name)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return name;
}

std::string computer_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "LOCALHOST";
  return computer_name_of(name.data());
}

}  // namespace nta
