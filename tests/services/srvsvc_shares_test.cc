// Shares: IPC$ alone where nothing is served, a table of them where the configuration asks for one.
#include "net_host.h"

namespace nta::services::test {
namespace {

using namespace protocols;

constexpr uint32_t all = 0xFFFFFFFF;
constexpr uint32_t ipc = 0x80000003;

char16_t* text(const char16_t* literal) { return const_cast<char16_t*>(literal); }

SHARE_INFO_2 share(const char16_t* name, const char16_t* path, const char16_t* remark = u"") {
  SHARE_INFO_2 info{};
  info.shi2_netname = text(name);
  info.shi2_path = text(path);
  info.shi2_remark = text(remark);
  info.shi2_max_uses = all;
  return info;
}

template <class Base>
class SharesOf : public Base {
 protected:
  struct Outcome {
    Win32 status;
    uint32_t member;
    bool operator==(const Outcome&) const = default;
  };
  template <class M>
  Outcome changed(typename M::In in) {
    uint32_t member = 0;
    in.ParmErr = &member;
    auto answer = this->template call<M>(srvsvc, in);
    return {status_of(answer->value), answer->value.ParmErr ? *answer->value.ParmErr : 999};
  }
  Outcome add(SHARE_INFO_2 info) { return changed<NetrShareAdd>({nullptr, 2, &info, nullptr}); }
  template <class Info>
  Outcome set(const char16_t* name, uint32_t level, Info info) {
    return changed<NetrShareSetInfo>({nullptr, text(name), level, &info, nullptr});
  }
  std::vector<std::u16string> names() {
    auto answer = this->template call<NetrShareEnum>(srvsvc, {nullptr, {0, nullptr}, all, nullptr});
    std::vector<std::u16string> list;
    for (const SHARE_INFO_0& row : this->template rows<SHARE_INFO_0>(answer->value))
      list.emplace_back(row.shi0_netname);
    return list;
  }
  Win32 remove(const char16_t* name) { return this->template status<NetrShareDel>({nullptr, text(name), 0}); }
};

class Unserved : public SharesOf<NetTest> {};

class TableTest : public NetTest {
 protected:
  TableTest() : NetTest(host::SharePolicy::table) {}
};
class Shares : public SharesOf<TableTest> {};

using Names = std::vector<std::u16string>;

TEST_F(Unserved, OnlyIpcIsSharedAndNothingCanBe) {
  EXPECT_EQ(names(), Names{u"IPC$"});
  EXPECT_EQ(add(share(u"daten", u"C:\\")).status, Win32::not_supported);
  EXPECT_EQ(add(share(u"ipc$", u"")).status, Win32::duplicate_share);
  EXPECT_EQ(remove(u"IPC$"), Win32::access_denied);
}

TEST_F(Unserved, IpcIsWhatEverybodyMaySeeOfIt) {
  become({sid_users});
  auto answer = call<NetrShareGetInfo>(srvsvc, {nullptr, text(u"ipc$"), 1});
  ASSERT_EQ(status_of(answer->value), Win32::success);
  const auto& info = *static_cast<const SHARE_INFO_1*>(answer->value.Info);
  EXPECT_EQ(info.shi1_type, ipc);
  EXPECT_EQ(std::u16string(info.shi1_remark), u"Remote IPC");
  for (uint32_t level : {2u, 502u, 503u})
    EXPECT_EQ(status<NetrShareGetInfo>({nullptr, text(u"IPC$"), level}), Win32::access_denied);
  for (uint32_t level : {0u, 501u, 1005u})
    EXPECT_EQ(status<NetrShareGetInfo>({nullptr, text(u"IPC$"), level}), Win32::success);
  become({sid_users}, auth::Origin::local);  // who sits at the machine
  EXPECT_EQ(status<NetrShareGetInfo>({nullptr, text(u"IPC$"), 2}), Win32::success);
}

TEST_F(Unserved, ANullSessionSeesNamesTypesAndRemarks) {
  become_nobody();
  for (uint32_t level : {0u, 1u, 501u, 1005u})
    EXPECT_EQ(status<NetrShareGetInfo>({nullptr, text(u"IPC$"), level}), Win32::success) << level;
  for (uint32_t level : {0u, 1u}) {
    EXPECT_EQ(status<NetrShareEnum>({nullptr, {level, nullptr}, all, nullptr}), Win32::success) << level;
    EXPECT_EQ(status<NetrShareEnumSticky>({nullptr, {level, nullptr}, all, nullptr}), Win32::success) << level;
  }
  for (uint32_t level : {2u, 501u, 502u})
    EXPECT_EQ(status<NetrShareEnum>({nullptr, {level, nullptr}, all, nullptr}), Win32::access_denied) << level;
  for (uint32_t level : {2u, 502u, 503u})
    EXPECT_EQ(status<NetrShareGetInfo>({nullptr, text(u"IPC$"), level}), Win32::access_denied) << level;
}

TEST_F(Unserved, ANullSessionIsNotAnAuthenticatedUser) {
  become_nobody();
  for (uint32_t level : {100u, 101u, 102u})
    EXPECT_EQ(status<NetrServerGetInfo>({nullptr, level}), Win32::access_denied) << level;
  EXPECT_EQ(status<NetrSessionEnum>({nullptr, nullptr, nullptr, {10, nullptr}, all, nullptr}), Win32::access_denied);
  EXPECT_EQ(add(share(u"daten", u"C:\\")).status, Win32::access_denied);
}

TEST_F(Unserved, LevelsAndNamesAreJudgedInThatOrder) {
  for (uint32_t level : {3u, 1004u, 1006u, 1501u})
    EXPECT_EQ(status<NetrShareGetInfo>({nullptr, text(u"nothing"), level}), Win32::invalid_level) << level;
  EXPECT_EQ(status<NetrShareGetInfo>({nullptr, text(u"nothing"), 1}), Win32::net_name_not_found);
  EXPECT_EQ(status<NetrShareGetInfo>({nullptr, text(u""), 1}), Win32::invalid_parameter);
}

TEST_F(Shares, AreAddedListedStoredAndRemoved) {
  EXPECT_EQ(add(share(u"daten", u"C:\\tmp", u"für alle")).status, Win32::success);
  EXPECT_EQ(add(share(u"DATEN", u"C:\\tmp")).status, Win32::duplicate_share);
  EXPECT_EQ(names(), (Names{u"IPC$", u"daten"}));
  EXPECT_EQ(status<NetrShareCheck>({nullptr, text(u"c:\\tmp")}), Win32::success);
  EXPECT_EQ(status<NetrShareCheck>({nullptr, text(u"C:\\var")}), Win32::device_not_shared);

  auto again = host::ShareTable::open(host::SharePolicy::table, state_.path() + "/shares");
  ASSERT_TRUE(again && again->find("daten"));
  EXPECT_EQ(again->find("daten")->remark, "für alle");

  EXPECT_EQ(status<NetrShareDelSticky>({nullptr, text(u"daten"), 0}), Win32::success);
  auto sticky = call<NetrShareEnumSticky>(srvsvc, {nullptr, {0, nullptr}, all, nullptr});
  EXPECT_TRUE(rows<SHARE_INFO_0>(sticky->value).empty());
  EXPECT_EQ(names(), (Names{u"IPC$", u"daten"}));
  EXPECT_EQ(remove(u"daten"), Win32::success);
  EXPECT_EQ(remove(u"daten"), Win32::net_name_not_found);
}

TEST_F(Shares, ThatCannotBeAreRefusedWithTheMemberAtFault) {
  EXPECT_EQ(add(share(u"a/b", u"C:\\")), (Outcome{Win32::invalid_parameter, 1}));
  EXPECT_EQ(add(share(u"", u"C:\\")), (Outcome{Win32::invalid_parameter, 1}));
  EXPECT_EQ(add(share(u"pipe", u"C:\\")).status, Win32::access_denied);
  EXPECT_EQ(add(share(u"x", u"")), (Outcome{Win32::invalid_parameter, 8}));
  EXPECT_EQ(add(share(u"x", u"C:\\a\\..\\b")), (Outcome{Win32::invalid_parameter, 8}));
  EXPECT_EQ(add(share(u"x", u"C:\\no\\such\\directory")).status, Win32::unknown_device_directory);
  std::u16string remark(49, u'r');
  EXPECT_EQ(add(share(u"x", u"C:\\", remark.c_str())), (Outcome{Win32::invalid_parameter, 4}));
  SHARE_INFO_2 info = share(u"x", u"C:\\");
  EXPECT_EQ(status<NetrShareAdd>({nullptr, 1, &info, nullptr}), Win32::invalid_level);
  become({sid_print_operators});
  EXPECT_EQ(add(share(u"x", u"C:\\")).status, Win32::access_denied);
}

TEST_F(Shares, AreChangedByLevel) {
  ASSERT_EQ(add(share(u"daten", u"C:\\")).status, Win32::success);
  EXPECT_EQ(set(u"daten", 1004, SHARE_INFO_1004{text(u"neu")}).status, Win32::success);
  EXPECT_EQ(set(u"daten", 1006, SHARE_INFO_1006{7}).status, Win32::success);
  EXPECT_EQ(set(u"daten", 1005, SHARE_INFO_1005{0x31}).status, Win32::success);
  const host::Share& changed = *server_->shares.find("daten");
  EXPECT_EQ(changed.remark, "neu");
  EXPECT_EQ(changed.max_uses, 7u);
  EXPECT_EQ(changed.flags, 0x30u);  // the DFS bits are not set by callers
  EXPECT_EQ(set(u"IPC$", 1005, SHARE_INFO_1005{0x10}).status, Win32::invalid_parameter);
  uint8_t garbage[4] = {1, 2, 3, 4};
  EXPECT_EQ(set(u"daten", 1501, SHARE_INFO_1501{4, garbage}), (Outcome{Win32::invalid_parameter, 501}));
  EXPECT_EQ(set(u"daten", 0, SHARE_INFO_0{text(u"x")}).status, Win32::invalid_level);
  EXPECT_EQ(set(u"nichts", 1006, SHARE_INFO_1006{7}).status, Win32::net_name_not_found);
}

TEST_F(Shares, GoInTwoStepsByAHandle) {
  ASSERT_EQ(add(share(u"daten", u"C:\\")).status, Win32::success);
  auto started = call<NetrShareDelStart>(srvsvc, {nullptr, text(u"daten"), 0});
  ASSERT_EQ(status_of(started->value), Win32::success);
  EXPECT_EQ(names().size(), 2u);
  EXPECT_EQ(status<NetrShareDelCommit>({started->value.Handle}), Win32::success);
  EXPECT_EQ(names(), Names{u"IPC$"});
  EXPECT_EQ(status<NetrShareDelCommit>({started->value.Handle}), Win32::invalid_handle);
}

}  // namespace
}  // namespace nta::services::test
