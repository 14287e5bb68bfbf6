// Answers from RCMPublic: the client's image, the settings' image, the client's address.
#include <cstring>

#include "api/wtsapi32/query.h"
#include "base/utf16.h"
#include "protocols/rcm_public.h"
#include "protocols/winstation.h"

namespace nta::api {
namespace {

using namespace protocols;

/** Bits of USERCONFIG.Flags1 ([MS-TSTS] 2.2.1.8). */
constexpr uint32_t auto_client_drives = 1u << 17;
constexpr uint32_t auto_client_printers = 1u << 18;
constexpr uint32_t force_client_default_printer = 1u << 19;
constexpr uint32_t disable_printers = 1u << 29;

/** An image that a server sent whole. */
template <class M, class Image>
Result<Image> image(const Query& query) {
  NTA_TRY(auto reply, query.server.call<M>(rcm_public, {query.session}));
  if (!reply->ppBuff || reply->pOutBuffByteLen < sizeof(Image))
    return fail(Win32::rpc_protocol_error, "an image of {} bytes, not {}", reply->pOutBuffByteLen, sizeof(Image));
  Image image;
  std::memcpy(&image, reply->ppBuff, sizeof image);
  return image;
}

Result<WINSTATIONCLIENT> client(const Query& query) { return image<RpcGetClientData, WINSTATIONCLIENT>(query); }
Result<WINSTATIONCONFIG> config(const Query& query) { return image<RpcGetConfigData, WINSTATIONCONFIG>(query); }

template <auto Member>
Result<Answer> client_text(const Query& query) {
  NTA_TRY(auto found, client(query));
  return text_answer(query, text_in(found.*Member));
}

template <class Number, auto Member>
Result<Answer> client_number(const Query& query) {
  NTA_TRY(auto found, client(query));
  return number_answer(static_cast<Number>(found.*Member));
}

}  // namespace

Result<Answer> initial_program(const Query& query) { return client_text<&WINSTATIONCLIENT::InitialProgram>(query); }

Result<Answer> working_directory(const Query& query) { return client_text<&WINSTATIONCLIENT::WorkDirectory>(query); }

Result<Answer> client_name(const Query& query) { return client_text<&WINSTATIONCLIENT::ClientName>(query); }

Result<Answer> client_directory(const Query& query) { return client_text<&WINSTATIONCLIENT::ClientDirectory>(query); }

Result<Answer> client_build_number(const Query& query) {
  return client_number<ULONG, &WINSTATIONCLIENT::ClientBuildNumber>(query);
}

Result<Answer> client_product_id(const Query& query) {
  return client_number<USHORT, &WINSTATIONCLIENT::ClientProductId>(query);
}

Result<Answer> client_hardware_id(const Query& query) {
  return client_number<ULONG, &WINSTATIONCLIENT::ClientHardwareId>(query);
}

Result<Answer> client_protocol_type(const Query& query) {
  return client_number<USHORT, &WINSTATIONCLIENT::ProtocolType>(query);
}

Result<Answer> is_remote_session(const Query& query) {
  NTA_TRY(auto found, client(query));
  return number_answer(BOOL{found.ProtocolType != WTS_PROTOCOL_TYPE_CONSOLE});
}

Result<Answer> application_name(const Query& query) {
  NTA_TRY(auto found, config(query));
  return text_answer(query, text_in(found.User.PublishedName));
}

Result<Answer> oem_id(const Query& query) {
  NTA_TRY(auto found, config(query));
  std::u16string text(std::begin(found.OEMId), std::end(found.OEMId));
  return text_answer(query, std::u16string_view(text).substr(0, text.find(u'\0')));
}

Result<Answer> client_display(const Query& query) {
  NTA_TRY(auto found, client(query));
  return number_answer(WTS_CLIENT_DISPLAY{found.HRes, found.VRes, found.ColorDepth});
}

// The address lies two bytes into the array, behind where a sockaddr has its port.
Result<Answer> client_address(const Query& query) {
  constexpr size_t start = 2;
  WTS_CLIENT_ADDRESS address{};
  auto reply = query.server.call<RpcGetRemoteAddress>(rcm_public, {query.session});
  if (!reply && reply.error().code != Win32::not_supported) return std::move(reply).error();
  if (reply) {
    const auto& found = (*reply)->pRemoteAddress;
    address.AddressFamily = found.sin_family;
    if (found.sin_family == windows_af_inet)
      std::memcpy(address.Address + start, &found.address.v4.in_addr, sizeof found.address.v4.in_addr);
    else
      std::memcpy(address.Address + start, found.address.v6.sin6_addr, sizeof found.address.v6.sin6_addr);
  }
  return number_answer(address);
}

Result<Answer> client_info(const Query& query) {
  NTA_TRY(auto found, client(query));
  WTSCLIENTW info{};
  copy_cut(info.ClientName, text_in(found.ClientName));
  copy_cut(info.Domain, text_in(found.Domain));
  copy_cut(info.UserName, text_in(found.UserName));
  copy_cut(info.WorkDirectory, text_in(found.WorkDirectory));
  copy_cut(info.InitialProgram, text_in(found.InitialProgram));
  info.EncryptionLevel = found.EncryptionLevel;
  info.ClientAddressFamily = found.ClientAddressFamily;
  static_assert(sizeof info.ClientAddress == sizeof found.ClientAddress);
  std::memcpy(info.ClientAddress, found.ClientAddress, sizeof info.ClientAddress);
  info.HRes = found.HRes;
  info.VRes = found.VRes;
  info.ColorDepth = found.ColorDepth;
  copy_cut(info.ClientDirectory, text_in(found.ClientDirectory));
  info.ClientBuildNumber = found.ClientBuildNumber;
  info.ClientHardwareId = found.ClientHardwareId;
  info.ClientProductId = found.ClientProductId;
  info.OutBufCountHost = found.OutBufCountHost;
  info.OutBufCountClient = found.OutBufCountClient;
  info.OutBufLength = found.OutBufLength;
  copy_cut(info.DeviceId, text_in(found.clientDigProductId));
  return structure_answer<WTSCLIENTA>(query, info);
}

Result<Answer> config_info(const Query& query) {
  NTA_TRY(auto found, config(query));
  const USERCONFIG& user = found.User;
  WTSCONFIGINFOW info{};
  info.version = 1;
  info.fConnectClientDrivesAtLogon = (user.Flags1 & auto_client_drives) != 0;
  info.fConnectPrinterAtLogon = (user.Flags1 & auto_client_printers) != 0;
  info.fDisablePrinterRedirection = (user.Flags1 & disable_printers) != 0;
  info.fDisableDefaultMainClientPrinter = (user.Flags1 & force_client_default_printer) == 0;
  info.ShadowSettings = user.Shadow;
  copy_cut(info.LogonUserName, text_in(user.UserName));
  copy_cut(info.LogonDomain, text_in(user.Domain));
  copy_cut(info.WorkDirectory, text_in(user.WorkDirectory));
  copy_cut(info.InitialProgram, text_in(user.InitialProgram));
  copy_cut(info.ApplicationName, text_in(user.PublishedName));
  return structure_answer<WTSCONFIGINFOA>(query, info);
}

}  // namespace nta::api
