#include "host/server/setup_names.h"

#include <algorithm>

#include "base/utf16.h"

namespace nta::host {
namespace {

Error bad(Win32 why, std::u16string_view name) { return fail(why, "'{}' is no such name", to_utf8(name)); }

bool is_same(std::u16string_view a, std::u16string_view b) { return upper_case(a) == upper_case(b); }

bool has_control(std::u16string_view name) {
  return std::ranges::any_of(name, [](char16_t c) { return c < u' '; });
}

bool is_workgroup(std::u16string_view name) {
  constexpr size_t longest = 15;
  bool is_only_dots = name.find_first_not_of(u". ") == name.npos;
  return !name.empty() && name.size() <= longest && !has_control(name) && !is_only_dots &&
         name.find_first_of(u"\"/\\[]:|<>+=;,?") == name.npos;
}

bool is_machine(std::u16string_view name) {
  return is_workgroup(name) && name.find(u'*') == name.npos && name.front() != u' ' && name.back() != u' ';
}

/** RFC 1035 as [MS-WKST] applies it: first lengths and dots, then characters, then what is usable but no host name. */
Result<void> check_dns(std::u16string_view name) {
  constexpr size_t longest = 255, longest_label = 63;
  if (name.empty() || name.size() > longest || has_control(name) || name.front() == u'.' ||
      name.find(u"..") != name.npos)
    return bad(Win32::invalid_name, name);
  for (std::u16string_view rest = name; !rest.empty();) {
    size_t end = std::min(rest.find(u'.'), rest.size());
    if (end > longest_label) return bad(Win32::invalid_name, name);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (name.find_first_of(u" {|}~[\\]^':;<=>?@!\"#$%`()+/,*") != name.npos) return bad(Win32::invalid_name_char, name);
  bool is_plain = std::ranges::all_of(name, [](char16_t c) {
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'.';
  });
  return is_plain ? Result<void>() : bad(Win32::non_rfc_name, name);
}

Result<void> check_domain(std::u16string_view name) {
  if (name.find_first_not_of(u". ") == name.npos) return bad(Win32::invalid_name, name);
  if (!is_workgroup(name)) NTA_CHECK(check_dns(name));
  if (is_same(name, u"BUILTIN")) return bad(Win32::invalid_computer, name);
  return {};
}

}  // namespace

Result<void> check_setup_name(std::u16string_view name, SetupName type, std::u16string_view computer) {
  switch (type) {
    case SetupName::machine:
      return is_machine(name) ? Result<void>() : bad(Win32::invalid_computer, name);
    case SetupName::workgroup:
      return is_workgroup(name) && !is_same(name, computer) ? Result<void>() : bad(Win32::invalid_workgroup_name, name);
    case SetupName::domain:
      NTA_CHECK(check_domain(name));
      return fail(Win32::no_such_domain, "this host knows no domain '{}'", to_utf8(name));
    case SetupName::non_existent_domain:
      return check_domain(name);
    case SetupName::dns_machine:
      return check_dns(name);
    case SetupName::unknown:
      break;
  }
  return fail(Win32::invalid_parameter, "name type {}", static_cast<uint32_t>(type));
}

}  // namespace nta::host
