// Kernel credentials of a unix socket's peer, and the token they make.
#include "auth/peer.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace nta::auth {

namespace {

struct SocketPair {
  SocketPair() {
    int fds[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
    ours.reset(fds[0]);
    theirs.reset(fds[1]);
  }
  UniqueFd ours, theirs;
};

}  // namespace

TEST(Peer, TheKernelSaysWhoConnected) {
  SocketPair pair;
  auto peer = read_peer(pair.ours.get());
  ASSERT_TRUE(peer) << peer.error().text;
  EXPECT_EQ(peer->uid, ::getuid());
  EXPECT_EQ(peer->gid, ::getgid());
  EXPECT_EQ(peer->pid, ::getpid());
  EXPECT_EQ(peer->groups.size(), static_cast<size_t>(::getgroups(0, nullptr)));
}

TEST(Peer, ASocketThatIsNoneIsRefused) {
  UniqueFd file(::dup(2));
  EXPECT_FALSE(read_peer(file.get()));
}

TEST(Peer, TheOverflowUserIsRefused) {
  if (::getuid() != 0) GTEST_SKIP() << "needs root to become the overflow uid";
  pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (::setuid(overflow_uid()) != 0) ::_exit(2);
    int fds[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0) ::_exit(3);
    auto peer = read_peer(fds[0]);
    ::_exit(!peer && peer.error().code == Win32::access_denied ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(LocalToken, EveryLocalUserIsARemoteDesktopUser) {
  AccessToken token = make_local_token({.uid = 1000, .gid = 1000, .pid = 7, .groups = {1000, 27}}, {});
  EXPECT_EQ(token.user.text(), "S-1-22-1-1000");
  for (const Sid& sid : {sid_everyone, sid_authenticated_users, sid_users, sid_remote_desktop_users})
    EXPECT_TRUE(token.is_member(sid)) << sid.text();
  EXPECT_TRUE(token.is_member(sid_of_gid(27)));
  EXPECT_TRUE(token.is_member(token.user));
  EXPECT_FALSE(token.is_administrator());
  EXPECT_EQ(token.uid, 1000u);
  EXPECT_EQ(token.session, services_session);
}

TEST(LocalToken, RootOwnerAndGroupMembersAreAdministrators) {
  EXPECT_TRUE(make_local_token({.uid = 0}, {}).is_administrator());
  EXPECT_EQ(make_local_token({.uid = 0}, {}).user, sid_system);
  EXPECT_TRUE(make_local_token({.uid = 1000}, {.owner = 1000}).is_administrator());
  EXPECT_FALSE(make_local_token({.uid = 1001}, {.owner = 1000}).is_administrator());
  LocalPolicy group{.administrators_group = 50};
  EXPECT_TRUE(make_local_token({.uid = 1000, .gid = 50}, group).is_administrator());
  EXPECT_TRUE(make_local_token({.uid = 1000, .gid = 1000, .groups = {4, 50}}, group).is_administrator());
  EXPECT_FALSE(make_local_token({.uid = 1000, .gid = 1000, .groups = {4, 51}}, group).is_administrator());
}

TEST(LocalToken, LocalGroupsOfItsNumbersAndOfEverybodyAreItsGroups) {
  std::map<Sid, Sid> alias_of = {{sid_of_uid(1000), make_sid(5, 32, 551)},
                                 {sid_of_gid(50), sid_administrators},
                                 {sid_everyone, sid_account_operators}};
  LocalPolicy policy{.aliases_of = [&](std::span<const Sid> sids) {
    std::vector<Sid> aliases;
    for (const Sid& sid : sids)
      if (alias_of.contains(sid)) aliases.push_back(alias_of[sid]);
    return aliases;
  }};
  AccessToken token = make_local_token({.uid = 1000, .gid = 1000, .groups = {50}}, policy);
  EXPECT_TRUE(token.is_administrator());
  EXPECT_TRUE(token.is_member(make_sid(5, 32, 551)));
  EXPECT_TRUE(token.is_member(sid_account_operators));
  EXPECT_FALSE(make_local_token({.uid = 1001, .gid = 1000, .groups = {51}}, policy).is_administrator());
}

TEST(LocalToken, NameAndSessionComeFromTheHost) {
  LocalPolicy policy{.sid_of = [](uid_t uid) { return make_sid(5, 21, 1, 2, 3, uid); },
                     .name_of = [](uid_t) { return std::string("HOST\\alice"); },
                     .session_of = [](pid_t pid) { return SessionId(static_cast<uint32_t>(pid)); }};
  AccessToken token = make_local_token({.uid = 1000, .pid = 4}, policy);
  EXPECT_EQ(token.user.text(), "S-1-5-21-1-2-3-1000");
  EXPECT_EQ(token.name, "HOST\\alice");
  EXPECT_EQ(token.session, SessionId(4));
  EXPECT_EQ(make_local_token({.uid = 1000, .pid = 0}, policy).session, services_session);
}

}  // namespace nta::auth
