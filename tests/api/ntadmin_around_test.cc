// libntadmin: what programs use around the calls of the API: names, SIDs, texts, times, libraries.
#include <gtest/gtest.h>
#include <pwd.h>
#include <unistd.h>

#include <cstring>
#include <string>

#include "ntadmin/win/sddl.h"
#include "ntadmin/win/windows.h"

namespace {

TEST(UserName, ComesWithItsLength) {
  std::string name = getpwuid(geteuid())->pw_name;
  char narrow[257];
  DWORD size = sizeof narrow;
  ASSERT_TRUE(GetUserNameA(narrow, &size));
  EXPECT_EQ(narrow, name);
  EXPECT_EQ(size, name.size() + 1);
  WCHAR wide[257];
  size = 257;
  ASSERT_TRUE(GetUserNameW(wide, &size));
  EXPECT_EQ(size, name.size() + 1);
  EXPECT_EQ(lstrlenW(wide), static_cast<int>(name.size()));
}

TEST(UserName, WithoutRoomTellsTheSizeNeeded) {
  char small[1];
  DWORD size = 1;
  EXPECT_FALSE(GetUserNameA(small, &size));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INSUFFICIENT_BUFFER));
  EXPECT_EQ(size, std::strlen(getpwuid(geteuid())->pw_name) + 1);
  EXPECT_FALSE(GetUserNameA(small, nullptr));
}

TEST(ComputerName, CountsItsTerminatorOnlyWhereThereIsNoRoom) {
  WCHAR name[MAX_COMPUTERNAME_LENGTH + 1];
  DWORD size = MAX_COMPUTERNAME_LENGTH + 1;
  ASSERT_TRUE(GetComputerNameW(name, &size));
  EXPECT_EQ(static_cast<int>(size), lstrlenW(name));
  EXPECT_EQ(std::u16string(name).find_first_of(u"abcdefghijklmnopqrstuvwxyz."), std::u16string::npos);
  DWORD needed = 0;
  EXPECT_FALSE(GetComputerNameW(nullptr, &needed));
  EXPECT_EQ(GetLastError(), 111u);
  EXPECT_EQ(needed, size + 1);
}

TEST(SidText, GoesBothWays) {
  PSID sid = nullptr;
  ASSERT_TRUE(ConvertStringSidToSidW(u"S-1-5-32-544", &sid));
  EXPECT_TRUE(IsValidSid(sid));
  EXPECT_EQ(GetLengthSid(sid), 16u);
  EXPECT_EQ(*GetSidSubAuthorityCount(sid), 2);
  EXPECT_EQ(*GetSidSubAuthority(sid, 1), static_cast<DWORD>(DOMAIN_ALIAS_RID_ADMINS));
  EXPECT_EQ(GetSidIdentifierAuthority(sid)->Value[5], 5);
  LPSTR narrow = nullptr;
  LPWSTR wide = nullptr;
  ASSERT_TRUE(ConvertSidToStringSidA(sid, &narrow) && ConvertSidToStringSidW(sid, &wide));
  EXPECT_STREQ(narrow, "S-1-5-32-544");
  EXPECT_EQ(std::u16string(wide), u"S-1-5-32-544");
  LocalFree(narrow);
  LocalFree(wide);
  LocalFree(sid);
}

TEST(SidText, RefusesWhatIsNone) {
  PSID sid = nullptr;
  for (const char* text : {"", "S-1", "Administrators", "S-1-5-32-99999999999"}) {
    EXPECT_FALSE(ConvertStringSidToSidA(text, &sid)) << text;
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_SID));
  }
  SID wrong{2, 1, {}, {}};
  LPSTR text = nullptr;
  EXPECT_FALSE(IsValidSid(&wrong) || IsValidSid(nullptr));
  EXPECT_FALSE(ConvertSidToStringSidA(&wrong, &text));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_SID));
}

