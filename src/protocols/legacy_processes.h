// What LegacyApi tells of processes ([MS-TSTS] 2.2.2.15.2 and after).
#pragma once

#include "protocols/method.h"

namespace nta::protocols {

/** TS_UNICODE_STRING as op 43 sends it: the lengths, which are bytes, count the array's characters as they stand. */
struct TS_UNICODE_STRING_BYTES {
  uint16_t Length;
  uint16_t MaximumLength;
  char16_t* Buffer;

  static constexpr auto described() {
    return fields(NTA_UNSHOWN(TS_UNICODE_STRING_BYTES, Length), NTA_UNSHOWN(TS_UNICODE_STRING_BYTES, MaximumLength),
                  NTA_FIELD(TS_UNICODE_STRING_BYTES, Buffer, "", unique<array_of<wchar>>)
                      .counted(NTA_NUMBER(TS_UNICODE_STRING_BYTES, MaximumLength))
                      .sent(NTA_NUMBER(TS_UNICODE_STRING_BYTES, Length)));
  }
};

/** The same as op 70 sends it. */
struct NT6_TS_UNICODE_STRING {
  uint16_t Length;
  uint16_t MaximumLength;
  char16_t* Buffer;

  static constexpr auto described() {
    return fields(NTA_UNSHOWN(NT6_TS_UNICODE_STRING, Length), NTA_UNSHOWN(NT6_TS_UNICODE_STRING, MaximumLength),
                  NTA_FIELD(NT6_TS_UNICODE_STRING, Buffer, "", unique<array_of<wchar>>)
                      .counted(NTA_HALF(NT6_TS_UNICODE_STRING, MaximumLength))
                      .sent(NTA_HALF(NT6_TS_UNICODE_STRING, Length)));
  }
};

/** TS_SYS_PROCESS_INFORMATION: SIZE_T travels as 4 bytes; sizes above 4 GiB are cut. Times are 100 ns units. */
template <class UnicodeString>
struct TsProcess {
  uint32_t NextEntryOffset;
  uint32_t NumberOfThreads;
  int64_t SpareLi[3];
  int64_t CreateTime;
  int64_t UserTime;
  int64_t KernelTime;
  UnicodeString ImageName;
  int32_t BasePriority;
  uint32_t UniqueProcessId;
  uint32_t InheritedFromUniqueProcessId;
  uint32_t HandleCount;
  uint32_t SessionId;
  uint32_t SpareUl3;
  uint32_t PeakVirtualSize;
  uint32_t VirtualSize;
  uint32_t PageFaultCount;
  uint32_t PeakWorkingSetSize;
  uint32_t WorkingSetSize;
  uint32_t QuotaPeakPagedPoolUsage;
  uint32_t QuotaPagedPoolUsage;
  uint32_t QuotaPeakNonPagedPoolUsage;
  uint32_t QuotaNonPagedPoolUsage;
  uint32_t PagefileUsage;
  uint32_t PeakPagefileUsage;
  uint32_t PrivatePageCount;

  static constexpr auto described() {
    using P = TsProcess;
    return joined(NTA_UNSHOWN(P, NextEntryOffset), NTA_FIELDS(P, NumberOfThreads),
                  NTA_FIELD(P, SpareLi, "", fixed<i64, 3>), NTA_FIELD(P, CreateTime, "CreateTime", time_hyper),
                  NTA_FIELDS(P, UserTime, KernelTime, ImageName, BasePriority),
                  NTA_FIELD(P, UniqueProcessId, "ProcessId", u32),
                  NTA_FIELD(P, InheritedFromUniqueProcessId, "ParentProcessId", u32),
                  NTA_FIELDS(P, HandleCount, SessionId), NTA_UNSHOWN(P, SpareUl3),
                  NTA_FIELDS(P, PeakVirtualSize, VirtualSize, PageFaultCount, PeakWorkingSetSize, WorkingSetSize),
                  NTA_UNSHOWN(P, QuotaPeakPagedPoolUsage), NTA_UNSHOWN(P, QuotaPagedPoolUsage),
                  NTA_UNSHOWN(P, QuotaPeakNonPagedPoolUsage), NTA_UNSHOWN(P, QuotaNonPagedPoolUsage),
                  NTA_FIELDS(P, PagefileUsage, PeakPagefileUsage), NTA_FIELD(P, PrivatePageCount, "PrivateBytes", u32));
  }
};

template <class UnicodeString>
struct TsAllProcesses {
  TsProcess<UnicodeString>* pTsProcessInfo;
  uint32_t SizeOfSid;
  uint8_t* pSid;  // packed

