#include "services/images.h"

#include <sys/socket.h>

#include "base/utf16.h"
#include "protocols/rcm_public.h"

namespace nta::services {
namespace {

void fill(protocols::PROTOCOLCOUNTERS& counters, uint64_t bytes, uint64_t frames) {
  counters.WdBytes = counters.Bytes = static_cast<uint32_t>(bytes);
  counters.WdFrames = counters.Frames = static_cast<uint32_t>(frames);
}

uint32_t windows_family(int family) {
  switch (family) {
    case AF_INET:
      return protocols::windows_af_inet;
    case AF_INET6:
      return protocols::windows_af_inet6;
    default:
      return 0;
  }
}

}  // namespace

int32_t session_flags(const host::Session& session) {
  switch (session.lock) {
    case host::Lock::locked:
      return 0;
    case host::Lock::unlocked:
      return 1;
    case host::Lock::unknown:
      return -1;
  }
  return -1;
}

// The 64-bit counters of PROTOCOLSTATUSEX: bytes received and sent, which the 32-bit ones cut.
protocols::PROTOCOLSTATUSEX status_image(const host::Session& session) {
  protocols::PROTOCOLSTATUSEX image{};
  fill(image.Status.Input, session.traffic.in_bytes, session.traffic.in_frames);
  fill(image.Status.Output, session.traffic.out_bytes, session.traffic.out_frames);
  image.Counters[0] = static_cast<int64_t>(session.traffic.in_bytes);
  image.Counters[1] = static_cast<int64_t>(session.traffic.out_bytes);
  return image;
}

protocols::WINSTATIONCLIENT client_image(const host::Session& session) {
  protocols::WINSTATIONCLIENT image{};
  image.Flags = 1;  // TextOnly
  copy_cut(image.ClientName, to_utf16(session.client.name));
  copy_cut(image.Domain, to_utf16(session.domain));
  copy_cut(image.UserName, to_utf16(session.user));
  copy_cut(image.WorkDirectory, to_utf16(session.working_directory));
  copy_cut(image.InitialProgram, to_utf16(session.initial_program));
  image.ClientAddressFamily = windows_family(session.client.address.family);
  copy_cut(image.ClientAddress, to_utf16(session.client.address.text));
  image.HRes = static_cast<uint16_t>(session.client.columns);
  image.VRes = static_cast<uint16_t>(session.client.rows);
  image.ProtocolType = static_cast<uint16_t>(session.client.protocol);
  image.ClientSessionId = current_session.value;  // no session of a client is told to us
  return image;
}

protocols::WINSTATIONCONFIG config_image(const host::Session& session) {
  protocols::WINSTATIONCONFIG image{};
  copy_cut(image.User.UserName, to_utf16(session.user));
  copy_cut(image.User.Domain, to_utf16(session.domain));
  copy_cut(image.User.WorkDirectory, to_utf16(session.working_directory));
  copy_cut(image.User.InitialProgram, to_utf16(session.initial_program));
  return image;
}

protocols::WINSTATIONINFORMATION information_image(const host::Session& session) {
  protocols::WINSTATIONINFORMATION image{};
  image.ConnectState = static_cast<uint32_t>(session.state);
  copy_cut(image.WinStationName, to_utf16(session.winstation));
  image.LogonId = session.id.value;
  image.ConnectTime = session.connect_time;
  image.DisconnectTime = session.disconnect_time;
  image.LastInputTime = session.last_input_time;
  image.LogonTime = session.logon_time;
  image.Status = status_image(session).Status;
  copy_cut(image.Domain, to_utf16(session.domain));
  copy_cut(image.UserName, to_utf16(session.user));
  image.CurrentTime = filetime_now();
  return image;
}

}  // namespace nta::services
