// libntadmin: last error, handles, messages, as a C program sees them, and the boundary that they share.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "api/ntadmin/blocks.h"
#include "api/ntadmin/boundary.h"
#include "api/ntadmin/handles.h"
#include "ntadmin/win/winbase.h"
#include "ntadmin/win/winerror.h"

namespace {

using nta::Result;
using nta::Win32;
using nta::api::HandleKind;

struct NamedCode {
  uint32_t code;
  const char* name;
};
constexpr NamedCode named_codes[] = {
#include "named_codes.inc"
};

HANDLE handle_from(uintptr_t value) { return reinterpret_cast<HANDLE>(value); }

TEST(LastError, BelongsToTheThread) {
  SetLastError(ERROR_BUSY);
  DWORD seen = ERROR_BUSY;
  std::thread([&] { seen = GetLastError(); }).join();
  EXPECT_EQ(seen, 0u);
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_BUSY));
}

TEST(Boundary, ErrorBecomesTheLastErrorAndSuccessLeavesIt) {
  SetLastError(0);
  EXPECT_EQ(nta::api::c_boundary([]() -> Result<void> { return nta::fail(Win32::invalid_level, "9"); }), FALSE);
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_LEVEL));
  EXPECT_EQ(nta::api::c_boundary([]() -> Result<void> { return {}; }), TRUE);
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_LEVEL));
}

TEST(Boundary, ExceptionsBecomeCodes) {
  EXPECT_EQ(nta::api::c_boundary([]() -> Result<void> { throw std::bad_alloc(); }), FALSE);
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_NOT_ENOUGH_MEMORY));
  EXPECT_EQ(nta::api::c_status([]() -> Result<void> { throw std::runtime_error("x"); }),
            static_cast<DWORD>(ERROR_GEN_FAILURE));
}

TEST(CloseHandle, RefusesWhatIsNoHandle) {
  for (uintptr_t value : {uintptr_t{0}, uintptr_t{1}, uintptr_t{4}, uintptr_t{0xFFFF'FFFC}, ~uintptr_t{0}}) {
    SetLastError(0);
    EXPECT_FALSE(CloseHandle(handle_from(value))) << value;
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE)) << value;
  }
}

TEST(Handles, ClosedOneIsRefusedEvenWhenItsSlotIsInUseAgain) {
  std::set<HANDLE> seen;
  for (int i = 0; i < 5000; ++i) {
    HANDLE handle = *nta::api::open_handle(HandleKind::token, std::make_shared<int>(i));
    EXPECT_TRUE(seen.insert(handle).second) << "handle " << handle << " given twice";
    EXPECT_EQ(*nta::api::find_handle_as<int>(HandleKind::token, handle).value(), i);
    EXPECT_TRUE(CloseHandle(handle));
  }
  for (HANDLE handle : seen) EXPECT_FALSE(nta::api::find_handle(HandleKind::token, handle));
}

TEST(Handles, KindMustFit) {
  HANDLE handle = *nta::api::open_handle(HandleKind::server, std::make_shared<int>(7));
  EXPECT_EQ(nta::api::find_handle(HandleKind::token, handle).error().code, Win32::invalid_handle);
  EXPECT_FALSE(CloseHandle(handle)) << "a server handle has its own close function";
  EXPECT_EQ(*std::static_pointer_cast<int>(*nta::api::close_handle(HandleKind::server, handle)), 7);
}

TEST(Handles, FitIn31BitsAndAreMultiplesOfFour) {
  std::vector<HANDLE> handles;
  for (int i = 0; i < 1000; ++i) handles.push_back(*nta::api::open_handle(HandleKind::token, std::make_shared<int>(i)));
  for (HANDLE handle : handles) {
    auto value = reinterpret_cast<uintptr_t>(handle);
    EXPECT_EQ(value & 3, 0u);
    EXPECT_LT(value, uintptr_t{1} << 31);
    EXPECT_TRUE(CloseHandle(handle));
  }
}

TEST(Handles, SixtyFiveThousandAndNoMore) {
  std::vector<HANDLE> handles;
  for (;;) {
    auto handle = nta::api::open_handle(HandleKind::token, std::make_shared<int>(0));
    if (!handle) {
      EXPECT_EQ(handle.error().code, Win32::no_system_resources);
      break;
    }
    handles.push_back(*handle);
  }
  EXPECT_EQ(handles.size(), 65535u);
  for (HANDLE handle : handles) EXPECT_TRUE(CloseHandle(handle));
}

