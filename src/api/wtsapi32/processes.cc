// WTSEnumerateProcesses, WTSEnumerateProcessesEx, WTSTerminateProcess: LegacyApi, as on Windows.
#include "api/ntadmin/boundary.h"
#include "api/wtsapi32/answer.h"
#include "api/wtsapi32/server.h"
#include "base/sid.h"
#include "protocols/legacy_api.h"
#include "protocols/local_host.h"

namespace nta::api {
namespace {

using namespace protocols;
using Answer = ndr::Decoded<RpcWinStationGetAllProcesses_NT6::Out>;
using Process = TsAllProcesses<NT6_TS_UNICODE_STRING>;

constexpr DWORD highest_level = 1;

Result<Answer> all_processes(client::Server& server) {
  constexpr uint32_t most_processes = 0x8000;  // a hint that Windows' own client sends
  return server.call_legacy<RpcWinStationGetAllProcesses_NT6>({.Level = 0, .pNumberOfProcesses = most_processes});
}

char16_t* image_name(Arena& arena, const NT6_TS_UNICODE_STRING& name) {
  std::u16string_view text(name.Buffer ? name.Buffer : u"", name.Buffer ? name.Length / sizeof(char16_t) : 0);
  return arena.text(text.substr(0, text.find(u'\0')));
}

// Null where the server did not tell the owner, or told no SID.
void* owner_of(const Process& process) {
  ByteView bytes = std::as_bytes(std::span(process.pSid, process.pSid ? process.SizeOfSid : 0));
  return Sid::from_bytes(bytes) ? process.pSid : nullptr;
}

void fill(WTS_PROCESS_INFOW& row, Arena& arena, const Process& process) {
  row.SessionId = process.pTsProcessInfo->SessionId;
  row.ProcessId = process.pTsProcessInfo->UniqueProcessId;
  row.pProcessName = image_name(arena, process.pTsProcessInfo->ImageName);
  row.pUserSid = owner_of(process);
}

void fill(WTS_PROCESS_INFO_EXW& row, Arena& arena, const Process& process) {
  const auto& info = *process.pTsProcessInfo;
  row.SessionId = info.SessionId;
  row.ProcessId = info.UniqueProcessId;
  row.pProcessName = image_name(arena, info.ImageName);
  row.pUserSid = owner_of(process);
  row.NumberOfThreads = info.NumberOfThreads;
  row.HandleCount = info.HandleCount;
  row.PagefileUsage = info.PagefileUsage;
  row.PeakPagefileUsage = info.PeakPagefileUsage;
  row.WorkingSetSize = info.WorkingSetSize;
  row.PeakWorkingSetSize = info.PeakWorkingSetSize;
  row.UserTime.QuadPart = info.UserTime;
  row.KernelTime.QuadPart = info.KernelTime;
}

/** The processes of one session, or of all, as rows in a block. */
template <class Row, class Wide>
Result<Row*> processes(const Answer& answer, DWORD session, BlockKind kind, DWORD* count) {
  Arena arena;
  std::vector<Wide> rows;
  const Process* first = answer->ppTsAllProcessesInfo;
  for (const Process& process : std::span(first, first ? answer->pNumberOfProcesses : 0)) {
    if (!process.pTsProcessInfo) continue;
    if (session != WTS_ANY_SESSION && process.pTsProcessInfo->SessionId != session) continue;
    fill(rows.emplace_back(), arena, process);
  }
  NTA_TRY(Row * block, (hand_out<Row>(std::span<const Wide>(rows), kind)));
  *count = static_cast<DWORD>(rows.size());
  return block;
}

// Processes say their session by number, so "current" has to be a number too.
Result<DWORD> numbered_session(client::Server& server, DWORD session) {
  if (session != WTS_CURRENT_SESSION) return session;
  NTA_TRY(auto host, server.call<HostGetInfo>(local_host, {}));
  return host->CallerSessionId;
}

template <class Row>
Result<void> enumerate(HANDLE handle, DWORD reserved, DWORD version, Row** rows, DWORD* count) {
  if (!rows || !count) return fail(Win32::invalid_parameter, "null output");
  if (reserved != 0 || version != 1)
    return fail(Win32::invalid_parameter, "Reserved {}, Version {}: 0 and 1 are known", reserved, version);
  NTA_TRY(auto server, server_of(handle));
  NTA_TRY(auto answer, all_processes(*server));
  NTA_TRY(*rows, (processes<Row, WTS_PROCESS_INFOW>(answer, WTS_ANY_SESSION, BlockKind::process_info_0, count)));
  SetLastError(0);  // seen on Windows, of both functions
  return {};
}

template <class Row, class RowEx, class Output>
Result<void> enumerate_ex(HANDLE handle, DWORD* level, DWORD session, Output** rows, DWORD* count) {
  if (!level || !rows || !count) return fail(Win32::invalid_parameter, "null pointer");
  if (*level > highest_level) {
    Error error = fail(Win32::invalid_parameter, "level {}: 0 and 1 are known", *level);
    *level = highest_level;
    return error;
  }
  NTA_TRY(auto server, server_of(handle));
  NTA_TRY(DWORD wanted, numbered_session(*server, session));
  NTA_TRY(auto answer, all_processes(*server));
  if (*level == 0) {
    NTA_TRY(Row * block, (processes<Row, WTS_PROCESS_INFOW>(answer, wanted, BlockKind::process_info_0, count)));
    *rows = reinterpret_cast<Output*>(block);
  } else {
    NTA_TRY(RowEx * block, (processes<RowEx, WTS_PROCESS_INFO_EXW>(answer, wanted, BlockKind::process_info_1, count)));
    *rows = reinterpret_cast<Output*>(block);
  }
  SetLastError(0);
  return {};
}

Result<void> terminate(HANDLE handle, DWORD process, DWORD exit_code) {
  NTA_TRY(auto server, server_of(handle));
  NTA_CHECK(server->call_legacy<RpcWinStationTerminateProcess>({.ProcessId = process, .ExitCode = exit_code}));
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSEnumerateProcessesW(HANDLE hServer, DWORD Reserved, DWORD Version, PWTS_PROCESS_INFOW* ppProcessInfo,
                            DWORD* pCount) {
  return c_boundary([&] { return enumerate(hServer, Reserved, Version, ppProcessInfo, pCount); });
}

BOOL WTSEnumerateProcessesA(HANDLE hServer, DWORD Reserved, DWORD Version, PWTS_PROCESS_INFOA* ppProcessInfo,
                            DWORD* pCount) {
  return c_boundary([&] { return enumerate(hServer, Reserved, Version, ppProcessInfo, pCount); });
}

BOOL WTSEnumerateProcessesExW(HANDLE hServer, DWORD* pLevel, DWORD SessionId, LPWSTR* ppProcessInfo, DWORD* pCount) {
  return c_boundary([&] {
    return enumerate_ex<WTS_PROCESS_INFOW, WTS_PROCESS_INFO_EXW>(hServer, pLevel, SessionId, ppProcessInfo, pCount);
  });
}

BOOL WTSEnumerateProcessesExA(HANDLE hServer, DWORD* pLevel, DWORD SessionId, LPSTR* ppProcessInfo, DWORD* pCount) {
  return c_boundary([&] {
    return enumerate_ex<WTS_PROCESS_INFOA, WTS_PROCESS_INFO_EXA>(hServer, pLevel, SessionId, ppProcessInfo, pCount);
  });
}

BOOL WTSTerminateProcess(HANDLE hServer, DWORD ProcessId, DWORD ExitCode) {
  return c_boundary([&] { return terminate(hServer, ProcessId, ExitCode); });
}
