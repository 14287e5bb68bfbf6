// Tokens, programs put into sessions, shutdown and servers: libwtsapi32.so and libntadmin.so against a real ntadmind.
#include <algorithm>
#include <cstring>

#include "base/files.h"
#include "base/sid.h"
#include "real_host.h"
#include "real_session.h"

namespace nta::api::test {
namespace {

constexpr DWORD nobody = 7777;

template <class Call>
DWORD code_of(Call call) {
  SetLastError(0);
  return call() ? 0 : GetLastError();
}

class TokenTest : public RealHost {
 protected:
  Result<DWORD> open() { return open_session(base_); }

  HANDLE token_of(DWORD session) {
    HANDLE token = nullptr;
    EXPECT_TRUE(WTSQueryUserToken(session, &token)) << GetLastError();
    return token;
  }

  std::vector<std::byte> information(HANDLE token, TOKEN_INFORMATION_CLASS wanted) {
    DWORD size = 0;
    EXPECT_FALSE(GetTokenInformation(token, wanted, nullptr, 0, &size));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    std::vector<std::byte> bytes(size);
    EXPECT_TRUE(GetTokenInformation(token, wanted, bytes.data(), size, &size));
    return bytes;
  }

  DWORD number(HANDLE token, TOKEN_INFORMATION_CLASS wanted) {
    DWORD value = 0, size = 0;
    EXPECT_TRUE(GetTokenInformation(token, wanted, &value, sizeof value, &size));
    EXPECT_EQ(size, sizeof value);
    return value;
  }

  /** The process that was made; 0 and the last error when there is none. */
  DWORD run(HANDLE token, std::string line, DWORD flags = 0, const char* environment = nullptr) {
    PROCESS_INFORMATION made{};
    STARTUPINFOA startup{};
    startup.cb = sizeof startup;
    if (!CreateProcessAsUserA(token, nullptr, line.data(), nullptr, nullptr, FALSE, flags,
                              const_cast<char*>(environment), nullptr, &startup, &made))
      return 0;
    EXPECT_TRUE(CloseHandle(made.hProcess));
    EXPECT_TRUE(CloseHandle(made.hThread));
    return made.dwProcessId;
  }