TEST(SidText, MayBeANameOfSddl) {
  const std::pair<LPCSTR, LPCSTR> pairs[] = {{"BA", "S-1-5-32-544"}, {"WD", "S-1-1-0"},      {"SY", "S-1-5-18"},
                                             {"AU", "S-1-5-11"},     {"OW", "S-1-3-4"},      {"AC", "S-1-15-2-1"},
                                             {"HI", "S-1-16-12288"}, {"RM", "S-1-5-32-580"}, {"WR", "S-1-5-33"}};
  for (auto [name, text] : pairs) {
    PSID sid = nullptr;
    LPSTR told = nullptr;
    ASSERT_TRUE(ConvertStringSidToSidA(name, &sid) && ConvertSidToStringSidA(sid, &told)) << name;
    EXPECT_STREQ(told, text);
    LocalFree(told);
    LocalFree(sid);
  }
  PSID none = nullptr;
  for (LPCSTR name : {"DA", "LA", "XX", "B", "BAA", ""}) {  // the first two are somebody in a domain
    EXPECT_FALSE(ConvertStringSidToSidA(name, &none)) << name;
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_SID});
  }
}

TEST(Sid, IsMadeOfPartsCopiedAndCompared) {
  SID_IDENTIFIER_AUTHORITY authority = SECURITY_NT_AUTHORITY;
  PSID made = nullptr, parsed = nullptr;
  ASSERT_TRUE(AllocateAndInitializeSid(&authority, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS, 0, 0, 0, 0,
                                       0, 0, &made));
  ASSERT_TRUE(ConvertStringSidToSidA("S-1-5-32-544", &parsed));
  EXPECT_TRUE(EqualSid(made, parsed));
  BYTE copy[SECURITY_MAX_SID_SIZE];
  ASSERT_TRUE(CopySid(sizeof copy, copy, made));
  *GetSidSubAuthority(copy, 1) = DOMAIN_ALIAS_RID_USERS;
  EXPECT_FALSE(EqualSid(copy, made));
  EXPECT_FALSE(CopySid(15, copy, made));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INSUFFICIENT_BUFFER));
  EXPECT_FALSE(AllocateAndInitializeSid(&authority, 9, 0, 0, 0, 0, 0, 0, 0, 0, &made));
  FreeSid(made);
  LocalFree(parsed);
}

TEST(Texts, GoBetweenUtf8AndUtf16) {
  WCHAR wide[8];
  EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, "gr\xC3\xB6\xC3\x9F", -1, nullptr, 0), 5);
  ASSERT_EQ(MultiByteToWideChar(CP_ACP, 0, "gr\xC3\xB6\xC3\x9F", -1, wide, 8), 5);
  EXPECT_EQ(std::u16string(wide), u"gr\u00f6\u00df");
  char narrow[8];
  BOOL used = TRUE;
  ASSERT_EQ(WideCharToMultiByte(CP_UTF8, 0, wide + 2, 1, narrow, 8, nullptr, &used), 2);
  EXPECT_EQ(std::string(narrow, 2), "\xC3\xB6");
  EXPECT_FALSE(used);
}

TEST(Texts, ThatAreMalformedAreRefusedWhereThatIsAskedFor) {
  WCHAR wide[8];
  for (const char* malformed : {"a\xFF", "\xC3", "\xED\xA0\x80", "\xC0\x80"}) {
    EXPECT_GT(MultiByteToWideChar(CP_UTF8, 0, malformed, -1, wide, 8), 0);
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, malformed, -1, wide, 8), 0);
    EXPECT_EQ(GetLastError(), 1113u);
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, malformed, -1, nullptr, 0), 0);
  }
  EXPECT_EQ(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\xEF\xBF\xBD", -1, wide, 8), 2);
  char narrow[8];
  for (const char16_t* half : {u"\xD83D", u"\xDE00\xD83D"}) {
    EXPECT_GT(WideCharToMultiByte(CP_UTF8, 0, half, -1, narrow, 8, nullptr, nullptr), 0);
    EXPECT_EQ(WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, half, -1, narrow, 8, nullptr, nullptr), 0);
    EXPECT_EQ(GetLastError(), 1113u);
  }
  EXPECT_EQ(WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, u"\xD83D\xDE00", -1, narrow, 8, nullptr, nullptr), 5);
}

