// Parsing of server names.
#include "api/client/address.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "base/utf16.h"

namespace nta::client {
namespace {

constexpr size_t longest_name = 255;

// "." as well, and the machine's own name: in full, without its domain, and cut to the length of a NetBIOS name, which
// is what programs have from GetComputerName.
bool names_this_machine(std::string_view name) {
  if (name == "." || equal_ignoring_case(name, "localhost")) return true;
  constexpr size_t longest_netbios_name = 15;
  char host[256] = {};
  if (gethostname(host, sizeof host - 1) != 0) return false;
  std::string_view whole(host), label = whole.substr(0, whole.find('.'));
  return equal_ignoring_case(name, whole) || equal_ignoring_case(name, label) ||
         equal_ignoring_case(name, label.substr(0, longest_netbios_name));
}

Result<uint16_t> parse_port(std::string_view digits) {
  uint16_t port = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port == 0)
    return fail(Win32::rpc_invalid_binding, "'{}' is no port number", digits);
  return port;
}

bool could_name_a_server(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && name.find_first_of("\\/[]") == std::string_view::npos &&
         std::none_of(name.begin(), name.end(), [](unsigned char c) { return c <= ' '; });
}

// The text after the name and its colon; none when there is no port. An IPv6 address has several colons of its own.
std::string_view cut_port(std::string_view& name) {
  size_t colon = name.rfind(':');
  bool bare_v6 = colon != name.find(':') && !name.starts_with('[');
  if (colon == std::string_view::npos || bare_v6 || name.ends_with(']')) return {};
  std::string_view port = name.substr(colon + 1);
  name = name.substr(0, colon);
  return port.empty() ? std::string_view("?") : port;
}

/** Behind "ncacn_ip_tcp:": a name or an address, and a port in brackets at the end. */
Result<ServerAddress> parse_tcp_binding(std::string_view name) {
  ServerAddress address{.port = 0, .transport = ServerAddress::Transport::tcp};
  if (size_t bracket = name.rfind('['); name.ends_with(']') && bracket != std::string_view::npos && bracket > 0) {
    NTA_TRY(address.port, parse_port(name.substr(bracket + 1, name.size() - bracket - 2)));
    name = name.substr(0, bracket);
  }
  if (!could_name_a_server(name)) return fail(Win32::rpc_invalid_binding, "'{}' does not name a server", name);
  address.name = name;
  return address;
}

bool cut_prefix(std::string_view& text, std::string_view prefix) {
  if (!equal_ignoring_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

Result<ServerAddress> parse_address(std::string_view text) {
  std::string_view name = text;
  if (name.starts_with("\\\\")) name.remove_prefix(2);
  if (text.empty()) return ServerAddress{};
  if (cut_prefix(name, "ncacn_ip_tcp:")) return parse_tcp_binding(name);
  cut_prefix(name, "ncacn_np:");
  ServerAddress address;
  std::string_view port = cut_port(name);
  if (!port.empty()) {
    NTA_TRY(address.port, parse_port(port));
  } else if (names_this_machine(name)) {
    return address;
  }
  if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  if (!could_name_a_server(name)) return fail(Win32::rpc_invalid_binding, "'{}' does not name a server", text);
  address.name = name;
  return address;
}

}  // namespace nta::client
