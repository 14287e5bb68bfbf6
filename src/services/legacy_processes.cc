#include "services/legacy_processes.h"

#include <signal.h>

#include <algorithm>

#include "base/utf16.h"
#include "services/audit.h"
#include "services/handles.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::Process;

using Processes = ProcessScans::Processes;

/** Scans /proc off the loop, then continues with every process. */
void with_processes(Host& host, const Client& client, ProcessScans::Done then) {
  host.scans->read(host.executor, host.sessions, client.token->user, std::move(then));
}

uint32_t cut(uint64_t size) { return static_cast<uint32_t>(std::min<uint64_t>(size, UINT32_MAX)); }

void fill_name(const std::u16string& name, NT6_TS_UNICODE_STRING& to, Arena& memory) {
  to.Length = static_cast<uint16_t>(name.size() * sizeof(char16_t));
  to.MaximumLength = static_cast<uint16_t>(to.Length + sizeof(char16_t));
  to.Buffer = memory.text(name);
}

// Op 43 counts the buffer in bytes although it holds characters, so that twice as many are sent ([MS-TSTS] 2.2.2.15.1).
void fill_name(const std::u16string& name, TS_UNICODE_STRING_BYTES& to, Arena& memory) {
  to.Length = static_cast<uint16_t>(name.size() * sizeof(char16_t));
  to.MaximumLength = static_cast<uint16_t>(to.Length + sizeof(char16_t));
  to.Buffer = memory.make<char16_t>(to.MaximumLength);
  std::copy(name.begin(), name.end(), to.Buffer);
}

template <class UnicodeString>
void fill(const Process& from, TsProcess<UnicodeString>& to, Arena& memory) {
  to.NumberOfThreads = from.threads;
  to.CreateTime = from.start_time;
  to.UserTime = static_cast<int64_t>(from.user_time);
  to.KernelTime = static_cast<int64_t>(from.kernel_time);
  fill_name(to_utf16(from.name), to.ImageName, memory);
  to.BasePriority = from.base_priority;
  to.UniqueProcessId = static_cast<uint32_t>(from.pid);
  to.InheritedFromUniqueProcessId = static_cast<uint32_t>(from.parent);
  to.HandleCount = from.handles;
  to.SessionId = from.session.value;
  to.PeakVirtualSize = cut(from.peak_virtual_size);
  to.VirtualSize = cut(from.virtual_size);
  to.PageFaultCount = from.page_faults;
  to.PeakWorkingSetSize = cut(from.peak_working_set);
  to.WorkingSetSize = cut(from.working_set);
  to.PagefileUsage = to.PrivatePageCount = cut(from.private_bytes);
  to.PeakPagefileUsage = cut(from.private_bytes);
}

bool may_see(const Host& host, const auth::AccessToken& token, const Process& process) {
  const host::Session* session = host.sessions.find(process.session);
  return (token.uid && *token.uid == process.uid) || !session ||
         host.may(token, *session, static_cast<uint32_t>(Right::query_information));
}

template <class UnicodeString, class M>
void answer_with(Host& host, Call<M>& call, const Processes& processes) {
  auto* rows = call.memory.template make<TsAllProcesses<UnicodeString>>(processes.size());
  uint32_t count = 0;
  for (const Process& process : processes) {
    if (!may_see(host, call.token(), process)) continue;
    auto& row = rows[count++];
    row.pTsProcessInfo = call.memory.template make<TsProcess<UnicodeString>>();
    fill(process, *row.pTsProcessInfo, call.memory);
    Bytes sid = host.sid_of(process.uid).bytes();
    row.SizeOfSid = static_cast<uint32_t>(sid.size());
    row.pSid = reinterpret_cast<uint8_t*>(call.memory.copy(std::span<const std::byte>(sid)));
  }
  call.out.ppTsAllProcessesInfo = rows;
  call.out.pNumberOfProcesses = count;
}

template <class UnicodeString, class M>
void all_processes(Host& host, CallPtr<M> call) {
  auto handle = call->client->contexts->template find<ServerHandle>(call->in().hServer);
  if (!handle) return call->finish(std::move(handle).error());
  if (call->in().Level != 0)
    return call->finish(fail(Win32::invalid_level, "level {}: only 0 is known", call->in().Level));
  with_processes(host, *call->client, [&host, call](const Result<Processes>& processes) {
    if (!processes) return call->finish(processes.error());
    answer_with<UnicodeString>(host, *call, *processes);
    call->finish({});
  });
}

