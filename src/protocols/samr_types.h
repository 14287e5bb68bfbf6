// SAMR: what its methods share ([MS-SAMR] 2.2).
#pragma once

#include "protocols/unicode_string.h"

namespace nta::protocols {

/** OLD_LARGE_INTEGER: 8 bytes as two ULONGs; a FILETIME, or a negative time span in the same unit. */
inline constexpr Type old_large_integer = time_pair;

struct OnSam {
  ContextHandle Handle;

  static constexpr auto described() { return fields(NTA_FIELD(OnSam, Handle, "", context_handle)); }
};

struct HandleAndClass {
  ContextHandle Handle;
  uint32_t Class;

  static constexpr auto described() {
    using S = HandleAndClass;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, Class, "Class", enum16));
  }
};

struct OnlyStatus {
  uint32_t nt_status;

  static constexpr auto described() {
    using S = OnlyStatus;
    return fields(NTA_FIELD(S, nt_status, "", u32));
  }
};

struct ClosedHandle {
  ContextHandle Handle;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = ClosedHandle;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, nt_status, "", u32));
  }
};

struct OpenedHandle {
  ContextHandle Opened;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = OpenedHandle;
    return fields(NTA_FIELD(S, Opened, "", context_handle), NTA_FIELD(S, nt_status, "", u32));
  }
};

struct CreatedHandle {
  ContextHandle Opened;
  uint32_t RelativeId;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = CreatedHandle;
    return fields(NTA_FIELD(S, Opened, "", context_handle), NTA_FIELD(S, RelativeId, "RelativeId", u32),
                  NTA_FIELD(S, nt_status, "", u32));
  }
};

struct SAMPR_ULONG_ARRAY {
  uint32_t Count;
  uint32_t* Element;

  static constexpr auto described() {
    using S = SAMPR_ULONG_ARRAY;
    return fields(NTA_FIELD(S, Count, "Count", u32),
                  NTA_FIELD(S, Element, "Element", unique<array_of<u32>>).counted(NTA_NUMBER(S, Count)));
  }
};

struct SAMPR_SID_INFORMATION {
  uint8_t* SidPointer;

  static constexpr auto described() {
    using S = SAMPR_SID_INFORMATION;
    return fields(NTA_FIELD(S, SidPointer, "SidPointer", unique<sid>));
  }
};

struct SAMPR_PSID_ARRAY {
  uint32_t Count;
  SAMPR_SID_INFORMATION* Sids;

  static constexpr auto described() {
    using S = SAMPR_PSID_ARRAY;
    return fields(
        NTA_FIELD(S, Count, "Count", u32),
        NTA_FIELD(S, Sids, "Sids", unique<array_of<type_of<SAMPR_SID_INFORMATION>>>).counted(NTA_NUMBER(S, Count)));
  }
};

struct SAMPR_RETURNED_USTRING_ARRAY {
  uint32_t Count;
  RPC_UNICODE_STRING* Element;

  static constexpr auto described() {
    using S = SAMPR_RETURNED_USTRING_ARRAY;
    return fields(
        NTA_FIELD(S, Count, "Count", u32),
        NTA_FIELD(S, Element, "Element", unique<array_of<type_of<RPC_UNICODE_STRING>>>).counted(NTA_NUMBER(S, Count)));
  }
};

struct SAMPR_RID_ENUMERATION {
  uint32_t RelativeId;
  RPC_UNICODE_STRING Name;

  static constexpr auto described() {
    using S = SAMPR_RID_ENUMERATION;
    return fields(NTA_FIELD(S, RelativeId, "RelativeId", u32), NTA_FIELD(S, Name, "Name", type_of<RPC_UNICODE_STRING>));
  }
};

struct SAMPR_ENUMERATION_BUFFER {
  uint32_t EntriesRead;
  SAMPR_RID_ENUMERATION* Buffer;

  static constexpr auto described() {
    using S = SAMPR_ENUMERATION_BUFFER;
    return fields(NTA_FIELD(S, EntriesRead, "EntriesRead", u32),
                  NTA_FIELD(S, Buffer, "Buffer", unique<array_of<type_of<SAMPR_RID_ENUMERATION>>>)
                      .counted(NTA_NUMBER(S, EntriesRead)));
  }
};

struct SAMPR_SR_SECURITY_DESCRIPTOR {
  uint32_t Length;
  uint8_t* SecurityDescriptor;

  static constexpr auto described() {
    using S = SAMPR_SR_SECURITY_DESCRIPTOR;
    return fields(
        NTA_FIELD(S, Length, "Length", u32),
        NTA_FIELD(S, SecurityDescriptor, "SecurityDescriptor", unique<array_of<u8>>).counted(NTA_NUMBER(S, Length)));
  }
};

}  // namespace nta::protocols
