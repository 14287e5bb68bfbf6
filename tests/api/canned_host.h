// The canned host that the tests of libwtsapi32 talk to, and their fixture.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "fake_server.h"
#include "ntadmin/win/windows.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::test {

inline constexpr DWORD known_session = 7;
inline constexpr DWORD own_session = 3;  // of whoever calls
inline constexpr DWORD denied_session = 9;

/** What the host answers about a session. */
Win32 status_for(uint32_t session);

/** Teaches `server` every method that the library calls. */
void answer_everything(FakeServer& server);

/** The bytes of a W string, terminator included. */
std::string with_terminator(std::u16string_view text);

class Wtsapi32 : public testing::Test {
 protected:
  void SetUp() override {
    answer_everything(server_);
    setenv("NTADMIN_HOST", server_.address().c_str(), 1);
  }

  /** Runs a query and gives its bytes; empty with the code in GetLastError when it fails. */
  std::string query(WTS_INFO_CLASS info_class, DWORD session = known_session) {
    LPWSTR buffer = nullptr;
    DWORD bytes = 0;
    if (!WTSQuerySessionInformationW(WTS_CURRENT_SERVER_HANDLE, session, info_class, &buffer, &bytes)) return {};
    std::string copy(reinterpret_cast<char*>(buffer), bytes);
    WTSFreeMemory(buffer);
    return copy;
  }
  std::string query_narrow(WTS_INFO_CLASS info_class) {
    LPSTR buffer = nullptr;
    DWORD bytes = 0;
    if (!WTSQuerySessionInformationA(WTS_CURRENT_SERVER_HANDLE, known_session, info_class, &buffer, &bytes)) return {};
    std::string copy(buffer, bytes);
    WTSFreeMemory(buffer);
    return copy;
  }
  template <class T>
  T query_as(WTS_INFO_CLASS info_class, DWORD session = known_session) {
    std::string bytes = query(info_class, session);
    EXPECT_EQ(bytes.size(), sizeof(T)) << "class " << info_class << ", last error " << GetLastError();
    T value{};
    std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof(T)));
    return value;
  }

  FakeServer server_;
};

}  // namespace nta::test
