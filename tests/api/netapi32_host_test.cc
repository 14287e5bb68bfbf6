// What netapi32's less known functions do on a real host: names of the server, transports, stored shares, the caller's
// log-on. Each with what it does, and with the codes that the headers tell.
#include <pwd.h>

#include <algorithm>
#include <fstream>
#include <span>
#include <vector>

#include "base/utf16.h"
#include "ntadmin/win/lm.h"
#include "real_host.h"

namespace nta::api::test {
namespace {

constexpr NET_API_STATUS not_found = NERR_NetNameNotFound;

/** A text as the functions take it, and for as long as it is needed. */
class Text {
 public:
  explicit Text(std::string_view text) : wide_(to_utf16(text)) {}
  operator WCHAR*() { return reinterpret_cast<WCHAR*>(wide_.data()); }

 private:
  std::u16string wide_;
};

/** What an enumeration tells, freed in the end. */
template <class Row, auto function>
class Listed {
 public:
  explicit Listed(DWORD level, DWORD most = MAX_PREFERRED_LENGTH, DWORD* position = nullptr) {
    LPBYTE block = nullptr;
    DWORD count = 0;
    status = function(nullptr, level, &block, most, &count, &total, position);
    rows = {reinterpret_cast<Row*>(block), count};
  }
  Listed(const Listed&) = delete;
  Listed& operator=(const Listed&) = delete;
  ~Listed() { NetApiBufferFree(rows.data()); }

  NET_API_STATUS status;
  DWORD total = 0;
  std::span<Row> rows;
};
template <class Row>
using Transports = Listed<Row, NetServerTransportEnum>;
using Aliases = Listed<SERVER_ALIAS_INFO_0, NetServerAliasEnum>;
using StoredShares = Listed<SHARE_INFO_1, NetShareEnumSticky>;
using AllShares = Listed<SHARE_INFO_1, NetShareEnum>;

std::string text(const WCHAR* wide) { return to_utf8(view_or_empty(wide)); }

template <class Info>
LPBYTE bytes(Info& info) {
  return reinterpret_cast<LPBYTE>(&info);
}

class NetHost : public RealHost {
 protected:
  void configure(std::string_view line) {
    fs::create_directories(state_dir());
    std::ofstream(fs::path(state_dir()) / "ntadmind.conf") << line << "\n";
  }
  void start_anew() {
    stop(SIGTERM);
    start();
  }

