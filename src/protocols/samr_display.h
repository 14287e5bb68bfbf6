// SAMR: lists of accounts by name, as an administrator's window shows them ([MS-SAMR] 3.1.5.3).
#pragma once

#include "protocols/samr_types.h"

namespace nta::protocols {

struct SAMPR_DOMAIN_DISPLAY_USER {
  uint32_t Index;
  uint32_t Rid;
  uint32_t AccountControl;
  RPC_UNICODE_STRING AccountName;
  RPC_UNICODE_STRING AdminComment;
  RPC_UNICODE_STRING FullName;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_DISPLAY_USER;
    return fields(NTA_FIELD(S, Index, "Index", u32), NTA_FIELD(S, Rid, "Rid", u32),
                  NTA_FIELD(S, AccountControl, "AccountControl", u32),
                  NTA_FIELD(S, AccountName, "AccountName", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, AdminComment, "AdminComment", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, FullName, "FullName", type_of<RPC_UNICODE_STRING>));
  }
};

struct SAMPR_DOMAIN_DISPLAY_MACHINE {
  uint32_t Index;
  uint32_t Rid;
  uint32_t AccountControl;
  RPC_UNICODE_STRING AccountName;
  RPC_UNICODE_STRING AdminComment;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_DISPLAY_MACHINE;
    return fields(NTA_FIELD(S, Index, "Index", u32), NTA_FIELD(S, Rid, "Rid", u32),
                  NTA_FIELD(S, AccountControl, "AccountControl", u32),
                  NTA_FIELD(S, AccountName, "AccountName", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, AdminComment, "AdminComment", type_of<RPC_UNICODE_STRING>));
  }
};

struct SAMPR_DOMAIN_DISPLAY_GROUP {
  uint32_t Index;
  uint32_t Rid;
  uint32_t Attributes;
  RPC_UNICODE_STRING AccountName;
  RPC_UNICODE_STRING AdminComment;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_DISPLAY_GROUP;
    return fields(NTA_FIELD(S, Index, "Index", u32), NTA_FIELD(S, Rid, "Rid", u32),
                  NTA_FIELD(S, Attributes, "Attributes", u32),
                  NTA_FIELD(S, AccountName, "AccountName", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, AdminComment, "AdminComment", type_of<RPC_UNICODE_STRING>));
  }
};

struct SAMPR_DOMAIN_DISPLAY_OEM {
  uint32_t Index;
  RPC_STRING OemAccountName;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_DISPLAY_OEM;
    return fields(NTA_FIELD(S, Index, "Index", u32),
                  NTA_FIELD(S, OemAccountName, "OemAccountName", type_of<RPC_STRING>));
  }
};

struct SAMPR_DOMAIN_DISPLAY_USER_BUFFER {
  uint32_t EntriesRead;
  SAMPR_DOMAIN_DISPLAY_USER* Buffer;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_DISPLAY_USER_BUFFER;
    return fields(NTA_FIELD(S, EntriesRead, "EntriesRead", u32),
                  NTA_FIELD(S, Buffer, "Buffer", unique<array_of<type_of<SAMPR_DOMAIN_DISPLAY_USER>>>)
                      .counted(NTA_NUMBER(S, EntriesRead)));
  }
};

struct SAMPR_DOMAIN_DISPLAY_MACHINE_BUFFER {
  uint32_t EntriesRead;
  SAMPR_DOMAIN_DISPLAY_MACHINE* Buffer;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_DISPLAY_MACHINE_BUFFER;
    return fields(NTA_FIELD(S, EntriesRead, "EntriesRead", u32),
                  NTA_FIELD(S, Buffer, "Buffer", unique<array_of<type_of<SAMPR_DOMAIN_DISPLAY_MACHINE>>>)
                      .counted(NTA_NUMBER(S, EntriesRead)));
  }
};

struct SAMPR_DOMAIN_DISPLAY_GROUP_BUFFER {
  uint32_t EntriesRead;
  SAMPR_DOMAIN_DISPLAY_GROUP* Buffer;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_DISPLAY_GROUP_BUFFER;
    return fields(NTA_FIELD(S, EntriesRead, "EntriesRead", u32),
                  NTA_FIELD(S, Buffer, "Buffer", unique<array_of<type_of<SAMPR_DOMAIN_DISPLAY_GROUP>>>)
                      .counted(NTA_NUMBER(S, EntriesRead)));
  }
};

