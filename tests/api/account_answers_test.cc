// Accounts of a server that lies: its answers are about something else, and its lists have no end.
#include <gtest/gtest.h>

#include <algorithm>

#include "api/client/pages.h"
#include "base/sid.h"
#include "base/utf16.h"
#include "fake_server.h"
#include "ntadmin/win/lm.h"
#include "protocols/samr.h"

namespace nta::test {
namespace {

using namespace protocols;

constexpr ContextHandle some_handle{0, guid("11112222-3333-4444-5555-666677778888")};

class AccountAnswers : public testing::Test {
 protected:
  void SetUp() override {
    setenv("NTADMIN_HOST", server_.address().c_str(), 1);
    server_.on<SamrConnect5>(samr, [](const auto&, auto& out, Arena&) {
      out.OutVersion = 1;
      out.Opened = some_handle;
    });
    server_.on<SamrEnumerateDomainsInSamServer>(
        samr, [](const auto&, auto& out, Arena& memory) { out.Buffer = one_row(u"HOST", memory); });
    server_.on<SamrLookupDomainInSamServer>(samr, [](const auto&, auto& out, Arena& memory) {
      Bytes sid = make_sid(5, 21, 1, 2, 3).bytes();
      out.DomainId = reinterpret_cast<uint8_t*>(memory.copy(std::span<const std::byte>(sid)));
    });
    server_.on<SamrLookupNamesInDomain>(samr, [](const auto&, auto& out, Arena& memory) {
      out.RelativeIds = {1, memory.make<uint32_t>()};
      out.Use = {1, memory.make<uint32_t>()};
      *out.RelativeIds.Element = 1000;
      *out.Use.Element = 2;
    });
    open<SamrOpenDomain>();
    open<SamrOpenUser>();
    open<SamrOpenGroup>();
  }

  template <class M>
  void open() {
    server_.on<M>(samr, [](const auto&, auto& out, Arena&) { out.Opened = some_handle; });
  }

  static SAMPR_ENUMERATION_BUFFER* one_row(std::u16string_view name, Arena& memory) {
    auto* row = memory.make<SAMPR_RID_ENUMERATION>();
    auto size = static_cast<uint16_t>(2 * name.size());
    *row = {1000, {size, size, memory.text(name)}};
    auto* list = memory.make<SAMPR_ENUMERATION_BUFFER>();
    *list = {1, row};
    return list;
  }

  /** Answers queries by class with this one, whatever they ask for, and all its bytes set. */
  template <class M>
  void answer_with_class(uint32_t told) {
    server_.on<M>(samr, [told](const auto&, auto& out, Arena& memory) {
      out.Class = told;
      out.Buffer = memory.make<std::remove_pointer_t<decltype(out.Buffer)>>();
      std::memset(static_cast<void*>(out.Buffer), 0x41, sizeof *out.Buffer);
    });
  }

  /** Answers an enumeration with these contexts in turn, again and again, always with more to come. */
  template <class M>
  void go_round(std::vector<uint32_t> contexts, std::u16string name) {
    server_.on<M>(samr, [contexts, name](const auto& in, auto& out, Arena& memory) {
      auto at = std::ranges::find(contexts, in.EnumerationContext);
      bool is_first = at == contexts.end() || ++at == contexts.end();
      out.EnumerationContext = is_first ? contexts.front() : *at;
      if (!name.empty()) out.Buffer = one_row(name, memory);
      out.nt_status = 0x105;
    });
  }

