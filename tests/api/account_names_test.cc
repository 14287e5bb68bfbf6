// LookupAccountName and LookupAccountSid: sizes, forms and codes, against a canned local security authority.
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "base/sid.h"
#include "base/utf16.h"
#include "fake_server.h"
#include "ntadmin/win/winbase.h"
#include "ntadmin/win/winerror.h"
#include "protocols/lsarpc.h"

namespace nta::test {
namespace {

using namespace protocols;

static_assert(std::is_same_v<decltype(&LookupAccountNameW),
                             BOOL (*)(LPCWSTR, LPCWSTR, PSID, LPDWORD, LPWSTR, LPDWORD, PSID_NAME_USE)>);
static_assert(std::is_same_v<decltype(&LookupAccountNameA),
                             BOOL (*)(LPCSTR, LPCSTR, PSID, LPDWORD, LPSTR, LPDWORD, PSID_NAME_USE)>);
static_assert(std::is_same_v<decltype(&LookupAccountSidW),
                             BOOL (*)(LPCWSTR, PSID, LPWSTR, LPDWORD, LPWSTR, LPDWORD, PSID_NAME_USE)>);
static_assert(std::is_same_v<decltype(&LookupAccountSidA),
                             BOOL (*)(LPCSTR, PSID, LPSTR, LPDWORD, LPSTR, LPDWORD, PSID_NAME_USE)>);

const Sid machine = make_sid(5, 21, 1, 2, 3), anna = make_sid(5, 21, 1, 2, 3, 1000);

/** A host that knows one account, HOST\Änna. */
class AccountNames : public testing::Test {
 protected:
  void SetUp() override {
    setenv("NTADMIN_HOST", server_.address().c_str(), 1);
    server_.on<LsarOpenPolicy2>(lsarpc, [](const auto&, auto& out, Arena&) { out.Opened.id = Guid::random(); });
    server_.on<LsarClose>(lsarpc, [](const auto&, auto&, Arena&) {});
    server_.on<LsarLookupNames3>(lsarpc, [](const auto& in, auto& out, Arena& memory) {
      bool is_known = in.Count == 1 && text_of(in.Names[0]) == u"Änna";
      out.ReferencedDomains = domains(memory);
      out.TranslatedSids.Entries = 1;
      out.TranslatedSids.Rows = memory.make<std::remove_pointer_t<decltype(out.TranslatedSids.Rows)>>();
      out.TranslatedSids.Rows->Use = is_known ? SidTypeUser : SidTypeUnknown;
      if (is_known) out.TranslatedSids.Rows->Sid = packed(memory, anna);
      set_status(out, is_known ? Win32::success : Win32::none_mapped);
    });
    server_.on<LsarLookupSids2>(lsarpc, [](const auto& in, auto& out, Arena& memory) {
      bool is_known = std::memcmp(in.SidEnumBuffer.SidInfo[0].Sid, anna.bytes().data(), anna.bytes().size()) == 0;
      out.ReferencedDomains = domains(memory);
      out.TranslatedNames.Entries = 1;
      out.TranslatedNames.Rows = memory.make<std::remove_pointer_t<decltype(out.TranslatedNames.Rows)>>();
      out.TranslatedNames.Rows->Use = is_known ? SidTypeUser : SidTypeUnknown;
      out.TranslatedNames.Rows->Name = text(memory, is_known ? u"Änna" : u"S-1-1");
      set_status(out, is_known ? Win32::success : Win32::none_mapped);
    });
  }

  static RPC_UNICODE_STRING text(Arena& memory, std::u16string_view from) {
    auto bytes = static_cast<uint16_t>(2 * from.size());
    return {bytes, bytes, memory.text(from)};
  }
  static uint8_t* packed(Arena& memory, const Sid& sid) {
    Bytes bytes = sid.bytes();
    return reinterpret_cast<uint8_t*>(memory.copy(std::span<const std::byte>(bytes)));
  }
  static LSAPR_REFERENCED_DOMAIN_LIST* domains(Arena& memory) {
    auto* row = memory.make<LSAPR_NAMED_SID>();
    *row = {text(memory, u"HOST"), packed(memory, machine)};
    auto* list = memory.make<LSAPR_REFERENCED_DOMAIN_LIST>();
    *list = {1, row, 32};
    return list;
  }

