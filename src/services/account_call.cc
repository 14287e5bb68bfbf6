#include "services/account_call.h"

#include <algorithm>

#include "base/utf16.h"

namespace nta::services {

Result<SamObject> account_object(const Client& client, const describe::ContextHandle& handle, SamKind kind,
                                 uint32_t rights, std::string_view action) {
  NTA_TRY(auto* found, client.contexts->find<SamHandle>(handle));
  const SamObject& object = found->object;
  if (is_of_lsa(kind) != is_of_lsa(object.kind))
    return fail(Win32::invalid_handle, "{}: the handle is one of another interface", action);
  if (kind != SamKind::any && kind != SamKind::any_lsa && object.kind != kind)
    return fail(Win32::datatype_mismatch, "{}: the handle stands for something of another kind", action);
  if ((object.granted & rights) == rights) return object;
  audit(client, action, fmt::format("RID {}", object.rid.value), Win32::access_denied);
  return fail(Win32::access_denied, "{} is not allowed: {} (the handle was opened for {:#x}, {:#x} is needed)",
              client.token->name, action, object.granted, rights);
}

// Names are ASCII nearly always: those need no text in between.
protocols::RPC_UNICODE_STRING counted_utf8(Arena& memory, std::string_view text) {
  constexpr size_t long_text = 1024;
  bool is_ascii =
      std::all_of(text.begin(), text.end(), [](char each) { return static_cast<unsigned char>(each) < 0x80; });
  if (!is_ascii || text.size() > long_text) return protocols::counted_text(memory, to_utf16(text));
  auto* units = memory.make<char16_t>(text.size() + 1);
  std::copy(text.begin(), text.end(), units);
  auto size = static_cast<uint16_t>(2 * text.size());
  return {size, static_cast<uint16_t>(size + 2), units};
}

Sid sid_from(const uint8_t* packed) {
  if (!packed) return {};
  size_t size = 8 + 4 * size_t{packed[1]};
  auto sid = Sid::from_bytes(std::as_bytes(std::span(packed, size)));
  return sid ? *sid : Sid{};
}

}  // namespace nta::services
