// A host in memory behind the WTS functions that the tools call: what the tools print depends on it alone.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/filetime.h"
#include "base/sid.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::tools::fake {

struct Session {
  DWORD id;
  std::u16string name;
  std::u16string user;
  WTS_CONNECTSTATE_CLASS state;
  FileTime logon = 0;
  FileTime last_input = 0;
};

struct Process {
  DWORD session;
  DWORD pid;
  std::u16string image;
  Sid user;
};

struct Host {
  std::vector<Session> sessions;
  std::vector<Process> processes;
  std::map<Sid, std::u16string> accounts;
  DWORD own_session = 0;
  FileTime now = 0;
  DWORD failure = 0;                 // what every call fails with; 0: none
  std::vector<std::string> actions;  // "logoff 3", "disconnect 3", "kill 77"
  std::u16string server;             // the last name opened
};

/** The host of this test; a test sets it up anew. */
Host& host();

}  // namespace nta::tools::fake