  FakeServer server_;
  Bytes sid_ = Bytes(68);
  Bytes packed_ = anna.bytes();
  DWORD sid_size_ = 0, name_size_ = 0, domain_size_ = 0;
  SID_NAME_USE kind_ = SidTypeInvalid;
};

TEST_F(AccountNames, ANameIsLookedUpInTwoSteps) {
  WCHAR domain[16] = u"untouched";
  EXPECT_FALSE(LookupAccountNameW(nullptr, u"Änna", nullptr, &sid_size_, nullptr, &domain_size_, &kind_));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INSUFFICIENT_BUFFER));
  EXPECT_EQ(sid_size_, 28u);
  EXPECT_EQ(domain_size_, 5u);
  EXPECT_EQ(kind_, SidTypeInvalid);
  domain_size_ = 4;  // one short: the SID that would fit stays out, too
  EXPECT_FALSE(LookupAccountNameW(nullptr, u"Änna", sid_.data(), &sid_size_, domain, &domain_size_, &kind_));
  EXPECT_EQ(sid_, Bytes(68));
  EXPECT_EQ(std::u16string(domain), u"untouched");
  ASSERT_TRUE(LookupAccountNameW(u"", u"Änna", sid_.data(), &sid_size_, domain, &domain_size_, &kind_));
  EXPECT_EQ(Sid::from_bytes(ByteView(sid_).first(sid_size_)).value(), anna);
  EXPECT_EQ(std::u16string(domain), u"HOST");
  EXPECT_EQ(domain_size_, 4u);
  EXPECT_EQ(kind_, SidTypeUser);
}

TEST_F(AccountNames, ASidIsLookedUpInBothForms) {
  char name[8], domain[8];
  EXPECT_FALSE(LookupAccountSidA(nullptr, packed_.data(), nullptr, &name_size_, nullptr, &domain_size_, &kind_));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INSUFFICIENT_BUFFER));
  EXPECT_EQ(name_size_, sizeof "Änna");  // in bytes of UTF-8
  ASSERT_TRUE(LookupAccountSidA(nullptr, packed_.data(), name, &name_size_, domain, &domain_size_, &kind_));
  EXPECT_STREQ(name, "Änna");
  EXPECT_EQ(name_size_, sizeof "Änna" - 1);
  WCHAR wide[8], wide_domain[8];
  name_size_ = domain_size_ = 8;
  ASSERT_TRUE(LookupAccountSidW(nullptr, packed_.data(), wide, &name_size_, wide_domain, &domain_size_, &kind_));
  EXPECT_EQ(std::u16string(wide, name_size_), u"Änna");
  EXPECT_EQ(std::u16string(wide_domain, domain_size_), u"HOST");
  name_size_ = domain_size_ = 8;
  sid_size_ = 68;
  ASSERT_TRUE(LookupAccountNameA(nullptr, "Änna", sid_.data(), &sid_size_, domain, &domain_size_, &kind_));
  EXPECT_STREQ(domain, "HOST");
}

TEST_F(AccountNames, WhatIsUnknownOrMissingIsRefused) {
  auto refusal = [&](BOOL done) { return done ? 0 : GetLastError(); };
  EXPECT_EQ(refusal(LookupAccountNameW(nullptr, u"bert", nullptr, &sid_size_, nullptr, &domain_size_, &kind_)),
            static_cast<DWORD>(ERROR_NONE_MAPPED));
  Bytes stranger = machine.with(4711).bytes(), no_sid(28);
  EXPECT_EQ(refusal(LookupAccountSidW(nullptr, stranger.data(), nullptr, &name_size_, nullptr, &domain_size_, &kind_)),
            static_cast<DWORD>(ERROR_NONE_MAPPED));
  EXPECT_EQ(refusal(LookupAccountSidW(nullptr, no_sid.data(), nullptr, &name_size_, nullptr, &domain_size_, &kind_)),
            static_cast<DWORD>(ERROR_INVALID_SID));
  server_.requests();
  EXPECT_EQ(refusal(LookupAccountNameW(nullptr, nullptr, nullptr, &sid_size_, nullptr, &domain_size_, &kind_)),
            static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_EQ(refusal(LookupAccountSidW(nullptr, nullptr, nullptr, &name_size_, nullptr, &domain_size_, &kind_)),
            static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_EQ(refusal(LookupAccountSidW(nullptr, packed_.data(), nullptr, nullptr, nullptr, &domain_size_, &kind_)),
            static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(AccountNames, ASystemThatCannotBeReachedIs1722) {
  setenv("NTADMIN_HOST", "unix:/nonexistent/socket", 1);
  setenv("NTADMIN_AUTOSTART", "0", 1);
  EXPECT_FALSE(LookupAccountSidW(nullptr, packed_.data(), nullptr, &name_size_, nullptr, &domain_size_, &kind_));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(RPC_S_SERVER_UNAVAILABLE));
}

}  // namespace
}  // namespace nta::test