  std::string written(const std::string& name) {
    std::string text;
    within_a_minute([&] {
      auto read = read_file(base_ / name);
      if (read) text = *read;
      return text.ends_with('\n');
    });
    return text;
  }
};

Sid sid_at(const void* bytes) {
  auto* first = static_cast<const std::byte*>(bytes);
  auto sid = Sid::from_bytes({first, 8 + 4 * static_cast<size_t>(first[1])});
  return sid ? *sid : Sid();
}

TEST_F(TokenTest, TellsUserGroupsSessionAndStatistics) {
  start();
  auto session = open();
  ASSERT_TRUE(session) << session.error().text;
  HANDLE token = token_of(*session);
  auto user = information(token, TokenUser);
  EXPECT_EQ(sid_at(reinterpret_cast<TOKEN_USER*>(user.data())->User.Sid), sid_of_uid(getuid()));
  auto groups = information(token, TokenGroups);
  auto* rows = reinterpret_cast<TOKEN_GROUPS*>(groups.data());
  auto has = [&](const Sid& wanted) {
    return std::any_of(rows->Groups, rows->Groups + rows->GroupCount, [&](const auto& row) {
      return sid_at(row.Sid) == wanted && (row.Attributes & SE_GROUP_ENABLED);
    });
  };
  EXPECT_TRUE(has(sid_everyone));
  EXPECT_TRUE(has(make_sid(22, 2, getgid())));
  EXPECT_TRUE(has(sid_administrators)) << "the owner of a user's host is one";
  auto primary = information(token, TokenPrimaryGroup);
  EXPECT_EQ(sid_at(reinterpret_cast<TOKEN_PRIMARY_GROUP*>(primary.data())->PrimaryGroup), make_sid(22, 2, getgid()));
  EXPECT_EQ(number(token, TokenSessionId), *session);
  EXPECT_EQ(number(token, TokenType), DWORD{TokenPrimary});
  auto bytes = information(token, TokenStatistics);
  auto* statistics = reinterpret_cast<TOKEN_STATISTICS*>(bytes.data());
  EXPECT_EQ(statistics->GroupCount, rows->GroupCount);
  EXPECT_NE(statistics->TokenId.LowPart, 0u);
  DWORD size = 0;
  EXPECT_EQ(code_of([&] { return GetTokenInformation(token, TokenPrivileges, nullptr, 0, &size); }),
            DWORD{ERROR_NOT_SUPPORTED});
  EXPECT_EQ(code_of([&] { return GetTokenInformation(token, MaxTokenInfoClass, nullptr, 0, &size); }),
            DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(code_of([&] { return GetTokenInformation(token, TokenUser, nullptr, 0, nullptr); }),
            DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_TRUE(CloseHandle(token));
  EXPECT_EQ(code_of([&] { return CloseHandle(token); }), DWORD{ERROR_INVALID_HANDLE});
}

TEST_F(TokenTest, CopiesAreClosedOnTheirOwn) {
  start();
  auto session = open();
  ASSERT_TRUE(session);
  HANDLE token = token_of(*session), copy = nullptr, moved = nullptr;
  ASSERT_TRUE(DuplicateTokenEx(token, TOKEN_ALL_ACCESS, nullptr, SecurityImpersonation, TokenPrimary, &copy));
  EXPECT_TRUE(CloseHandle(token));
  EXPECT_EQ(number(copy, TokenSessionId), *session);
  HANDLE self = GetCurrentProcess();
  ASSERT_TRUE(DuplicateHandle(self, copy, self, &moved, 0, FALSE, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
  EXPECT_EQ(code_of([&] { return CloseHandle(copy); }), DWORD{ERROR_INVALID_HANDLE});
  EXPECT_EQ(number(moved, TokenSessionId), *session);
  EXPECT_EQ(
      code_of([&] { return DuplicateTokenEx(moved, 0, nullptr, SecurityImpersonation, TokenImpersonation, &copy); }),
      DWORD{ERROR_NOT_SUPPORTED});
  EXPECT_TRUE(CloseHandle(moved));
}

TEST_F(TokenTest, IsRefusedWithTheDocumentedCodes) {
  start();
  HANDLE token = nullptr;
  EXPECT_EQ(code_of([&] { return WTSQueryUserToken(0, nullptr); }), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(code_of([&] { return WTSQueryUserToken(nobody, &token); }), DWORD{ERROR_CTX_WINSTATION_NOT_FOUND});
  EXPECT_EQ(code_of([&] { return WTSQueryUserToken(0, &token); }), DWORD{ERROR_NO_TOKEN});
  EXPECT_EQ(code_of([&] { return QueryUserToken(0, &token); }), DWORD{ERROR_NO_TOKEN});
  EXPECT_EQ(token, nullptr);
}

TEST_F(TokenTest, AProgramBelongsToTheSessionAndEndsWithIt) {
  start();
  auto session = open();
  ASSERT_TRUE(session);
  HANDLE token = token_of(*session);
  DWORD pid = run(token, "\"/bin/sh\" -c \"echo $GIVEN $PWD > said; exec sleep 600\"");
  ASSERT_NE(pid, 0u) << GetLastError();
  EXPECT_EQ(written("said"), "to the session " + base_.string() + "\n");
  DWORD where = 0;
  ASSERT_TRUE(ProcessIdToSessionId(pid, &where));
  EXPECT_EQ(where, *session);
  ASSERT_TRUE(
      run(token, "sh -c \"echo $GIVEN$OTHER > own\"", CREATE_NO_WINDOW, "OTHER=of its own\0PATH=/bin:/usr/bin\0"));
  EXPECT_EQ(written("own"), "of its own\n");
  ASSERT_TRUE(WTSLogoffSession(nullptr, *session, TRUE));
  EXPECT_TRUE(nta::test::ends_within(static_cast<pid_t>(pid), 0s));
  EXPECT_EQ(run(token, "/bin/true"), 0u);
  EXPECT_EQ(GetLastError(), DWORD{ERROR_CTX_WINSTATION_NOT_FOUND});
  EXPECT_TRUE(CloseHandle(token));
}

TEST_F(TokenTest, AProgramThatCannotBeRunSaysWhy) {
  start();
  auto session = open();
  ASSERT_TRUE(session);
  HANDLE token = token_of(*session);
  const struct {
    const char* line;
    DWORD flags, code;
  } rows[] = {{"/no/such/program", 0, ERROR_FILE_NOT_FOUND},
              {"/etc/passwd", 0, ERROR_ACCESS_DENIED},
              {"", 0, ERROR_INVALID_PARAMETER},
              {"/bin/true", CREATE_SUSPENDED, ERROR_NOT_SUPPORTED},
              {"/bin/true", 0x2, ERROR_INVALID_PARAMETER}};
  for (const auto& row : rows) {
    EXPECT_EQ(run(token, row.line, row.flags), 0u) << row.line;
    EXPECT_EQ(GetLastError(), row.code) << row.line;
  }
  EXPECT_EQ(run(nullptr, "/bin/true"), 0u);
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
  EXPECT_TRUE(CloseHandle(token));
}

TEST_F(TokenTest, LogoffOfAllEndsSessionsAndRefusesNewOnesUntilARestart) {
  start();
  auto first = open(), second = open();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(code_of([] { return WTSShutdownSystem(nullptr, WTS_WSD_REBOOT); }), DWORD{ERROR_NOT_SUPPORTED});
  EXPECT_EQ(code_of([] { return WTSShutdownSystem(nullptr, 0); }), DWORD{ERROR_INVALID_PARAMETER});
  ASSERT_TRUE(WTSShutdownSystem(nullptr, WTS_WSD_LOGOFF)) << GetLastError();
  for (DWORD session : {*first, *second})
    EXPECT_EQ(code_of([&] { return WTSLogoffSession(nullptr, session, TRUE); }), DWORD{ERROR_CTX_WINSTATION_NOT_FOUND});
  auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::ctx_winstations_disabled);
  stop(SIGTERM);
  start();
  EXPECT_TRUE(open());
  EXPECT_TRUE(WTSShutdownSystem(nullptr, WTS_WSD_SHUTDOWN)) << GetLastError();
  int status = -1;
  ASSERT_EQ(waitpid(daemon_, &status, 0), daemon_);
  EXPECT_EQ(status, 0) << "the host ended by itself";
  daemon_ = -1;
}

TEST_F(TokenTest, NobodyLogsOnByACloudAccount) {
  GUID activity{};
  SetLastError(0);
  EXPECT_EQ(WTSCloudAuthOpen(&activity), nullptr);
  EXPECT_EQ(GetLastError(), DWORD{ERROR_NOT_SUPPORTED});
  WTSCloudAuthClose(nullptr);
  PWSTR nonce = nullptr;
  HANDLE token = nullptr;
  WTS_SERIALIZED_USER_CREDENTIAL credential{}, *copy = nullptr;
  EXPECT_EQ(code_of([&] { return WTSCloudAuthGetServerNonce(nullptr, &nonce); }), DWORD{ERROR_INVALID_HANDLE});
  EXPECT_EQ(
      code_of([&] { return WTSCloudAuthConvertAssertionToSerializedUserCredential(nullptr, "a", 1, nullptr, &copy); }),
      DWORD{ERROR_INVALID_HANDLE});
  EXPECT_EQ(code_of([&] { return WTSCloudAuthNetworkLogonWithSerializedCredential(nullptr, &credential, &token); }),
            DWORD{ERROR_INVALID_HANDLE});
  EXPECT_EQ(code_of([&] { return WTSCloudAuthDuplicateSerializedUserCredential(nullptr, &copy); }),
            DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(code_of([&] { return WTSCloudAuthDuplicateSerializedUserCredential(&credential, nullptr); }),
            DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(code_of([&] { return WTSCloudAuthDuplicateSerializedUserCredential(&credential, &copy); }),
            DWORD{ERROR_NOT_SUPPORTED});
  EXPECT_TRUE(!nonce && !token && !copy) << "what fails gives nothing";
}

TEST_F(TokenTest, ServersAreThisHostAndChildSessionsAreNone) {
  start();
  PWTS_SERVER_INFOA servers = nullptr;
  DWORD count = 7;
  ASSERT_TRUE(WTSEnumerateServersA(nullptr, 0, 1, &servers, &count));
  ASSERT_EQ(count, 1u);
  std::string name = servers[0].pServerName;
  WTSFreeMemory(servers);
  ASSERT_TRUE(WTSEnumerateServersA(name.data(), 0, 1, &servers, &count));
  EXPECT_EQ(count, 1u);
  WTSFreeMemory(servers);
  char other[] = "SOMEWHERE-ELSE";
  ASSERT_TRUE(WTSEnumerateServersA(other, 0, 1, &servers, &count));
  EXPECT_EQ(count, 0u);
  WTSFreeMemory(servers);
  EXPECT_EQ(code_of([&] { return WTSEnumerateServersA(nullptr, 1, 1, &servers, &count); }), 87u);
  EXPECT_EQ(code_of([&] { return WTSEnumerateServersA(nullptr, 0, 2, &servers, &count); }), 87u);
  EXPECT_EQ(code_of([&] { return WTSEnumerateServersW(nullptr, 0, 1, nullptr, &count); }), 87u);

  BOOL enabled = TRUE, exists = TRUE;
  ULONG child = 0;
  EXPECT_TRUE(WTSIsChildSessionsEnabled(&enabled));
  EXPECT_EQ(enabled, FALSE);
  EXPECT_TRUE(WTSGetChildSessionId(&child));
  EXPECT_EQ(child, ~ULONG{0});
  EXPECT_EQ(code_of([] { return WTSEnableChildSessions(TRUE); }), DWORD{ERROR_NOT_SUPPORTED});
  EXPECT_TRUE(WTSEnableChildSessions(FALSE));
  EXPECT_TRUE(WTSActiveSessionExists(&exists));
  EXPECT_EQ(code_of([] { return WTSActiveSessionExists(nullptr); }), 87u);
  UINT64 hint = 0;
  for (auto* undocumented :
       {+[] { return WTSSetSessionInformationW(nullptr, 0, WTSSessionInfo, nullptr, 0); },
        +[] { return WTSSetSessionInformationA(nullptr, 0, WTSSessionInfo, nullptr, 0); },
        +[] { return QueryActiveSession(nullptr); }, +[] { return RegisterUsertokenForNoWinlogon(); }})
    EXPECT_EQ(code_of(undocumented), DWORD{ERROR_NOT_SUPPORTED});
  EXPECT_EQ(WTSSetRenderHint(&hint, nullptr, RENDER_HINT_CLEAR, 0, nullptr), static_cast<HRESULT>(0x80070032));
  EXPECT_EQ(WTSSetRenderHint(nullptr, nullptr, RENDER_HINT_CLEAR, 0, nullptr), static_cast<HRESULT>(0x80070057));
}

}  // namespace
}  // namespace nta::api::test
