// A server in memory behind the Net functions that the tools call.
#pragma once

#include <string>
#include <vector>

#include "ntadmin/win/lm.h"

namespace nta::tools::fake {

struct NetServer {
  NET_API_STATUS failure = NERR_Success;  // what every call fails with
  std::u16string asked;                   // the server of the last call; empty: this host
  std::vector<SESSION_INFO_502> sessions;
  std::vector<FILE_INFO_3> files;
  std::vector<SHARE_INFO_2> shares;
  std::vector<USE_INFO_2> uses;
  std::vector<std::string> members;  // of every group
  std::u16string controller;         // of this machine's domain; empty: there is none
  DWORD refused_rules = ~DWORD{0};   // the level of NetUserModalsSet that is refused
  DWORD member_at_fault = 0;         // of rules that are refused
  bool rules_are_hidden = false;     // from who asks for them
  DWORD page = 2;                    // rows an enumeration gives at once
  std::vector<std::string> actions;  // "delete session \\\\a of b", "close 7", "share x=/y"
};

NetServer& net_server();

std::string text(LPCWSTR given);
/** Notes what would be changed; the failure that the test set. */
NET_API_STATUS act(std::string what);
/** An enumeration of nothing. */
NET_API_STATUS none(LPBYTE* rows, LPDWORD count, LPDWORD total);

}  // namespace nta::tools::fake
