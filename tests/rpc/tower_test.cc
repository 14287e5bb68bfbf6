// Towers against bytes made by hand from [C706] appendix L, and what is malformed.
#include "rpc/tower.h"

#include <gtest/gtest.h>

#include "hex.h"

namespace nta::rpc {
namespace {

using nta::test::hex;

// impacket's request for srvsvc over TCP, with port 49152 and 192.0.2.1 filled in.
const Bytes tcp_octets =
    hex("0500 1300 0d c84f324b7016d30112785a47bf6ee188 0300 0200 0000 1300 0d 045d888aeb1cc9119fe808002b104860 0200 "
        "0200 0000"
        "0100 0b 0200 0000 0100 07 0200 c000 0100 09 0400 c0000201");
const Bytes pipe_octets =
    hex("0500 1300 0d c84f324b7016d30112785a47bf6ee188 0300 0200 0000 1300 0d 045d888aeb1cc9119fe808002b104860 0200 "
        "0200 0000"
        "0100 0b 0200 0000 0100 0f 0d00 5c706970655c73727673766300 0100 11 0700 5c5c484f535400");
const SyntaxId srvsvc{guid("4b324fc8-1670-01d3-1278-5a47bf6ee188"), 3, 0};

TEST(Tower, OfTcpNamesPortAndAddress) {
  auto tower = read_tower(tcp_octets);
  ASSERT_TRUE(tower) << tower.error().text;
  EXPECT_EQ(*tower, (Tower{.interface = srvsvc, .port = 49152, .address = "192.0.2.1", .pipe = ""}));
  EXPECT_EQ(write_tower(*tower), tcp_octets);
}

TEST(Tower, OfAPipeNamesItAndTheHost) {
  auto tower = read_tower(pipe_octets);
  ASSERT_TRUE(tower) << tower.error().text;
  EXPECT_EQ(tower->transport, Tower::Transport::pipe);
  EXPECT_EQ(tower->pipe, "srvsvc");
  EXPECT_EQ(tower->address, "HOST");
  EXPECT_EQ(write_tower(*tower), pipe_octets);
}

TEST(Tower, AnAddressThatIsNotIpv4IsLeftZero) {
  auto tower = read_tower(write_tower({.interface = srvsvc, .port = 1, .address = "2001:db8::1", .pipe = ""}));
  ASSERT_TRUE(tower);
  EXPECT_EQ(tower->address, "0.0.0.0");
}

TEST(Tower, CutShortAnywhereIsAnError) {
  for (const Bytes& octets : {tcp_octets, pipe_octets})
    for (size_t length = 0; length < octets.size(); ++length)
      EXPECT_FALSE(read_tower(ByteView(octets).first(length))) << length;
}

TEST(Tower, OtherTransportsAndFloorsAreRefused) {
  Bytes udp = tcp_octets, datagram = tcp_octets, four = tcp_octets;
  udp[61] = std::byte{0x08};
  datagram[54] = std::byte{0x0A};
  four[0] = std::byte{4};
  for (const Bytes& octets : {udp, datagram, four}) EXPECT_FALSE(read_tower(octets));
}

}  // namespace
}  // namespace nta::rpc