const Process* find(const Processes& processes, uint32_t pid) {
  auto found = std::ranges::find(processes, static_cast<pid_t>(pid), &Process::pid);
  return found == processes.end() ? nullptr : &*found;
}

bool may_end(const auth::AccessToken& token, const Process& process) {
  return token.is_administrator() || (token.uid && *token.uid == process.uid);
}

void audit_end(const Client& client, const Process& process, uint32_t exit_code, Win32 result) {
  // A process ended from outside has the signal as its status: the exit code asked for can only be told here.
  auto target = fmt::format("process {} {} of session {}, exit code {}", process.pid, process.name,
                            process.session.value, exit_code);
  audit(client, "process.terminate", target, result);
}

/** Copies the SID of one process into a buffer of the caller's size. Size 0 only asks for the size. */
Result<void> put_sid(const Host& host, Call<RpcWinStationGetProcessSid>& call, const Processes& processes) {
  const auto& in = call.in();
  const Process* process = find(processes, in.dwUniqueProcessId);
  if (!process || process->start_time != in.ProcessStartTime)
    return fail(Win32::invalid_parameter, "no process {} that started then", in.dwUniqueProcessId);
  Bytes sid = host.sid_of(process->uid).bytes();
  call.out.pdwSizeNeeded = static_cast<uint32_t>(sid.size());
  if (in.dwSidSize < sid.size())
    return fail(Win32::insufficient_buffer, "{} bytes given, {} needed", in.dwSidSize, sid.size());
  call.out.dwSidSize = in.dwSidSize;
  call.out.pProcessUserSid = call.memory.make<uint8_t>(in.dwSidSize);
  std::memcpy(call.out.pProcessUserSid, sid.data(), sid.size());
  return {};
}

}  // namespace

void get_all_processes(Host& host, CallPtr<RpcWinStationGetAllProcesses> call) {
  all_processes<TS_UNICODE_STRING_BYTES>(host, std::move(call));
}

void get_all_processes_nt6(Host& host, CallPtr<RpcWinStationGetAllProcesses_NT6> call) {
  all_processes<NT6_TS_UNICODE_STRING>(host, std::move(call));
}

void get_process_sid(Host& host, CallPtr<RpcWinStationGetProcessSid> call) {
  constexpr uint32_t largest = 1024;
  auto handle = call->client->contexts->find<ServerHandle>(call->in().hServer);
  if (!handle) return call->finish(std::move(handle).error());
  if (call->in().dwSidSize > largest)
    return call->finish(fail(Win32::invalid_parameter, "a SID buffer of {} bytes", call->in().dwSidSize));
  with_processes(host, *call->client, [&host, call](const Result<Processes>& processes) {
    call->finish(processes ? put_sid(host, *call, *processes) : Result<void>(processes.error()));
  });
}

// Owner and start time are read first and the signal goes to that very process, not to a later one with its number.
void terminate_process(Host& host, CallPtr<RpcWinStationTerminateProcess> call) {
  auto handle = call->client->contexts->find<ServerHandle>(call->in().hServer);
  if (!handle) return call->finish(std::move(handle).error());
  with_processes(host, *call->client, [&host, call](const Result<Processes>& processes) {
    if (!processes) return call->finish(processes.error());
    const Process* process = find(*processes, call->in().ProcessId);
    if (!process) return call->finish(fail(Win32::invalid_parameter, "no process {}", call->in().ProcessId));
    if (!may_end(call->token(), *process)) {
      audit_end(*call->client, *process, call->in().ExitCode, Win32::access_denied);
      return call->finish(fail(Win32::access_denied, "process {} belongs to another user", process->pid));
    }
    host.killer.signal_for(
        call->token(), {process->pid, process->start_ticks}, SIGKILL, [call, ended = *process](Result<void> result) {
          audit_end(*call->client, ended, call->in().ExitCode, result ? Win32::success : result.error().code);
          call->finish(std::move(result));
        });
  });
}

}  // namespace nta::services
