// Paths and names, looked at for their form alone ([MS-SRVS] 3.1.4.29 to 3.1.4.34). Nobody is refused.
#include "host/server/path_type.h"
#include "services/net_handlers.h"
#include "services/net_support.h"

namespace nta::services {
namespace {

using namespace protocols;

constexpr uint32_t most_output = 64'000;  // the range of OutbufLen

/** The three kinds of a comparison's answer; it travels where other methods have their status. */
uint32_t order_of(const std::u16string& first, const std::u16string& second) {
  int order = first.compare(second);
  return order < 0 ? 0xFFFFFFFF : order > 0 ? 1 : 0;
}

/** A comparison's answer is no error; the reply has one place for both. */
Result<void> answer_order(uint32_t order) {
  return order == 0 ? Result<void>() : fail(static_cast<Win32>(order), "the two differ");
}

}  // namespace

Result<void> path_type(Host&, Call<NetprPathType>& call) {
  if (call.in().Flags > 1) return fail(Win32::invalid_parameter, "flags {:#x}", call.in().Flags);
  auto rules = call.in().Flags == 1 ? host::PathRules::eight_and_three : host::PathRules::long_names;
  NTA_TRY(call.out.PathType, host::path_type(call.in().PathName, rules));
  return {};
}

Result<void> path_canonicalize(Host&, Call<NetprPathCanonicalize>& call) {
  const auto& in = call.in();
  if (in.OutbufLen > most_output) return fail(Win32::rpc_bad_stub_data, "a buffer of {} bytes", in.OutbufLen);
  call.out.OutbufLen = in.OutbufLen;
  call.out.Outbuf = call.memory.make<uint8_t>(in.OutbufLen);
  call.out.PathType = in.PathType;
  if (in.Flags & ~0x80000001u) return fail(Win32::invalid_parameter, "flags {:#x}", in.Flags);
  NTA_CHECK(host::path_type(in.PathName, host::PathRules::long_names));
  std::u16string path = in.PathName;
  if (is_given(in.Prefix)) {
    NTA_CHECK(host::path_type(in.Prefix, host::PathRules::long_names));
    std::u16string prefix = in.Prefix;
    bool has_separator = prefix.back() == u'\\' || prefix.back() == u'/';
    path = prefix + (has_separator ? u"" : u"\\") + path;
  }
  std::u16string canonical = host::canonical_path(path);
  size_t size = (canonical.size() + 1) * sizeof(char16_t);
  if (size > in.OutbufLen) return fail(Win32::buffer_too_small, "{} bytes are needed", size);
  NTA_TRY(call.out.PathType, host::path_type(canonical, host::PathRules::long_names));
  std::memcpy(call.out.Outbuf, canonical.c_str(), size);
  return {};
}

Result<void> path_compare(Host&, Call<NetprPathCompare>& call) {
  const auto& in = call.in();
  if (in.Flags > 1) return fail(Win32::invalid_parameter, "flags {:#x}", in.Flags);
  std::u16string first = in.First, second = in.Second;
  if (in.Flags == 0) {
    NTA_TRY(uint32_t first_type, host::path_type(first, host::PathRules::long_names));
    NTA_TRY(uint32_t second_type, host::path_type(second, host::PathRules::long_names));
    if (first_type != second_type) return answer_order(1);
    first = host::canonical_path(first);
    second = host::canonical_path(second);
  }
  return answer_order(order_of(upper_case(first), upper_case(second)));
}

Result<void> name_validate(Host&, Call<NetprNameValidate>& call) {
  const auto& in = call.in();
  if (in.Flags & ~0x80000000u) return fail(Win32::invalid_parameter, "flags {:#x}", in.Flags);
  auto rules = in.Flags ? host::NameRules::old : host::NameRules::current;
  return host::check_name(in.Name, in.NameType, rules);
}

Result<void> name_canonicalize(Host&, Call<NetprNameCanonicalize>& call) {
  const auto& in = call.in();
  if (in.OutbufLen > most_output) return fail(Win32::rpc_bad_stub_data, "a buffer of {} characters", in.OutbufLen);
  call.out.OutbufLen = in.OutbufLen;
  call.out.Outbuf = call.memory.make<char16_t>(in.OutbufLen);
  if (in.Flags & ~0x80000001u) return fail(Win32::invalid_parameter, "flags {:#x}", in.Flags);
  auto rules = in.Flags & 0x80000000u ? host::NameRules::old : host::NameRules::current;
  NTA_CHECK(host::check_name(in.Name, in.NameType, rules));
  bool must_take_any = in.Flags & 1;
  std::u16string canonical = host::canonical_name(in.Name, in.NameType, rules);
  size_t needed = must_take_any ? host::longest_name(in.NameType, rules) : canonical.size();
  if (needed + 1 > in.OutbufLen) return fail(Win32::buffer_too_small, "{} characters are needed", needed + 1);
  std::copy(canonical.begin(), canonical.end(), call.out.Outbuf);
  return {};
}

Result<void> name_compare(Host&, Call<NetprNameCompare>& call) {
  const auto& in = call.in();
  if (in.Flags & ~0x80000001u) return fail(Win32::invalid_parameter, "flags {:#x}", in.Flags);
  auto rules = in.Flags & 0x80000000u ? host::NameRules::old : host::NameRules::current;
  if (!host::is_name_type(in.Type)) return fail(Win32::invalid_parameter, "name type {}", in.Type);
  std::u16string first = in.First, second = in.Second;
  if (!(in.Flags & 1)) {
    bool are_names = host::check_name(first, in.Type, rules) && host::check_name(second, in.Type, rules);
    if (!are_names) return fail(Win32::invalid_parameter, "one of the two is no name of type {}", in.Type);
    first = host::canonical_name(first, in.Type, rules);
    second = host::canonical_name(second, in.Type, rules);
  }
  bool by_case = rules == host::NameRules::old && host::keeps_case(in.Type);
  return answer_order(by_case ? order_of(first, second) : order_of(upper_case(first), upper_case(second)));
}

}  // namespace nta::services
