// Functions that have two forms, A and W, against a real ntadmind: both do the same, and fail in the same ways.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "auth/security_descriptor.h"
#include "base/types.h"
#include "base/utf16.h"
#include "ntadmin/win/winuser.h"
#include "real_host.h"
#include "real_session.h"

namespace nta::api::test {
namespace {

constexpr DWORD nobody = 7777;
constexpr SECURITY_INFORMATION dacl = DACL_SECURITY_INFORMATION, sacl = SACL_SECURITY_INFORMATION;

template <class Char>
struct Functions;
template <>
struct Functions<char> {
  static constexpr auto open_server = WTSOpenServerExA;
  static constexpr auto send_message = WTSSendMessageA;
  static constexpr auto get_security = WTSGetListenerSecurityA;
  static constexpr auto set_security = WTSSetListenerSecurityA;
  static constexpr auto start_remote_control = WTSStartRemoteControlSessionA;
};
template <>
struct Functions<WCHAR> {
  static constexpr auto open_server = WTSOpenServerExW;
  static constexpr auto send_message = WTSSendMessageW;
  static constexpr auto get_security = WTSGetListenerSecurityW;
  static constexpr auto set_security = WTSSetListenerSecurityW;
  static constexpr auto start_remote_control = WTSStartRemoteControlSessionW;
};

/** A text in one of the forms, and for as long as it is needed. */
template <class Char>
class Text {
 public:
  explicit Text(std::string_view text) {
    if constexpr (sizeof(Char) == 1)
      text_ = text;
    else
      for (char16_t unit : to_utf16(text)) text_ += static_cast<Char>(unit);
  }
  operator Char*() { return text_.data(); }
  DWORD bytes() const { return static_cast<DWORD>(text_.size() * sizeof(Char)); }