TEST(Blocks, FreedOnceAndOnlyAsWhatTheyAre) {
  using nta::api::BlockKind;
  void* block = nta::api::new_block(100);
  nta::api::describe_block(block, BlockKind::session_info_1, 3);
  EXPECT_FALSE(nta::api::free_block_of(block, BlockKind::process_info_1, 3));
  EXPECT_FALSE(nta::api::free_block_of(block, BlockKind::session_info_1, 4));
  EXPECT_TRUE(nta::api::free_block_of(block, BlockKind::session_info_1, 3));
  EXPECT_FALSE(nta::api::free_block(block)) << "freed before";
  int on_the_stack = 0;
  EXPECT_FALSE(nta::api::free_block(&on_the_stack));
  EXPECT_FALSE(nta::api::free_block(nullptr));
}

TEST(Blocks, AChildAfterForkIsNotStuckOnALockThatAnotherThreadHeld) {
  std::atomic<bool> stop = false;
  std::thread busy([&] {
    while (!stop) nta::api::free_block(nta::api::new_block(1));
  });
  for (int i = 0; i < 50; ++i) {
    pid_t child = fork();
    if (child == 0) _exit(nta::api::free_block(nta::api::new_block(1)) ? 0 : 1);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  stop = true;
  busy.join();
}

TEST(MessageText, HasATextForEveryNamedCode) {
  char text[512];
  for (const NamedCode& row : named_codes) {
    DWORD length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, row.code, 0, text, sizeof(text), nullptr);
    ASSERT_GT(length, 4u) << row.name << " " << row.code;
    EXPECT_EQ(std::string(text, length), std::string(text)) << "the length does not count the terminator";
    EXPECT_TRUE(std::string(text).ends_with(".\r\n")) << row.name;
  }
}

TEST(MessageText, WideAndNarrowAgree) {
  char narrow[200];
  char16_t wide[200];
  DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_MAX_WIDTH_MASK;
  DWORD length = FormatMessageA(flags, nullptr, ERROR_CTX_WINSTATION_NOT_FOUND, 0, narrow, 200, nullptr);
  ASSERT_EQ(FormatMessageW(flags, nullptr, ERROR_CTX_WINSTATION_NOT_FOUND, 0, wide, 200, nullptr), length);
  EXPECT_EQ(std::u16string(wide), std::u16string(narrow, narrow + length));
  EXPECT_EQ(narrow[length - 1], ' ') << "no line end under MAX_WIDTH_MASK";
}

TEST(MessageText, HresultOfAWin32CodeGivesItsText) {
  char plain[200], wrapped[200];
  FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, 5, 0, plain, 200, nullptr);
  FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, 0x80070005, 0, wrapped, 200, nullptr);
  EXPECT_STREQ(plain, wrapped);
}

TEST(MessageText, AllocatesOnRequest) {
  char16_t* text = nullptr;
  DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_IGNORE_INSERTS;
  DWORD length = FormatMessageW(flags, nullptr, 2221, 0, reinterpret_cast<LPWSTR>(&text), 1000, nullptr);
  ASSERT_NE(text, nullptr);
  EXPECT_EQ(std::u16string(text).size(), length);
  text[999] = u'x';  // at least nSize characters
  EXPECT_EQ(LocalFree(text), nullptr);
}

TEST(MessageText, FailuresLeaveTheBufferAndSayWhy) {
  char text[4] = "abc";
  auto refusal = [&](DWORD flags, DWORD code, LPSTR buffer) {
    SetLastError(0);
    EXPECT_EQ(FormatMessageA(flags, nullptr, code, 0, buffer, sizeof(text), nullptr), 0u);
    EXPECT_STREQ(text, "abc");
    return GetLastError();
  };
  EXPECT_EQ(refusal(FORMAT_MESSAGE_FROM_SYSTEM, 5, text), static_cast<DWORD>(ERROR_INSUFFICIENT_BUFFER));
  EXPECT_EQ(refusal(FORMAT_MESSAGE_FROM_SYSTEM, 54321, text), static_cast<DWORD>(ERROR_MR_MID_NOT_FOUND));
  EXPECT_EQ(refusal(0, 5, text), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_EQ(refusal(FORMAT_MESSAGE_FROM_SYSTEM, 5, nullptr), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_EQ(refusal(FORMAT_MESSAGE_FROM_STRING, 5, text), static_cast<DWORD>(ERROR_NOT_SUPPORTED));
}

}  // namespace
