// libnetapi32 against a canned server: what reaches the wire, and what becomes of its answers.
#include <gtest/gtest.h>
#include <malloc.h>

#include <cstring>
#include <vector>

#include "base/sid.h"
#include "base/utf16.h"
#include "fake_server.h"
#include "ntadmin/win/lm.h"
#include "ntadmin/win/winbase.h"
#include "protocols/srvsvc.h"
#include "protocols/wkssvc.h"

namespace nta::test {
namespace {

using namespace protocols;

// ---- blocks

TEST(NetApiBuffer, OfNoBytesIsABlockAllTheSame) {
  LPVOID block = nullptr;
  DWORD size = 0xFFFFFFFF;
  EXPECT_EQ(NetApiBufferAllocate(0, &block), NERR_Success);
  ASSERT_NE(block, nullptr);
  EXPECT_EQ(NetApiBufferSize(block, &size), NERR_Success);
  EXPECT_LT(size, 0xFFFFFFFF);
  EXPECT_EQ(NetApiBufferFree(block), NERR_Success);
}

TEST(NetApiBuffer, FailuresLeaveTheLastErrorAlone) {
  SetLastError(4711);
  EXPECT_EQ(NetApiBufferAllocate(4, nullptr), ERROR_INVALID_PARAMETER);
  DWORD size = 0;
  EXPECT_EQ(NetApiBufferSize(nullptr, &size), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetApiBufferFree(&size), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetApiBufferFree(nullptr), NERR_Success);
  EXPECT_EQ(GetLastError(), 4711u);
}

TEST(NetApiBuffer, ReallocateKeepsTheContentAndFreesForNoBytes) {
  LPVOID block = nullptr;
  ASSERT_EQ(NetApiBufferReallocate(nullptr, 4, &block), NERR_Success);
  std::memcpy(block, "abcd", 4);
  LPVOID larger = nullptr;
  ASSERT_EQ(NetApiBufferReallocate(block, 1 << 20, &larger), NERR_Success);
  EXPECT_EQ(std::memcmp(larger, "abcd", 4), 0);
  LPVOID none = &block;
  EXPECT_EQ(NetApiBufferReallocate(larger, 0, &none), NERR_Success);
  EXPECT_EQ(none, nullptr);
}

// ---- calls

class Netapi32 : public testing::Test {
 protected:
  void SetUp() override { setenv("NTADMIN_HOST", server_.address().c_str(), 1); }

  /** Answers enumerations of shares at level 1 with these names, two at a time, as srvsvc does with its index. */
  void share(std::vector<std::u16string> names) {
    server_.on<NetrShareEnum>(srvsvc, [names](const auto& in, auto& out, Arena& memory) {
      uint32_t from = in.ResumeHandle ? *in.ResumeHandle : 0;
      std::vector<SHARE_INFO_1> rows;
      for (uint32_t i = from; i < names.size() && rows.size() < 2; ++i)
        rows.push_back({.shi1_netname = memory.text(names[i]), .shi1_type = i, .shi1_remark = memory.text(u"")});
      auto* container = memory.make<InfoContainer>();
      container->EntriesRead = static_cast<uint32_t>(rows.size());
      container->Buffer = memory.copy(std::span<const SHARE_INFO_1>(rows));
      out.InfoStruct = {.Level = in.InfoStruct.Level, .Info = container};
      out.TotalEntries = static_cast<uint32_t>(names.size()) - from;
      out.ResumeHandle = memory.make<uint32_t>();
      *out.ResumeHandle = from + container->EntriesRead;
      bool is_all = *out.ResumeHandle == names.size();
      out.net_status = code(is_all ? Win32::success : Win32::more_data);
    });
  }

