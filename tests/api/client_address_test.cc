// Server names.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>

#include "api/client/address.h"

namespace {

using nta::client::parse_address;
using nta::client::ServerAddress;

TEST(ServerAddress, FormsOfARemoteName) {
  for (const char* text : {"\\\\ts01", "ts01"}) EXPECT_EQ(*parse_address(text), (ServerAddress{"ts01", 445})) << text;
  EXPECT_EQ(*parse_address("\\\\ts01:1445"), (ServerAddress{"ts01", 1445}));
  EXPECT_EQ(*parse_address("192.0.2.5"), (ServerAddress{"192.0.2.5", 445}));
  EXPECT_EQ(*parse_address("[2001:db8::1]:1445"), (ServerAddress{"2001:db8::1", 1445}));
  EXPECT_EQ(*parse_address("[2001:db8::1]"), (ServerAddress{"2001:db8::1", 445}));
  EXPECT_EQ(*parse_address("2001:db8::1"), (ServerAddress{"2001:db8::1", 445}));
  EXPECT_EQ(*parse_address("ncacn_np:ts01"), (ServerAddress{"ts01", 445}));
}

TEST(ServerAddress, ABindingChoosesTcp) {
  constexpr auto tcp = ServerAddress::Transport::tcp;
  EXPECT_EQ(*parse_address("ncacn_ip_tcp:ts01"), (ServerAddress{"ts01", 0, tcp}));
  EXPECT_EQ(*parse_address("\\\\NCACN_IP_TCP:ts01[1234]"), (ServerAddress{"ts01", 1234, tcp}));
  EXPECT_EQ(*parse_address("ncacn_ip_tcp:2001:db8::1[1234]"), (ServerAddress{"2001:db8::1", 1234, tcp}));
  EXPECT_EQ(parse_address("ncacn_ip_tcp:ts01[1234]")->over_smb(), (ServerAddress{"ts01", 445}));
  for (const char* text : {"ncacn_ip_tcp:", "ncacn_ip_tcp:ts01[]", "ncacn_ip_tcp:ts01[x]", "ncacn_ip_tcp:[1234]"})
    EXPECT_FALSE(parse_address(text)) << text;
}

TEST(ServerAddress, OwnNameIsThisMachineUnlessAPortIsNamed) {
  char host[256] = {};
  ASSERT_EQ(gethostname(host, sizeof host - 1), 0);
  EXPECT_TRUE(parse_address("")->is_local());
  EXPECT_TRUE(parse_address(host)->is_local());
  std::string label(host, std::strcspn(host, "."));
  EXPECT_TRUE(parse_address(label.substr(0, 15))->is_local());
  EXPECT_TRUE(parse_address(std::string("\\\\") + host)->is_local());
  EXPECT_TRUE(parse_address("LocalHost")->is_local());
  EXPECT_TRUE(parse_address(".")->is_local());
  EXPECT_TRUE(parse_address("\\\\.")->is_local());
  EXPECT_FALSE(parse_address("localhost:4450")->is_local());
}

TEST(ServerAddress, RefusesWhatCannotNameAServer) {
  for (const char* text : {"\\\\", "\\", "a b", "\\\\a\\share", "host:", "host:0", "host:70000", "host:4x", ":445"}) {
    auto address = parse_address(text);
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().code, nta::Win32::rpc_invalid_binding) << text;
  }
  EXPECT_FALSE(parse_address(std::string(300, 'a')));
}

}  // namespace
