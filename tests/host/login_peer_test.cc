// Where somebody logged on from, read from the kernel's tables (tests/daemon/test_ssh.py has the rest, with a real
// sshd).
#include "host/processes/login_peer.h"

#include <gtest/gtest.h>

namespace nta::host {
namespace {

constexpr std::string_view four =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100 0 0 10 0\n"
    "   1: 0100007F:0016 050200C0:C350 01 00000000:00000000 02:000A1 00000000     0        0 222 4 0 20 4 30 10 -1\n"
    "   2: 0100007F:0016 060200C0:C351 08 00000000:00000000 02:000A1 00000000     0        0 333 4 0 20 4 30 10 -1\n";
constexpr std::string_view six =
    "  sl  local_address                         remote_address                        st tx_queue rx_queue\n"
    "   0: B80D0120000000000000000001000000:0016 B80D0120000000000000000005000000:C350 01 0:0 0:0 0 0 0 444 1 0\n"
    "   1: 0000000000000000FFFF00000100007F:0016 0000000000000000FFFF0000050200C0:C350 01 0:0 0:0 0 0 0 555 1 0\n";

TEST(LoginPeer, IsFoundByTheInodeOfItsConnection) {
  EXPECT_EQ(peer_in_table(four, "222"), "192.0.2.5");
  EXPECT_EQ(peer_in_table(six, "444"), "2001:db8::5");
  EXPECT_EQ(peer_in_table(six, "555"), "192.0.2.5") << "IPv4 on a socket for both";
}

TEST(LoginPeer, IsNotThatOfAListenerNorOfAConnectionThatEnded) {
  for (const char* inode : {"111", "333", "999", "22", ""}) EXPECT_EQ(peer_in_table(four, inode), "") << inode;
  EXPECT_EQ(peer_in_table("", "222"), "");
  EXPECT_EQ(peer_in_table("1: a XYZW007F:1 01 0 0 0 0 0 222\n 1: 0 XYZW007F:1 01 0 0 0 0 0 222\n", "222"), "");
}

}  // namespace
}  // namespace nta::host