  static constexpr auto described() {
    using A = TsAllProcesses;
    return fields(NTA_FIELD(A, pTsProcessInfo, "Process", unique<type_of<TsProcess<UnicodeString>>>),
                  NTA_UNSHOWN(A, SizeOfSid),
                  NTA_FIELD(A, pSid, "", unique<array_of<u8>>).counted(NTA_NUMBER(A, SizeOfSid)));
  }
};

struct AllProcessesRequest {
  ContextHandle hServer;
  uint32_t Level;  // 0
  uint32_t pNumberOfProcesses;

  static constexpr auto described() {
    using R = AllProcessesRequest;
    return joined(NTA_FIELDS(R, hServer, Level), NTA_UNSHOWN(R, pNumberOfProcesses));
  }
};

template <class UnicodeString>
struct AllProcessesReply {
  uint32_t pResult;
  uint32_t pNumberOfProcesses;
  TsAllProcesses<UnicodeString>* ppTsAllProcessesInfo;
  uint8_t result;

  static constexpr auto described() {
    using R = AllProcessesReply;
    return fields(
        NTA_UNSHOWN(R, pResult), NTA_UNSHOWN(R, pNumberOfProcesses),
        NTA_FIELD(R, ppTsAllProcessesInfo, "Processes", unique<array_of<type_of<TsAllProcesses<UnicodeString>>>>)
            .counted(NTA_NUMBER(R, pNumberOfProcesses)),
        NTA_FIELD(R, result, "", boolean8));
  }
};

struct RpcWinStationGetAllProcesses : Method<43> {
  using In = AllProcessesRequest;
  using Out = AllProcessesReply<TS_UNICODE_STRING_BYTES>;
};

/** The packed SID of one process, named by its id and start time. Size 0 asks for the size. */
struct RpcWinStationGetProcessSid : Method<44> {
  struct In {
    ContextHandle hServer;
    uint32_t dwUniqueProcessId;
    int64_t ProcessStartTime;
    uint8_t* pProcessUserSid;
    uint32_t dwSidSize;
    uint32_t pdwSizeNeeded;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, hServer), NTA_FIELD(In, dwUniqueProcessId, "ProcessId", u32),
                    NTA_FIELD(In, ProcessStartTime, "StartTime", time_hyper),
                    NTA_FIELD(In, pProcessUserSid, "", unique<array_of<u8>>).counted(NTA_NUMBER(In, dwSidSize)),
                    NTA_UNSHOWN(In, dwSidSize), NTA_UNSHOWN(In, pdwSizeNeeded));
    }
  };
  struct Out {
    uint32_t pResult;
    uint8_t* pProcessUserSid;
    uint32_t dwSidSize;  // the request's
    uint32_t pdwSizeNeeded;
    uint8_t result;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, pResult),
                    NTA_FIELD(Out, pProcessUserSid, "", unique<array_of<u8>>).counted(NTA_NUMBER(Out, dwSidSize)),
                    NTA_FIELD(Out, dwSidSize, "", local32), NTA_FIELD(Out, pdwSizeNeeded, "SizeNeeded", u32),
                    NTA_FIELD(Out, result, "", boolean8));
    }
  };
};

struct RpcWinStationGetAllProcesses_NT6 : Method<70> {
  using In = AllProcessesRequest;
  using Out = AllProcessesReply<NT6_TS_UNICODE_STRING>;
};

}  // namespace nta::protocols