  FakeServer server_;
  LPBYTE rows_ = nullptr;
  DWORD count_ = 99, total_ = 99, resume_ = 0;
};

TEST_F(Netapi32, GetInfoGivesOneBlockThatHoldsItsTexts) {
  server_.on<NetrServerGetInfo>(srvsvc, [](const auto& in, auto& out, Arena& memory) {
    EXPECT_EQ(in.ServerName, nullptr);
    auto* info = memory.make<SERVER_INFO_101>();
    *info = {.sv101_platform_id = 500, .sv101_name = memory.text(u"HOST"), .sv101_comment = memory.text(u"größer")};
    out.Level = in.Level;
    out.Info = info;
  });
  LPBYTE block = nullptr;
  ASSERT_EQ(NetServerGetInfo(nullptr, 101, &block), NERR_Success);
  const auto& info = *reinterpret_cast<SERVER_INFO_101*>(block);
  EXPECT_EQ(view_or_empty(info.sv101_name), u"HOST");
  EXPECT_EQ(view_or_empty(info.sv101_comment), u"größer");
  DWORD size = 0;
  ASSERT_EQ(NetApiBufferSize(block, &size), NERR_Success);
  EXPECT_GE(size, sizeof info + sizeof u"HOST" + sizeof u"größer");
  EXPECT_EQ(NetApiBufferFree(block), NERR_Success);
}

TEST_F(Netapi32, AnAnswerOfAnotherLevelIsNotTakenForTheOneAskedFor) {
  server_.on<NetrServerGetInfo>(srvsvc, [](const auto&, auto& out, Arena& memory) {
    out.Level = 100;
    out.Info = memory.make<SERVER_INFO_100>();
  });
  LPBYTE block = nullptr;
  EXPECT_EQ(NetServerGetInfo(nullptr, 102, &block), RPC_X_BAD_STUB_DATA);
  EXPECT_EQ(block, nullptr);
}

TEST_F(Netapi32, CountOfRowsWithoutTheRowsIsNone) {
  server_.on<NetrServerDiskEnum>(srvsvc, [](const auto&, auto& out, Arena&) { out.DiskInfoStruct.EntriesRead = 3; });
  EXPECT_EQ(NetServerDiskEnum(nullptr, 0, &rows_, 0, &count_, &total_, nullptr), NERR_Success);
  EXPECT_EQ(count_, 0u);
  server_.on<NetrShareEnum>(srvsvc, [](const auto&, auto& out, Arena& memory) {
    auto* container = memory.make<InfoContainer>();
    container->EntriesRead = 3;
    out.InfoStruct = {.Level = 1, .Info = container};
  });
  EXPECT_EQ(NetShareEnum(nullptr, 1, &rows_, 64, &count_, &total_, nullptr), NERR_Success);
  EXPECT_EQ(count_, 0u);
}

TEST_F(Netapi32, UnknownLevelsAndMissingPointersAreRefusedWithoutACall) {
  LPBYTE block = nullptr;
  EXPECT_EQ(NetServerGetInfo(nullptr, 7, &block), ERROR_INVALID_LEVEL);
  EXPECT_EQ(NetServerGetInfo(nullptr, 101, nullptr), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetServerSetInfo(nullptr, 101, nullptr, nullptr), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetShareEnum(nullptr, 3, &rows_, 0, &count_, &total_, nullptr), ERROR_INVALID_LEVEL);
  EXPECT_EQ(NetShareEnum(nullptr, 1, &rows_, 0, nullptr, &total_, nullptr), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetShareGetInfo(nullptr, nullptr, 1, &block), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetConnectionEnum(nullptr, nullptr, 1, &rows_, 0, &count_, &total_, nullptr), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetWkstaSetInfo(nullptr, 7, rows_, nullptr), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetWkstaTransportEnum(nullptr, 0, &rows_, 0, &count_, nullptr, nullptr), RPC_X_NULL_REF_POINTER);
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(Netapi32, EnumerationsGoOnWithTheHandleUntilAllIsRead) {
  share({u"a", u"b", u"c"});
  ASSERT_EQ(NetShareEnum(nullptr, 1, &rows_, 64, &count_, &total_, &resume_), ERROR_MORE_DATA);
  EXPECT_EQ(count_, 2u);
  EXPECT_EQ(total_, 3u);
  EXPECT_EQ(view_or_empty(reinterpret_cast<SHARE_INFO_1*>(rows_)[1].shi1_netname), u"b");
  NetApiBufferFree(rows_);
  ASSERT_EQ(NetShareEnum(nullptr, 1, &rows_, 64, &count_, &total_, &resume_), NERR_Success);
  EXPECT_EQ(count_, 1u);
  EXPECT_EQ(view_or_empty(reinterpret_cast<SHARE_INFO_1*>(rows_)->shi1_netname), u"c");
  NetApiBufferFree(rows_);
}

TEST_F(Netapi32, AnEmptyEnumerationIsASuccessWithoutRows) {
  share({});
  EXPECT_EQ(NetShareEnum(nullptr, 1, &rows_, MAX_PREFERRED_LENGTH, &count_, &total_, nullptr), NERR_Success);
  EXPECT_EQ(rows_, nullptr);
  EXPECT_EQ(count_, 0u);
  EXPECT_EQ(total_, 0u);
}

TEST_F(Netapi32, MoreDataWithoutOneRowIsABufferThatIsTooSmall) {
  server_.on<NetrShareEnum>(srvsvc, [](const auto& in, auto& out, Arena&) {
    out.InfoStruct = {.Level = in.InfoStruct.Level, .Info = nullptr};
    out.net_status = code(Win32::more_data);
  });
  EXPECT_EQ(NetShareEnum(nullptr, 1, &rows_, 1, &count_, &total_, &resume_), NERR_BufTooSmall);
  EXPECT_EQ(rows_, nullptr);
}

TEST_F(Netapi32, SetInfoTellsTheMemberAtFault) {
  server_.on<NetrServerSetInfo>(srvsvc, [](const auto& in, auto& out, Arena& memory) {
    EXPECT_EQ(static_cast<const SERVER_INFO_1010*>(in.Info)->sv1010_disc, -7);
    out.ParmErr = memory.make<uint32_t>();
    *out.ParmErr = SV_DISC_PARMNUM;
    out.net_status = code(Win32::invalid_parameter);
  });
  SERVER_INFO_1010 info{.sv1010_disc = -7};
  DWORD at_fault = 0;
  EXPECT_EQ(NetServerSetInfo(nullptr, 1010, reinterpret_cast<LPBYTE>(&info), &at_fault), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(at_fault, static_cast<DWORD>(SV_DISC_PARMNUM));
}

TEST_F(Netapi32, AnAbsoluteSecurityDescriptorTravelsSelfRelativeWithItsSize) {
  Bytes sent;
  server_.on<NetrShareSetInfo>(srvsvc, [&sent](const auto& in, auto&, Arena&) {
    const auto& info = *static_cast<const SHARE_INFO_1501*>(in.ShareInfo);
    const auto* bytes = static_cast<const std::byte*>(info.shi1501_security_descriptor);
    sent.assign(bytes, bytes + info.shi1501_reserved);
  });
  Bytes owner = sid_system.bytes();
  SECURITY_DESCRIPTOR descriptor{.Revision = SECURITY_DESCRIPTOR_REVISION, .Owner = owner.data()};
  SHARE_INFO_1501 info{.shi1501_reserved = 123456, .shi1501_security_descriptor = &descriptor};
  WCHAR name[] = u"data";
  ASSERT_EQ(NetShareSetInfo(nullptr, name, 1501, reinterpret_cast<LPBYTE>(&info), nullptr), NERR_Success);
  ASSERT_EQ(sent.size(), 20 + owner.size());
  EXPECT_EQ(std::memcmp(sent.data() + 20, owner.data(), owner.size()), 0);
  EXPECT_EQ(sent[4], std::byte{20}) << "the owner's place";
}

TEST_F(Netapi32, DisksAreLettersWithAColonAndATerminator) {
  server_.on<NetrServerDiskEnum>(srvsvc, [](const auto&, auto& out, Arena& memory) {
    std::vector<DISK_INFO> disks = {{3, u"C:"}, {3, u"D:"}, {1, u""}};
    out.DiskInfoStruct = {.EntriesRead = 3, .Buffer = memory.copy(std::span<const DISK_INFO>(disks))};
    out.TotalEntries = 2;
  });
  ASSERT_EQ(NetServerDiskEnum(nullptr, 0, &rows_, MAX_PREFERRED_LENGTH, &count_, &total_, nullptr), NERR_Success);
  EXPECT_EQ(count_, 2u);
  EXPECT_EQ(std::memcmp(rows_, u"C:\0D:\0", 12), 0);
  NetApiBufferFree(rows_);
}

TEST_F(Netapi32, ASessionIsTheFirstThatTheFiltersLeave) {
  server_.on<NetrSessionEnum>(srvsvc, [](const auto& in, auto& out, Arena& memory) {
    EXPECT_EQ(view_or_empty(in.Filter), u"\\\\client");
    auto* container = memory.make<InfoContainer>();
    auto* row = memory.make<SESSION_INFO_10>();
    row->sesi10_username = memory.text(u"anna");
    *container = {.EntriesRead = 1, .Buffer = row};
    out.InfoStruct = {.Level = 10, .Info = container};
  });
  WCHAR client[] = u"\\\\client", user[] = u"anna";
  LPBYTE block = nullptr;
  ASSERT_EQ(NetSessionGetInfo(nullptr, client, user, 10, &block), NERR_Success);
  EXPECT_EQ(view_or_empty(reinterpret_cast<SESSION_INFO_10*>(block)->sesi10_username), u"anna");
  NetApiBufferFree(block);
  EXPECT_EQ(NetSessionGetInfo(nullptr, client, user, 502, &block), ERROR_INVALID_LEVEL);
}

TEST_F(Netapi32, ASessionOfAnUnendedListLeavesNoBlockBehind) {
  server_.on<NetrSessionEnum>(srvsvc, [](const auto&, auto& out, Arena& memory) {
    auto* container = memory.make<InfoContainer>();
    auto* row = memory.make<SESSION_INFO_10>();
    row->sesi10_username = memory.text(std::u16string(1u << 17, u'a'));
    *container = {.EntriesRead = 1, .Buffer = row};
    out.InfoStruct = {.Level = 10, .Info = container};
    out.net_status = code(Win32::more_data);
  });
  WCHAR client[] = u"\\\\client", user[] = u"anna";
  auto taken = [] {
    struct mallinfo2 info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
  };
  LPBYTE block = nullptr;
  size_t before = taken();
  for (int i = 0; i < 64; ++i) ASSERT_EQ(NetSessionGetInfo(nullptr, client, user, 10, &block), DWORD{ERROR_MORE_DATA});
  EXPECT_EQ(block, nullptr);
  EXPECT_LT(taken(), before + (8u << 20));  // of 16 MiB of answers
}

TEST_F(Netapi32, ServersThatCannotBeAreToldApart) {
  LPBYTE block = nullptr;
  WCHAR slashes[] = u"\\\\", spaced[] = u"\\\\Ba  path";
  EXPECT_EQ(NetServerGetInfo(slashes, 101, &block), ERROR_INVALID_NAME);
  EXPECT_EQ(NetServerGetInfo(spaced, 101, &block), ERROR_BAD_NETPATH);
  setenv("NTADMIN_HOST", "unix:/nonexistent/socket", 1);
  EXPECT_EQ(NetServerGetInfo(nullptr, 101, &block), ERROR_BAD_NETPATH);
}

TEST_F(Netapi32, StatisticsKnowTwoServicesInAnyCase) {
  server_.on<NetrServerStatisticsGet>(srvsvc, [](const auto&, auto& out, Arena& memory) {
    out.InfoStruct = memory.make<STAT_SERVER_0>();
    out.InfoStruct->sts0_sopens = 5;
  });
  WCHAR known[] = u"LANMANSERVER", unknown[] = u"Spooler";
  LPBYTE block = nullptr;
  ASSERT_EQ(NetStatisticsGet(nullptr, known, 0, 0, &block), NERR_Success);
  EXPECT_EQ(reinterpret_cast<STAT_SERVER_0*>(block)->sts0_sopens, 5u);
  NetApiBufferFree(block);
  EXPECT_EQ(NetStatisticsGet(nullptr, unknown, 0, 0, &block), ERROR_NOT_SUPPORTED);
  EXPECT_EQ(NetStatisticsGet(nullptr, known, 1, 0, &block), ERROR_INVALID_LEVEL);
  EXPECT_EQ(NetStatisticsGet(nullptr, known, 0, 1, &block), ERROR_INVALID_PARAMETER);
}

}  // namespace
}  // namespace nta::test
