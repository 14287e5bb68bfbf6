#include "services/audit.h"

namespace nta::services {

std::string audit_name(const auth::AccessToken& caller) {
  return fmt::format("{} ({})", caller.name, caller.user.text());
}

void audit(const Client& client, std::string_view action, std::string_view target, Win32 result) {
  log::audit({audit_name(*client.token), client.from, action, target, code(result)});
}

Result<void> audited(const Client& client, std::string_view action, std::string_view target, Result<void> result) {
  audit(client, action, target, result ? Win32::success : result.error().code);
  return result;
}

}  // namespace nta::services