TEST(Texts, TellWhyNot) {
  WCHAR wide[2];
  EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, wide, 2), 0);
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INSUFFICIENT_BUFFER));
  EXPECT_EQ(MultiByteToWideChar(1252, 0, "abc", -1, wide, 2), 0);
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, nullptr, -1, wide, 2), 0);
  EXPECT_EQ(WideCharToMultiByte(CP_UTF8, 0, u"a", 0, nullptr, 0, nullptr, nullptr), 0);
}

TEST(Times, AreDatesBothWays) {
  SYSTEMTIME date{2024, 2, 4, 29, 12, 34, 56, 789};
  FILETIME time;
  ASSERT_TRUE(SystemTimeToFileTime(&date, &time));
  ULARGE_INTEGER number;
  number.LowPart = time.dwLowDateTime;
  number.HighPart = time.dwHighDateTime;
  EXPECT_EQ(number.QuadPart, 133'536'836'967'890'000u);
  SYSTEMTIME again;
  ASSERT_TRUE(FileTimeToSystemTime(&time, &again));
  EXPECT_EQ(std::memcmp(&date, &again, sizeof date), 0);
}

TEST(Times, BeginWith1601AndEndWith30827) {
  FILETIME time{0, 0};
  SYSTEMTIME date;
  ASSERT_TRUE(FileTimeToSystemTime(&time, &date));
  EXPECT_EQ(date.wYear, 1601);
  EXPECT_EQ(date.wDayOfWeek, 1);
  time = {0xFFFFFFFF, 0x7FFFFFFF};
  EXPECT_TRUE(FileTimeToSystemTime(&time, &date));
  time.dwHighDateTime = 0x80000000;
  EXPECT_FALSE(FileTimeToSystemTime(&time, &date));
  SYSTEMTIME none{2023, 2, 0, 29, 0, 0, 0, 0};
  EXPECT_FALSE(SystemTimeToFileTime(&none, &time));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
}

TEST(Times, GoOn) {
  ULONGLONG before = GetTickCount64();
  FILETIME first, second;
  GetSystemTimeAsFileTime(&first);
  Sleep(20);
  GetSystemTimeAsFileTime(&second);
  EXPECT_GE(GetTickCount64() - before, 20u);
  EXPECT_NE(std::memcmp(&first, &second, sizeof first), 0);
  FILETIME local;
  EXPECT_TRUE(FileTimeToLocalFileTime(&first, &local));
}

TEST(Libraries, AreFoundByTheirNamesOnWindows) {
  HMODULE system = LoadLibraryW(u"KERNEL32.DLL");
  ASSERT_NE(system, nullptr);
  EXPECT_EQ(system, GetModuleHandleA("advapi32"));
  EXPECT_EQ(GetProcAddress(system, "GetTickCount64"), reinterpret_cast<FARPROC>(&GetTickCount64));
  EXPECT_EQ(GetProcAddress(system, "NoSuchFunction"), nullptr);
  EXPECT_EQ(GetLastError(), 127u);
  EXPECT_TRUE(FreeLibrary(system));
  EXPECT_NE(GetProcAddress(GetModuleHandleA(nullptr), "strlen"), nullptr);
}

TEST(Libraries, OfOursLieBesideEachOther) {
  EXPECT_EQ(GetModuleHandleA("wtsapi32.dll"), nullptr);
  HMODULE sessions = LoadLibraryA("wtsapi32.dll");
  ASSERT_NE(sessions, nullptr);
  EXPECT_EQ(sessions, GetModuleHandleW(u"wtsapi32"));
  EXPECT_NE(GetProcAddress(sessions, "WTSEnumerateSessionsW"), nullptr);
}

TEST(Libraries, ThatAreNoneAreTold) {
  EXPECT_EQ(LoadLibraryA("no-such-library.dll"), nullptr);
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_MOD_NOT_FOUND));
  EXPECT_EQ(LoadLibraryA(""), nullptr);
  int here = 0;
  EXPECT_EQ(GetProcAddress(reinterpret_cast<HMODULE>(&here), "strlen"), nullptr);
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE));
}

}  // namespace
