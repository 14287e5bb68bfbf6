#include "services/account_call.h"

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
  audit_account(client, action, fmt::format("RID {}", object.rid.value), Win32::access_denied);
  return fail(Win32::access_denied, "{} may not {}: the handle was opened for {:#x}, {:#x} is needed",
              client.token->name, action, object.granted, rights);
}

void audit_account(const Client& client, std::string_view action, std::string_view target, Win32 result) {
  auto who = fmt::format("{} ({})", client.token->name, client.token->user.text());
  log::audit({who, client.from, std::string(action), std::string(target), code(result)});
}

Sid sid_from(const uint8_t* packed) {
  if (!packed) return {};
  size_t size = 8 + 4 * size_t{packed[1]};
  auto sid = Sid::from_bytes(std::as_bytes(std::span(packed, size)));
  return sid ? *sid : Sid{};
}

}  // namespace nta::services
