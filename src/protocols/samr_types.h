// SAMR: what its methods share ([MS-SAMR] 2.2).
#pragma once

#include "protocols/account_shapes.h"

namespace nta::protocols {

/** OLD_LARGE_INTEGER: 8 bytes as two ULONGs; a FILETIME, or a negative time span in the same unit. */
inline constexpr Type old_large_integer = time_pair;

struct CreatedHandle {
  ContextHandle Opened;
  uint32_t RelativeId;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = CreatedHandle;
    return joined(NTA_FIELDS(S, Opened, RelativeId), NTA_UNSHOWN(S, nt_status));
  }
};

struct SAMPR_ULONG_ARRAY {
  uint32_t Count;
  uint32_t* Element;

  static constexpr auto described() {
    using S = SAMPR_ULONG_ARRAY;
    return joined(NTA_FIELDS(S, Count), NTA_ROWS(S, Element, Count));
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
    return joined(NTA_FIELDS(S, Count), NTA_ROWS(S, Sids, Count));
  }
};

struct SAMPR_RETURNED_USTRING_ARRAY {
  uint32_t Count;
  RPC_UNICODE_STRING* Element;

  static constexpr auto described() {
    using S = SAMPR_RETURNED_USTRING_ARRAY;
    return joined(NTA_FIELDS(S, Count), NTA_ROWS(S, Element, Count));
  }
};

struct SAMPR_RID_ENUMERATION {
  uint32_t RelativeId;
  RPC_UNICODE_STRING Name;

  static constexpr auto described() { return NTA_FIELDS(SAMPR_RID_ENUMERATION, RelativeId, Name); }
};

struct SAMPR_ENUMERATION_BUFFER {
  uint32_t EntriesRead;
  SAMPR_RID_ENUMERATION* Buffer;

  static constexpr auto described() {
    using S = SAMPR_ENUMERATION_BUFFER;
    return joined(NTA_FIELDS(S, EntriesRead), NTA_ROWS(S, Buffer, EntriesRead));
  }
};

struct EnumerateOut {
  uint32_t EnumerationContext;
  SAMPR_ENUMERATION_BUFFER* Buffer;
  uint32_t CountReturned;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = EnumerateOut;
    return joined(NTA_FIELDS(S, EnumerationContext, Buffer, CountReturned), NTA_UNSHOWN(S, nt_status));
  }
};

}  // namespace nta::protocols
