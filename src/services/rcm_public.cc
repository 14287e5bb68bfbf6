// RCMPublic on this host ([MS-TSTS] 3.5.4.1).
#include "protocols/rcm_public.h"

#include <arpa/inet.h>

#include "base/utf16.h"
#include "services/images.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::Session;

template <class Image>
void put_image(ImageReply& out, const Image& image, Arena& memory) {
  out.ppBuff = image_bytes(image, memory);
  out.pOutBuffByteLen = sizeof image;
}

Result<void> get_client_data(Host&, Call<RpcGetClientData>& call, const Session& session) {
  put_image(call.out, client_image(session), call.memory);
  return {};
}

Result<void> get_config_data(Host&, Call<RpcGetConfigData>& call, const Session& session) {
  put_image(call.out, config_image(session), call.memory);
  return {};
}

enum class StatusKind : uint32_t { basic = 0, extended = 1 };

Result<void> get_protocol_status(Host&, Call<RpcGetProtocolStatus>& call, const Session& session) {
  switch (static_cast<StatusKind>(call.in().InfoType)) {
    case StatusKind::basic:
      put_image(call.out, status_image(session).Status, call.memory);
      return {};
    case StatusKind::extended:
      put_image(call.out, status_image(session), call.memory);
      return {};
  }
  return fail(Win32::invalid_parameter, "information type {}: 0 and 1 are known", call.in().InfoType);
}

Result<void> get_last_input_time(Host&, Call<RpcGetLastInputTime>& call, const Session& session) {
  call.out.pLastInputTime = session.last_input_time;
  return {};
}

Result<void> get_remote_address(Host&, Call<RpcGetRemoteAddress>& call, const Session& session) {
  auto& out = call.out.pRemoteAddress;
  const host::Address& address = session.client.address;
  if (inet_pton(AF_INET, address.text.c_str(), &out.address.v4.in_addr) == 1) return {};
  if (inet_pton(AF_INET6, address.text.c_str(), out.address.v6.sin6_addr) == 1) {
    out.sin_family = windows_af_inet6;
    return {};
  }
  out.address = {};
  return fail(Win32::not_supported, "session {} has no client on the network", session.id.value);
}

Result<void> get_all_listeners(Host& host, Call<RpcGetAllListeners>& call) {
  if (call.in().Level != 1) return fail(Win32::invalid_level, "level {}: only 1 is known", call.in().Level);
  std::vector<const Session*> listeners;
  const auto& all = host.sessions.rows();
  for (auto row = all.lower_bound(first_listener); row != all.end(); ++row)
    if (row->second.kind == host::Kind::listener) listeners.push_back(&row->second);
  auto* rows = call.memory.make<LISTENERENUM>(listeners.size());
  for (size_t i = 0; i < listeners.size(); ++i) {
    rows[i].Level = 1;
    rows[i].Data.Level1.Id = static_cast<int32_t>(listeners[i]->id.value);
    rows[i].Data.Level1.bListening = listeners[i]->state == host::State::listen;
    copy_cut(rows[i].Data.Level1.Name, listeners[i]->winstation);
  }
  call.out.ppListeners = rows;
  call.out.pNumListeners = static_cast<uint32_t>(listeners.size());
  return {};
}

Result<void> get_status_and_input_time(Host&, Call<RpcGetSessionProtocolLastInputTime>& call, const Session& session) {
  auto image = status_image(session);
  bool extended = call.in().InfoType == static_cast<uint32_t>(StatusKind::extended);
  call.out.ppProtoStatus = image_bytes(image, call.memory);
  call.out.pcbProtoStatus = extended ? sizeof image : sizeof image.Status;
  call.out.pLastInputTime = session.last_input_time;
  return {};
}

constexpr Served rows[] = {
    serve<get_client_data>(Right::query_information, "session.query"),
    serve<get_config_data>(Right::query_information, "session.query"),
    serve<get_protocol_status>(Right::query_information, "session.query"),
    serve<get_last_input_time>(Right::query_information, "session.query"),
    serve<get_remote_address>(Right::query_information, "session.query"),
    serve<get_all_listeners>(),
    serve<get_status_and_input_time>(Right::query_information, "session.query"),
};

}  // namespace

std::span<const Served> rcm_public_rows() { return rows; }

}  // namespace nta::services