  static std::string own_name() {
    LPBYTE block = nullptr;
    EXPECT_EQ(NetWkstaGetInfo(nullptr, 100, &block), NERR_Success);
    std::string name = text(reinterpret_cast<WKSTA_INFO_100*>(block)->wki100_computername);
    NetApiBufferFree(block);
    return name;
  }
};

// ---- transports, and the server's names on them

constexpr char direct[] = "\\Device\\NetbiosSmb";  // SMB over TCP without NetBIOS: there on every machine

/** A name as a transport has it: sixteen places, filled up with blanks. */
struct Address {
  explicit Address(std::string_view name) { std::copy(name.begin(), name.end(), places); }
  BYTE places[NETBIOS_NAME_LEN] = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '};
};

/** The names that the server has on the direct transport. */
std::vector<std::string> names_on_direct() {
  Transports<SERVER_TRANSPORT_INFO_0> listed(0);
  EXPECT_EQ(listed.status, NERR_Success);
  std::vector<std::string> names;
  for (const auto& row : listed.rows) {
    if (text(row.svti0_transportname) != direct) continue;
    EXPECT_EQ(row.svti0_transportaddresslength, DWORD{NETBIOS_NAME_LEN});
    std::string name(reinterpret_cast<const char*>(row.svti0_transportaddress), row.svti0_transportaddresslength);
    names.push_back(name.substr(0, name.find(' ')));
  }
  return names;
}

using Names = std::vector<std::string>;

TEST_F(NetHost, TransportsAreListedInThreeLevelsAndInParts) {
  start();
  Transports<SERVER_TRANSPORT_INFO_2> all(2);
  ASSERT_EQ(all.status, NERR_Success);
  ASSERT_GE(all.rows.size(), 1u);
  EXPECT_EQ(all.total, all.rows.size());
  EXPECT_EQ(text(all.rows[0].svti2_transportname), direct);
  EXPECT_EQ(text(all.rows[0].svti2_networkaddress), "000000000000");
  EXPECT_EQ(text(all.rows[0].svti2_domain), "WORKGROUP");
  EXPECT_EQ(all.rows[0].svti2_flags, 0u);
  EXPECT_EQ(Transports<SERVER_TRANSPORT_INFO_1>(1).rows.size(), all.rows.size());
  EXPECT_EQ(names_on_direct(), Names{own_name()});
  for (DWORD level : {3u, 4u, 100u}) EXPECT_EQ(Transports<SERVER_TRANSPORT_INFO_0>(level).status, ERROR_INVALID_LEVEL);
  EXPECT_EQ(Transports<SERVER_TRANSPORT_INFO_0>(0, 1).status, NERR_BufTooSmall);
  DWORD position = 0, count = 0, total = 0;
  size_t seen = 0;
  for (NET_API_STATUS status = ERROR_MORE_DATA; status == ERROR_MORE_DATA;) {
    Transports<SERVER_TRANSPORT_INFO_0> part(0, 200, &position);  // room for one, two perhaps
    status = part.status;
    ASSERT_TRUE(status == NERR_Success || status == ERROR_MORE_DATA) << status;
    ASSERT_GE(part.rows.size(), 1u);
    seen += part.rows.size();
  }
  EXPECT_EQ(seen, all.rows.size());
  LPBYTE block = nullptr;
  EXPECT_EQ(NetServerTransportEnum(nullptr, 0, nullptr, 0, &count, &total, nullptr), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetServerTransportEnum(nullptr, 0, &block, 0, nullptr, &total, nullptr), ERROR_INVALID_PARAMETER);
}

TEST_F(NetHost, ATransportGetsANameAndLosesIt) {
  start();
  Text device(direct), domain("WORKGROUP"), unknown("\\Device\\NetBT_Tcpip_none");
  Address files("FILES2"), own(own_name());
  SERVER_TRANSPORT_INFO_0 info{0, device, files.places, NETBIOS_NAME_LEN, nullptr};
  EXPECT_EQ(NetServerTransportAdd(nullptr, 0, bytes(info)), NERR_Success);
  EXPECT_EQ(names_on_direct(), (Names{own_name(), "FILES2"}));
  EXPECT_EQ(NetServerTransportAdd(nullptr, 0, bytes(info)), ERROR_DUP_NAME);
  EXPECT_EQ(NetServerTransportDel(nullptr, 0, bytes(info)), NERR_Success);
  EXPECT_EQ(names_on_direct(), Names{own_name()});
  EXPECT_EQ(NetServerTransportDel(nullptr, 0, bytes(info)), NERR_Success) << "also when it was not there";
  info.svti0_transportaddress = own.places;
  EXPECT_EQ(NetServerTransportAdd(nullptr, 0, bytes(info)), ERROR_DUP_NAME);
  EXPECT_EQ(NetServerTransportDel(nullptr, 0, bytes(info)), ERROR_NOT_SUPPORTED) << "it keeps its own name";
  EXPECT_EQ(names_on_direct(), Names{own_name()});

  for (auto* function : {NetServerTransportAdd, NetServerTransportDel}) {
    EXPECT_EQ(function(nullptr, 1, bytes(info)), ERROR_INVALID_LEVEL);
    EXPECT_EQ(function(nullptr, 0, nullptr), ERROR_INVALID_PARAMETER);
    SERVER_TRANSPORT_INFO_0 bad{0, nullptr, files.places, NETBIOS_NAME_LEN, nullptr};
    EXPECT_EQ(function(nullptr, 0, bytes(bad)), ERROR_INVALID_PARAMETER);
    bad = {0, device, nullptr, NETBIOS_NAME_LEN, nullptr};
    EXPECT_EQ(function(nullptr, 0, bytes(bad)), ERROR_INVALID_PARAMETER);
    bad = {0, device, files.places, 0, nullptr};
    EXPECT_EQ(function(nullptr, 0, bytes(bad)), ERROR_INVALID_PARAMETER);
  }
  info.svti0_transportname = unknown;
  info.svti0_transportaddress = files.places;
  EXPECT_EQ(NetServerTransportAdd(nullptr, 0, bytes(info)), ERROR_INVALID_PARAMETER);
}

TEST_F(NetHost, EveryLevelOfTransportAddExBindsAName) {
  start();
  Text device(direct), domain("WORKGROUP"), long_domain("SIXTEEN-LETTERS-");
  Address names[] = {Address("LEVEL0"), Address("LEVEL1"), Address("LEVEL2"), Address("LEVEL3"), Address("LEVEL4")};
  SERVER_TRANSPORT_INFO_3 info{};
  info.svti3_transportname = device;
  info.svti3_transportaddresslength = NETBIOS_NAME_LEN;
  info.svti3_domain = domain;
  for (DWORD level : {0u, 1u, 2u, 3u}) {  // each level is the beginning of the next
    info.svti3_transportaddress = names[level].places;
    EXPECT_EQ(NetServerTransportAddEx(nullptr, level, bytes(info)), NERR_Success) << level;
  }
  EXPECT_EQ(names_on_direct(), (Names{own_name(), "LEVEL0", "LEVEL1", "LEVEL2", "LEVEL3"}));
  info.svti3_transportaddress = names[4].places;
  EXPECT_EQ(NetServerTransportAddEx(nullptr, 4, bytes(info)), ERROR_INVALID_LEVEL);
  EXPECT_EQ(NetServerTransportAddEx(nullptr, 1, nullptr), ERROR_INVALID_PARAMETER);
  info.svti3_flags = 1;
  EXPECT_EQ(NetServerTransportAddEx(nullptr, 2, bytes(info)), ERROR_INVALID_PARAMETER);
  info.svti3_flags = SVTI2_SCOPED_NAME;
  EXPECT_EQ(NetServerTransportAddEx(nullptr, 3, bytes(info)), ERROR_NOT_SUPPORTED);
  info.svti3_domain = long_domain;
  EXPECT_EQ(NetServerTransportAddEx(nullptr, 1, bytes(info)), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(names_on_direct().size(), 5u);
  start_anew();
  EXPECT_EQ(names_on_direct(), Names{own_name()}) << "names of transports are gone after a restart";
}

TEST_F(NetHost, AComputerNameIsOnEveryTransportUntilItIsTakenAway) {
  start();
  Text files("files2"), domain("WORKGROUP"), own(own_name()), empty(""), long_name("SIXTEEN-LETTERS-"), bad("A*B");
  size_t before = Transports<SERVER_TRANSPORT_INFO_0>(0).rows.size();
  EXPECT_EQ(NetServerComputerNameAdd(nullptr, domain, files), NERR_Success);
  EXPECT_EQ(names_on_direct(), (Names{own_name(), "FILES2"}));
  EXPECT_EQ(Transports<SERVER_TRANSPORT_INFO_0>(0).rows.size(), 2 * before);
  EXPECT_EQ(NetServerComputerNameAdd(nullptr, nullptr, files), ERROR_DUP_NAME);
  EXPECT_EQ(NetServerComputerNameAdd(nullptr, nullptr, own), ERROR_DUP_NAME);
  EXPECT_EQ(NetServerComputerNameDel(nullptr, files), NERR_Success);
  EXPECT_EQ(NetServerComputerNameDel(nullptr, files), not_found);
  EXPECT_EQ(NetServerComputerNameDel(nullptr, own), ERROR_NOT_SUPPORTED);
  EXPECT_EQ(names_on_direct(), Names{own_name()});
  for (WCHAR* name : {static_cast<WCHAR*>(nullptr), static_cast<WCHAR*>(empty), static_cast<WCHAR*>(long_name)}) {
    EXPECT_EQ(NetServerComputerNameAdd(nullptr, nullptr, name), ERROR_INVALID_PARAMETER);
    EXPECT_EQ(NetServerComputerNameDel(nullptr, name), ERROR_INVALID_PARAMETER);
  }
  EXPECT_EQ(NetServerComputerNameAdd(nullptr, nullptr, bad), ERROR_INVALID_PARAMETER);
}

TEST_F(NetHost, AliasesAreKept) {
  start();
  Text files("FILES2"), own(own_name()), other("SOMEBODY-ELSE"), empty("");
  SERVER_ALIAS_INFO_0 alias{files, own, FALSE, 0};
  EXPECT_EQ(NetServerAliasAdd(nullptr, 0, bytes(alias)), NERR_Success);
  EXPECT_EQ(NetServerAliasAdd(nullptr, 0, bytes(alias)), NERR_DuplicateShare);
  start_anew();
  {
    Aliases listed(0);
    ASSERT_EQ(listed.status, NERR_Success);
    ASSERT_EQ(listed.rows.size(), 1u);
    EXPECT_EQ(text(listed.rows[0].srvai0_alias), "FILES2");
    EXPECT_EQ(text(listed.rows[0].srvai0_target), own_name());
    EXPECT_EQ(names_on_direct(), Names{own_name()}) << "an alias is none of the transports'";
  }
  EXPECT_EQ(Aliases(1).status, ERROR_INVALID_LEVEL);
  EXPECT_EQ(Aliases(0, 1).status, NERR_BufTooSmall);
  EXPECT_EQ(NetServerAliasDel(nullptr, 0, bytes(alias)), NERR_Success);
  EXPECT_EQ(NetServerAliasDel(nullptr, 0, bytes(alias)), not_found);
  EXPECT_EQ(Aliases(0).rows.size(), 0u);
  for (auto* function : {NetServerAliasAdd, NetServerAliasDel}) {
    EXPECT_EQ(function(nullptr, 1, bytes(alias)), ERROR_INVALID_LEVEL);
    EXPECT_EQ(function(nullptr, 0, nullptr), ERROR_INVALID_PARAMETER);
    SERVER_ALIAS_INFO_0 nameless{empty, own, FALSE, 0};
    EXPECT_EQ(function(nullptr, 0, bytes(nameless)), ERROR_INVALID_PARAMETER);
  }
  alias.srvai0_target = other;
  EXPECT_EQ(NetServerAliasAdd(nullptr, 0, bytes(alias)), ERROR_INVALID_PARAMETER);
}

// ---- shares that are stored

class ShareHost : public NetHost {
 protected:
  ShareHost() { configure("shares = table"); }

  NET_API_STATUS add(const char* name, DWORD type) {
    Text wide(name), path(base_.string());
    SHARE_INFO_2 info{wide, type, nullptr, 0, SHI_USES_UNLIMITED, 0, path, nullptr};
    return NetShareAdd(nullptr, 2, bytes(info), nullptr);
  }
  template <class List>
  static bool has(const char* name) {
    List listed(1);
    EXPECT_EQ(listed.status, NERR_Success);
    return std::ranges::any_of(listed.rows, [&](const SHARE_INFO_1& row) { return text(row.shi1_netname) == name; });
  }
};

TEST_F(ShareHost, OnlyStoredSharesOutliveTheHostAndOneCanBeForgotten) {
  start();
  ASSERT_EQ(add("kept", STYPE_DISKTREE), NERR_Success);
  ASSERT_EQ(add("forgotten", STYPE_DISKTREE), NERR_Success);
  ASSERT_EQ(add("passing", STYPE_DISKTREE | STYPE_TEMPORARY), NERR_Success);
  EXPECT_TRUE(has<StoredShares>("kept") && has<StoredShares>("forgotten"));
  EXPECT_FALSE(has<StoredShares>("passing") || has<StoredShares>("IPC$"));
  Text forgotten("FORGOTTEN"), passing("passing"), none("none"), empty("");
  EXPECT_EQ(NetShareDelSticky(nullptr, forgotten, 0), NERR_Success);
  EXPECT_TRUE(has<AllShares>("forgotten")) << "it is there until the next start";
  EXPECT_FALSE(has<StoredShares>("forgotten"));
  for (WCHAR* name : {static_cast<WCHAR*>(forgotten), static_cast<WCHAR*>(passing), static_cast<WCHAR*>(none)})
    EXPECT_EQ(NetShareDelSticky(nullptr, name, 0), not_found);
  for (WCHAR* name : {static_cast<WCHAR*>(nullptr), static_cast<WCHAR*>(empty)})
    EXPECT_EQ(NetShareDelSticky(nullptr, name, 0), ERROR_INVALID_PARAMETER);
  for (DWORD level : {501u, 3u, 1004u}) EXPECT_EQ(StoredShares(level).status, ERROR_INVALID_LEVEL) << level;
  EXPECT_EQ(StoredShares(1, 1).status, NERR_BufTooSmall);
  start_anew();
  EXPECT_TRUE(has<AllShares>("kept"));
  EXPECT_FALSE(has<AllShares>("forgotten") || has<AllShares>("passing"));
}

TEST_F(ShareHost, ShareDelExTakesNameAndServerName) {
  start();
  ASSERT_EQ(add("kept", STYPE_DISKTREE), NERR_Success);
  ASSERT_EQ(add("also", STYPE_DISKTREE), NERR_Success);
  Text kept("kept"), also("also"), everywhere("*"), elsewhere("SCOPED"), empty("");
  SHARE_INFO_503 info{};
  info.shi503_netname = kept;
  info.shi503_servername = elsewhere;
  EXPECT_EQ(NetShareDelEx(nullptr, 503, bytes(info)), not_found);
  EXPECT_TRUE(has<AllShares>("kept"));
  info.shi503_servername = everywhere;
  EXPECT_EQ(NetShareDelEx(nullptr, 502, bytes(info)), ERROR_INVALID_LEVEL);
  EXPECT_EQ(NetShareDelEx(nullptr, 503, nullptr), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetShareDelEx(nullptr, 503, bytes(info)), NERR_Success);
  EXPECT_EQ(NetShareDelEx(nullptr, 503, bytes(info)), not_found);
  EXPECT_FALSE(has<StoredShares>("kept")) << "it is forgotten, too";
  info.shi503_netname = also;
  info.shi503_servername = nullptr;
  EXPECT_EQ(NetShareDelEx(nullptr, 503, bytes(info)), NERR_Success);
  EXPECT_FALSE(has<AllShares>("also"));
  info.shi503_netname = empty;
  EXPECT_EQ(NetShareDelEx(nullptr, 503, bytes(info)), ERROR_INVALID_PARAMETER);
}

// ---- the machine as a client

TEST_F(NetHost, RedirectorTransportsAreNoneOfACallers) {
  start();
  Text name("\\Device\\NetBT_Tcpip_x"), empty("");
  WKSTA_TRANSPORT_INFO_0 info{0, 0, name, nullptr, FALSE};
  DWORD at_fault = 4711;
  EXPECT_EQ(NetWkstaTransportAdd(nullptr, 0, bytes(info), &at_fault), ERROR_INVALID_FUNCTION);
  EXPECT_EQ(at_fault, DWORD{PARM_ERROR_NONE});
  EXPECT_EQ(NetWkstaTransportAdd(nullptr, 1, bytes(info), nullptr), ERROR_INVALID_LEVEL);
  EXPECT_EQ(NetWkstaTransportAdd(nullptr, 0, nullptr, nullptr), ERROR_INVALID_PARAMETER);
  for (DWORD force : {USE_NOFORCE, USE_FORCE, USE_LOTS_OF_FORCE})
    EXPECT_EQ(NetWkstaTransportDel(nullptr, name, force), ERROR_INVALID_FUNCTION);
  EXPECT_EQ(NetWkstaTransportDel(nullptr, nullptr, 0), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetWkstaTransportDel(nullptr, empty, 0), ERROR_INVALID_PARAMETER);
}

TEST_F(NetHost, TheCallersOwnLogonIsToldAndHasNoOtherDomains) {
  start();
  std::string user = getpwuid(getuid())->pw_name;
  LPBYTE block = nullptr;
  ASSERT_EQ(NetWkstaUserGetInfo(nullptr, 0, &block), NERR_Success);
  EXPECT_EQ(text(reinterpret_cast<WKSTA_USER_INFO_0*>(block)->wkui0_username), user);
  NetApiBufferFree(block);
  ASSERT_EQ(NetWkstaUserGetInfo(nullptr, 1, &block), NERR_Success);
  const auto& whole = *reinterpret_cast<WKSTA_USER_INFO_1*>(block);
  EXPECT_EQ(text(whole.wkui1_username), user);
  EXPECT_EQ(text(whole.wkui1_logon_domain), own_name());
  EXPECT_EQ(text(whole.wkui1_logon_server), own_name());
  EXPECT_EQ(text(whole.wkui1_oth_domains), "");
  DWORD at_fault = 4711;
  EXPECT_EQ(NetWkstaUserSetInfo(nullptr, 1, block, &at_fault), NERR_Success) << "what was read can be set";
  EXPECT_EQ(at_fault, DWORD{PARM_ERROR_NONE});
  NetApiBufferFree(block);
  ASSERT_EQ(NetWkstaUserGetInfo(nullptr, 1101, &block), NERR_Success);
  EXPECT_EQ(text(reinterpret_cast<WKSTA_USER_INFO_1101*>(block)->wkui1101_oth_domains), "");
  NetApiBufferFree(block);

  Text name("somebody"), domains("OTHER");
  EXPECT_EQ(NetWkstaUserGetInfo(name, 1, &block), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(block, nullptr);
  EXPECT_EQ(NetWkstaUserGetInfo(nullptr, 2, &block), ERROR_INVALID_LEVEL);
  EXPECT_EQ(NetWkstaUserGetInfo(nullptr, 1, nullptr), ERROR_INVALID_PARAMETER);
  WKSTA_USER_INFO_1101 keeps{nullptr}, sets{domains};
  EXPECT_EQ(NetWkstaUserSetInfo(nullptr, 1101, bytes(keeps), nullptr), NERR_Success);
  EXPECT_EQ(NetWkstaUserSetInfo(nullptr, 1101, bytes(sets), &at_fault), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(at_fault, DWORD{WKSTA_OTH_DOMAINS_PARMNUM});
  EXPECT_EQ(NetWkstaUserSetInfo(nullptr, 0, bytes(keeps), &at_fault), ERROR_INVALID_LEVEL);
  EXPECT_EQ(NetWkstaUserSetInfo(nullptr, 1101, nullptr, nullptr), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(NetWkstaUserSetInfo(name, 1101, bytes(keeps), nullptr), ERROR_INVALID_PARAMETER);
}

}  // namespace
}  // namespace nta::api::test
