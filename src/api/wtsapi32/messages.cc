// WTSSendMessage: TermSrvSession's message box, whose text has no limit of its own.
#include <algorithm>

#include "api/ntadmin/boundary.h"
#include "api/wtsapi32/server.h"
#include "base/utf16.h"
#include "protocols/termsrv_session.h"

namespace nta::api {
namespace {

using namespace protocols;

/** A request of megabytes would be refused; no box shows as much. */
constexpr size_t longest_text = 32u << 10;

/** The caller's text, up to its terminator or its length in bytes. */
std::u16string text_of(const WCHAR* text, DWORD bytes) {
  std::u16string_view all(reinterpret_cast<const char16_t*>(text), text ? bytes / sizeof(WCHAR) : 0);
  all = all.substr(0, longest_text);
  return std::u16string(all.substr(0, all.find(u'\0')));
}
std::u16string text_of(const char* text, DWORD bytes) {
  std::string_view all(text, text ? std::min<size_t>(bytes, longest_text) : 0);
  return to_utf16(all.substr(0, all.find('\0')));
}

struct Message {
  std::u16string title;
  std::u16string text;
  DWORD style;
  DWORD seconds;
  BOOL wait;
};

/** Shown as long as the person takes: a waiting call has no deadline of its own. */
Result<void> send(HANDLE handle, DWORD session, Message message, DWORD* response) {
  if (!response) return fail(Win32::invalid_parameter, "null response");
  NTA_TRY(auto server, server_of(handle));
  NTA_TRY(auto opened, server->call<RpcOpenSession>(termsrv_session, {static_cast<int32_t>(session)}));
  auto patience = message.wait ? client::Patience::endless : client::Patience::bounded;
  auto shown = server->call<RpcShowMessageBox>(termsrv_session,
                                               {.hSession = opened->phSession,
                                                .szTitle = message.title.data(),
                                                .szMessage = message.text.data(),
                                                .ulStyle = message.style,
                                                .ulTimeout = message.seconds,
                                                .bDoNotWait = !message.wait},
                                               patience);
  auto closed = server->call<RpcCloseSession>(termsrv_session, {opened->phSession});
  if (!shown) return std::move(shown).error();
  *response = shown->value.pulResponse;
  return closed ? Result<void>() : Result<void>(std::move(closed).error());
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSSendMessageW(HANDLE hServer, DWORD SessionId, LPWSTR pTitle, DWORD TitleLength, LPWSTR pMessage,
                     DWORD MessageLength, DWORD Style, DWORD Timeout, DWORD* pResponse, BOOL bWait) {
  return c_boundary([&] {
    Message message{text_of(pTitle, TitleLength), text_of(pMessage, MessageLength), Style, Timeout, bWait};
    return send(hServer, SessionId, std::move(message), pResponse);
  });
}

BOOL WTSSendMessageA(HANDLE hServer, DWORD SessionId, LPSTR pTitle, DWORD TitleLength, LPSTR pMessage,
                     DWORD MessageLength, DWORD Style, DWORD Timeout, DWORD* pResponse, BOOL bWait) {
  return c_boundary([&] {
    Message message{text_of(pTitle, TitleLength), text_of(pMessage, MessageLength), Style, Timeout, bWait};
    return send(hServer, SessionId, std::move(message), pResponse);
  });
}