  FakeServer server_;
  LPBYTE rows_ = nullptr;
  DWORD count_ = 0, total_ = 0;
};

TEST_F(AccountAnswers, ThatRefuseTheConnectionAreTheLastWord) {
  server_.on<SamrConnect5>(samr, [](const auto&, auto& out, Arena&) {
    out.OutVersion = 1;
    set_status(out, Win32::access_denied);
  });
  server_.on<SamrConnect2>(samr, [](const auto&, auto& out, Arena&) { out.Opened = some_handle; });
  EXPECT_EQ(NetGroupGetInfo(nullptr, u"staff", 1, &rows_), DWORD{ERROR_ACCESS_DENIED});
  EXPECT_EQ(server_.requests(), std::vector<std::string>{"samr.64"});
}

TEST_F(AccountAnswers, AboutAnotherClassAreNotReadAsTheOneAskedFor) {
  answer_with_class<SamrQueryInformationGroup>(3);
  EXPECT_EQ(NetGroupGetInfo(nullptr, u"staff", 1, &rows_), DWORD{RPC_X_BAD_STUB_DATA});
  answer_with_class<SamrQueryInformationDomain>(12);
  EXPECT_EQ(NetUserModalsGet(nullptr, 0, &rows_), DWORD{RPC_X_BAD_STUB_DATA});
  EXPECT_EQ(rows_, nullptr);
}

TEST_F(AccountAnswers, WithAPasswordForAUserAreNotReadAsTheUser) {
  server_.on<SamrLookupNamesInDomain>(samr, [](const auto&, auto& out, Arena& memory) {
    out.RelativeIds = {1, memory.make<uint32_t>()};
    out.Use = {1, memory.make<uint32_t>()};
    *out.Use.Element = 1;
  });
  answer_with_class<SamrQueryInformationUser>(26);
  EXPECT_EQ(NetUserGetInfo(nullptr, u"alice", 10, &rows_), DWORD{RPC_X_BAD_STUB_DATA});
  go_round<SamrEnumerateUsersInDomain>({0}, u"alice");
  EXPECT_EQ(NetUserEnum(nullptr, 10, 0, &rows_, MAX_PREFERRED_LENGTH, &count_, &total_, nullptr),
            DWORD{RPC_X_BAD_STUB_DATA});
}

TEST_F(AccountAnswers, WithAnotherListAreNotReadAsTheOneAskedFor) {
  server_.on<SamrQueryDisplayInformation2>(samr, [](const auto&, auto& out, Arena& memory) {
    out.Class = 5;
    out.Buffer.Oem = {1, memory.make<SAMPR_DOMAIN_DISPLAY_OEM>()};
  });
  PVOID sorted = nullptr;
  EXPECT_EQ(NetQueryDisplayInformation(nullptr, 1, 0, 10, 1000, &count_, &sorted), DWORD{RPC_X_BAD_STUB_DATA});
  EXPECT_EQ(NetGroupEnum(nullptr, 1, &rows_, MAX_PREFERRED_LENGTH, &count_, &total_, nullptr),
            DWORD{RPC_X_BAD_STUB_DATA});
}

TEST_F(AccountAnswers, ThatRefuseAreToldWhateverTheyAreAbout) {
  server_.on<SamrQueryDisplayInformation2>(samr, [](const auto&, auto& out, Arena&) {
    out.Class = 1;
    set_status(out, Win32::access_denied);
  });
  EXPECT_EQ(NetGroupEnum(nullptr, 1, &rows_, MAX_PREFERRED_LENGTH, &count_, &total_, nullptr),
            DWORD{ERROR_ACCESS_DENIED});
}

TEST_F(AccountAnswers, ThatGoRoundInCirclesEnd) {
  go_round<SamrEnumerateUsersInDomain>({5, 6}, u"alice");
  EXPECT_EQ(NetUserEnum(nullptr, 0, 0, &rows_, MAX_PREFERRED_LENGTH, &count_, &total_, nullptr), NERR_Success);
  EXPECT_EQ(count_, 3u);
  NetApiBufferFree(rows_);
  go_round<SamrEnumerateAliasesInDomain>({7}, u"staff");
  EXPECT_EQ(NetLocalGroupEnum(nullptr, 0, &rows_, MAX_PREFERRED_LENGTH, &count_, &total_, nullptr), NERR_Success);
  EXPECT_EQ(count_, 4u);  // of two domains
  NetApiBufferFree(rows_);
}

TEST(Pages, AreAskedForOnceEachInAnyOrder) {
  client::Pages pages(9);
  EXPECT_TRUE(pages.may_go_to(20, 1));
  EXPECT_TRUE(pages.may_go_to(10, 1));
  EXPECT_FALSE(pages.may_go_to(20, 1));
  EXPECT_FALSE(pages.may_go_to(9, 1));
}

TEST(Pages, OfNothingComeToAnEnd) {
  client::Pages pages;
  uint64_t next = 1;
  while (next < 10'000 && pages.may_go_to(next, 0)) ++next;
  EXPECT_GT(next, 10u);
  EXPECT_LT(next, 1000u);
}

}  // namespace
}  // namespace nta::test