 private:
  std::basic_string<Char> text_;
};

DWORD code(BOOL done) { return done ? 0 : GetLastError(); }

DWORD sessions_of(HANDLE server) {
  PWTS_SESSION_INFOW rows = nullptr;
  DWORD count = 0;
  if (!WTSEnumerateSessionsW(server, 0, 1, &rows, &count)) return 0;
  WTSFreeMemory(rows);
  return count;
}

template <class Char>
class BothForms : public RealHost, public Functions<Char> {};
using Forms = testing::Types<char, WCHAR>;
TYPED_TEST_SUITE(BothForms, Forms);

TYPED_TEST(BothForms, OpenServerExGivesAHandleAtOnceAndFailuresShowAtTheFirstUse) {
  this->start();
  Text<TypeParam> here("");
  for (TypeParam* local : {static_cast<TypeParam*>(nullptr), static_cast<TypeParam*>(here)}) {
    HANDLE server = this->open_server(local);
    ASSERT_NE(server, nullptr);
    EXPECT_EQ(sessions_of(server), sessions_of(nullptr));
    WTSCloseServer(server);
    EXPECT_EQ(sessions_of(server), 0u);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
  }
  // A port that is bound, and at which nobody listens.
  UniqueFd bound(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  socklen_t size = sizeof address;
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(bound.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(getsockname(bound.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  Text<TypeParam> nobody_there("127.0.0.1:" + std::to_string(ntohs(address.sin_port)));
  HANDLE server = this->open_server(nobody_there);
  ASSERT_NE(server, nullptr);
  EXPECT_EQ(sessions_of(server), 0u);
  EXPECT_EQ(GetLastError(), DWORD{RPC_S_SERVER_UNAVAILABLE});
  WTSCloseServer(server);
}

TYPED_TEST(BothForms, AMessageIsTakenOrWaitedForOrRefused) {
  this->start();
  auto session = open_session(this->base_);
  ASSERT_TRUE(session) << session.error().text;
  Text<TypeParam> title("Später"), text("Gleich ist Schluß");
  DWORD answer = 0;
  auto send = [&](DWORD to, DWORD seconds, DWORD* response, BOOL wait) {
    return code(this->send_message(nullptr, to, title, title.bytes(), text, text.bytes(), 0, seconds, response, wait));
  };
  EXPECT_EQ(send(*session, 0, &answer, FALSE), 0u);
  EXPECT_EQ(answer, DWORD{IDASYNC});
  EXPECT_EQ(send(*session, 1, &answer, TRUE), 0u);
  EXPECT_EQ(answer, DWORD{IDTIMEOUT}) << "nobody is there to see it";
  EXPECT_EQ(send(*session, 0, nullptr, FALSE), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(send(nobody, 0, &answer, FALSE), DWORD{ERROR_CTX_WINSTATION_NOT_FOUND});
}

TYPED_TEST(BothForms, SecurityOfAListenerComesBackAsItWasSet) {
  this->start();
  Text<TypeParam> pty("pty"), none("none"), empty("");
  DWORD needed = 0;
  EXPECT_EQ(code(this->get_security(nullptr, nullptr, 0, pty, dacl, nullptr, 0, &needed)),
            DWORD{ERROR_INSUFFICIENT_BUFFER});
  ASSERT_GT(needed, 20u);
  auth::SecurityDescriptor wanted;
  wanted.dacl = {{.mask = auth::wts_query_information, .sid = sid_users}};
  Bytes bytes = wanted.bytes();
  ASSERT_EQ(code(this->set_security(nullptr, nullptr, 0, pty, dacl, bytes.data())), 0u);
  Bytes answer(needed);
  ASSERT_EQ(code(this->get_security(nullptr, nullptr, 0, pty, dacl, answer.data(), needed, &needed)), 0u);
  answer.resize(needed);
  EXPECT_EQ(answer, bytes);
  Bytes before = answer;
  EXPECT_EQ(code(this->get_security(nullptr, nullptr, 0, pty, dacl, answer.data(), needed - 1, &needed)),
            DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_EQ(answer, before) << "nothing is copied where there is too little room";

  HANDLE other = WTSOpenServerW(nullptr);
  auto get = [&](HANDLE server, TypeParam* name, SECURITY_INFORMATION part, DWORD* length) {
    return code(this->get_security(server, nullptr, 0, name, part, nullptr, 0, length));
  };
  auto set = [&](HANDLE server, TypeParam* name, SECURITY_INFORMATION part, void* descriptor) {
    return code(this->set_security(server, nullptr, 0, name, part, descriptor));
  };
  for (TypeParam* name : {static_cast<TypeParam*>(nullptr), static_cast<TypeParam*>(empty)}) {
    EXPECT_EQ(get(nullptr, name, dacl, &needed), 87u);
    EXPECT_EQ(set(nullptr, name, dacl, bytes.data()), 87u);
  }
  EXPECT_EQ(get(nullptr, none, dacl, &needed), DWORD{ERROR_FILE_NOT_FOUND});
  EXPECT_EQ(set(nullptr, none, dacl, bytes.data()), DWORD{ERROR_FILE_NOT_FOUND});
  EXPECT_EQ(get(other, pty, dacl, &needed), 87u);
  EXPECT_EQ(set(other, pty, dacl, bytes.data()), 87u);
  EXPECT_EQ(get(nullptr, pty, OWNER_SECURITY_INFORMATION, &needed), 87u);
  EXPECT_EQ(set(nullptr, pty, 0, bytes.data()), 87u);
  EXPECT_EQ(get(nullptr, pty, dacl, nullptr), 87u);
  EXPECT_EQ(set(nullptr, pty, dacl, nullptr), 87u);
  EXPECT_EQ(set(nullptr, pty, dacl | sacl, bytes.data()), DWORD{ERROR_NOT_SUPPORTED});
  EXPECT_EQ(code(this->get_security(nullptr, &needed, 0, pty, dacl, nullptr, 0, &needed)), 87u);
  EXPECT_EQ(code(this->set_security(nullptr, nullptr, 1, pty, dacl, bytes.data())), 87u);
  WTSCloseServer(other);
}

TYPED_TEST(BothForms, RemoteControlStartsFromASessionOfThisHostOnly) {
  this->start();
  auto session = open_session(this->base_);
  ASSERT_TRUE(session) << session.error().text;
  Text<TypeParam> here(""), elsewhere("127.0.0.1:4450");
  for (TypeParam* server :
       {static_cast<TypeParam*>(nullptr), static_cast<TypeParam*>(here), static_cast<TypeParam*>(elsewhere)})
    EXPECT_EQ(code(this->start_remote_control(server, *session, VK_MULTIPLY, REMOTECONTROL_KBDCTRL_HOTKEY)),
              DWORD{ERROR_NOT_SUPPORTED});
}

// ---- a form alone

class NotificationsOfAHandle : public RealHost {
 protected:
  /** Takes the window's messages until it hears of that session's log-off; the codes of what it heard. */
  static std::vector<WPARAM> heard_until_logoff(HWND window, DWORD session) {
    std::vector<WPARAM> heard;
    bool has_ended = within_a_minute([&] {
      for (MSG message{}; PeekMessageW(&message, window, 0, 0, PM_REMOVE);)
        if (message.message == WM_WTSSESSION_CHANGE && static_cast<DWORD>(message.lParam) == session)
          heard.push_back(message.wParam);
      return !heard.empty() && heard.back() == WTS_SESSION_LOGOFF;
    });
    EXPECT_TRUE(has_ended);
    return heard;
  }
};

TEST_F(NotificationsOfAHandle, AreCountedAndEndWithTheLastUnregistration) {
  start();
  WNDCLASSW window_class{};
  window_class.lpfnWndProc = DefWindowProcW;
  window_class.lpszClassName = u"notified";
  ASSERT_TRUE(RegisterClassW(&window_class));
  auto make = [] {
    return CreateWindowExW(0, u"notified", u"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
  };
  HWND window = make(), witness = make();
  HANDLE server = WTSOpenServerW(nullptr), closed = WTSOpenServerW(nullptr);
  WTSCloseServer(closed);
  EXPECT_EQ(code(WTSUnRegisterSessionNotificationEx(server, window)), DWORD{ERROR_INVALID_PARAMETER});
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE(WTSRegisterSessionNotificationEx(server, window, NOTIFY_FOR_ALL_SESSIONS)) << GetLastError();
  ASSERT_TRUE(WTSRegisterSessionNotificationEx(server, witness, NOTIFY_FOR_ALL_SESSIONS)) << GetLastError();
  EXPECT_EQ(code(WTSUnRegisterSessionNotificationEx(closed, window)), DWORD{ERROR_INVALID_HANDLE});
  EXPECT_EQ(code(WTSUnRegisterSessionNotificationEx(server, nullptr)), DWORD{ERROR_INVALID_WINDOW_HANDLE});
  EXPECT_TRUE(WTSUnRegisterSessionNotificationEx(server, window));

  auto first = open_session(base_);
  ASSERT_TRUE(first);
  ASSERT_TRUE(WTSLogoffSession(nullptr, *first, TRUE));
  EXPECT_EQ(heard_until_logoff(window, *first), (std::vector<WPARAM>{WTS_SESSION_LOGON, WTS_SESSION_LOGOFF}));
  EXPECT_TRUE(WTSUnRegisterSessionNotificationEx(server, window));
  EXPECT_EQ(code(WTSUnRegisterSessionNotificationEx(server, window)), DWORD{ERROR_INVALID_PARAMETER});
  auto second = open_session(base_);
  ASSERT_TRUE(second);
  ASSERT_TRUE(WTSLogoffSession(nullptr, *second, TRUE));
  heard_until_logoff(witness, *second);
  MSG message{};
  EXPECT_FALSE(PeekMessageW(&message, window, 0, 0, PM_REMOVE)) << "a window that is not registered hears nothing";
  WTSCloseServer(server);
  DestroyWindow(window);
  DestroyWindow(witness);
  UnregisterClassW(u"notified", nullptr);
}

}  // namespace
}  // namespace nta::api::test
