// Which methods carry secrets. Calls of these alone are wiped, so one that is missing here is a leak.
#include <gtest/gtest.h>

#include <algorithm>

#include "protocols/all.h"

namespace nta::protocols {
namespace {

/** Of what has a password's name, and none in it. */
constexpr std::string_view only_named_so[] = {"SamrGetDomainPasswordInformation",
                                              "SamrGetUserDomainPasswordInformation"};

/** Words that methods with passwords, hashes or tickets have in their names, and some whose requests are not read. */
constexpr std::string_view words[] = {"Password",          "SamrSetInformationUser",
                                      "NetrJoin",          "NetrUnjoin",
                                      "NetrUseAdd",        "NetrValidateName",
                                      "NetrRenameMachine", "ComputerName",
                                      "HostAddUser",       "HostAddUse",
                                      "HostGetUseLogon",   "HostOpenSession",
                                      "RpcConnect",        "RpcWinStationConnect",
                                      "HostOpenShadow",    "HostOpenChannel",
                                      "JoinableOUs",       "NetrLogonDomainName"};

bool is_expected(std::string_view name) {
  if (std::ranges::find(only_named_so, name) != std::end(only_named_so) || name == "NetrEnumerateComputerNames")
    return false;
  return std::ranges::any_of(words, [&](std::string_view word) { return name.find(word) != name.npos; });
}

TEST(Secrets, AreCarriedByTheMethodsThatTheirNamesSay) {
  for (const Interface* interface : all_interfaces)
    for (const MethodInfo& method : interface->methods)
      EXPECT_EQ(carries_secret(*interface, method.opnum), is_expected(method.name)) << method.name;
}

TEST(Secrets, MayBeInWhatIsNotDescribed) { EXPECT_TRUE(carries_secret(termsrv_enumeration, 999)); }

}  // namespace
}  // namespace nta::protocols
