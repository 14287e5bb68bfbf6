// The user of the process, on the machine as its host names it.
#include "api/netapi32/own_logon.h"

#include <pwd.h>
#include <unistd.h>

#include <array>

#include "api/netapi32/net.h"
#include "base/utf16.h"
#include "protocols/wkssvc.h"

namespace nta::api {
namespace {

using namespace protocols;

std::u16string user_name() {
  std::array<char, 16384> buffer;
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found) return to_utf16(entry.pw_name);
  return to_utf16(std::to_string(geteuid()));
}

}  // namespace

Result<OwnLogon> find_own_logon() {
  NTA_TRY(auto out, net_call<NetrWkstaGetInfo>(wkssvc, nullptr, {.Level = 100}));
  const auto* info = static_cast<const WKSTA_INFO_100*>(out->Level == 100 ? out->Info : nullptr);
  if (!info) return fail(Win32::rpc_bad_stub_data, "success, but no answer");
  return OwnLogon{user_name(), std::u16string(view_or_empty(info->wki100_computername))};
}

}  // namespace nta::api