struct SAMPR_DOMAIN_DISPLAY_OEM_BUFFER {
  uint32_t EntriesRead;
  SAMPR_DOMAIN_DISPLAY_OEM* Buffer;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_DISPLAY_OEM_BUFFER;
    return fields(NTA_FIELD(S, EntriesRead, "EntriesRead", u32),
                  NTA_FIELD(S, Buffer, "Buffer", unique<array_of<type_of<SAMPR_DOMAIN_DISPLAY_OEM>>>)
                      .counted(NTA_NUMBER(S, EntriesRead)));
  }
};

union SAMPR_DISPLAY_INFO_BUFFER {
  SAMPR_DOMAIN_DISPLAY_USER_BUFFER User;
  SAMPR_DOMAIN_DISPLAY_MACHINE_BUFFER Machine;
  SAMPR_DOMAIN_DISPLAY_GROUP_BUFFER Group;
  SAMPR_DOMAIN_DISPLAY_OEM_BUFFER Oem;
};
inline constexpr std::array sampr_display_info_arms{
    Arm{1, &type_of<SAMPR_DOMAIN_DISPLAY_USER_BUFFER>}, Arm{2, &type_of<SAMPR_DOMAIN_DISPLAY_MACHINE_BUFFER>},
    Arm{3, &type_of<SAMPR_DOMAIN_DISPLAY_GROUP_BUFFER>}, Arm{4, &type_of<SAMPR_DOMAIN_DISPLAY_OEM_BUFFER>},
    Arm{5, &type_of<SAMPR_DOMAIN_DISPLAY_OEM_BUFFER>}};
inline constexpr Type sampr_display_info = union_type<SAMPR_DISPLAY_INFO_BUFFER>(enum16, sampr_display_info_arms);

struct QueryDisplayIn {
  ContextHandle Handle;
  uint32_t Class;
  uint32_t Index;
  uint32_t EntryCount;
  uint32_t PreferredMaximumLength;

  static constexpr auto described() {
    using S = QueryDisplayIn;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, Class, "Class", enum16),
                  NTA_FIELD(S, Index, "Index", u32), NTA_FIELD(S, EntryCount, "EntryCount", u32),
                  NTA_FIELD(S, PreferredMaximumLength, "PreferredMaximumLength", u32));
  }
};

struct QueryDisplayOut {
  uint32_t TotalAvailable;
  uint32_t TotalReturned;
  uint32_t Class;
  SAMPR_DISPLAY_INFO_BUFFER Buffer;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = QueryDisplayOut;
    return fields(NTA_FIELD(S, TotalAvailable, "TotalAvailable", u32),
                  NTA_FIELD(S, TotalReturned, "TotalReturned", u32), NTA_FIELD(S, Class, "", local32),
                  NTA_FIELD(S, Buffer, "Buffer", sampr_display_info).switched(NTA_NUMBER(S, Class)),
                  NTA_FIELD(S, nt_status, "", u32));
  }
};

struct DisplayIndexIn {
  ContextHandle Handle;
  uint32_t Class;
  RPC_UNICODE_STRING Prefix;

  static constexpr auto described() {
    using S = DisplayIndexIn;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, Class, "Class", enum16),
                  NTA_FIELD(S, Prefix, "Prefix", type_of<RPC_UNICODE_STRING>));
  }
};

struct DisplayIndexOut {
  uint32_t Index;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = DisplayIndexOut;
    return fields(NTA_FIELD(S, Index, "Index", u32), NTA_FIELD(S, nt_status, "", u32));
  }
};

struct SamrQueryDisplayInformation : Method<40> {
  using In = QueryDisplayIn;
  using Out = QueryDisplayOut;
};

struct SamrGetDisplayEnumerationIndex : Method<41> {
  using In = DisplayIndexIn;
  using Out = DisplayIndexOut;
};

struct SamrQueryDisplayInformation2 : Method<48> {
  using In = QueryDisplayIn;
  using Out = QueryDisplayOut;
};

struct SamrGetDisplayEnumerationIndex2 : Method<49> {
  using In = DisplayIndexIn;
  using Out = DisplayIndexOut;
};

struct SamrQueryDisplayInformation3 : Method<51> {
  using In = QueryDisplayIn;
  using Out = QueryDisplayOut;
};

}  // namespace nta::protocols
