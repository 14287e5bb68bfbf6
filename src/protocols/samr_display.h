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
    return NTA_FIELDS(S, Index, Rid, AccountControl, AccountName, AdminComment, FullName);
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
    return NTA_FIELDS(S, Index, Rid, AccountControl, AccountName, AdminComment);
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
    return NTA_FIELDS(S, Index, Rid, Attributes, AccountName, AdminComment);
  }
};

struct SAMPR_DOMAIN_DISPLAY_OEM {
  uint32_t Index;
  RPC_STRING OemAccountName;

  static constexpr auto described() { return NTA_FIELDS(SAMPR_DOMAIN_DISPLAY_OEM, Index, OemAccountName); }
};

template <class Row>
struct DisplayRows {
  uint32_t EntriesRead;
  Row* Buffer;

  static constexpr auto described() {
    return joined(NTA_FIELDS(DisplayRows, EntriesRead), NTA_ROWS(DisplayRows, Buffer, EntriesRead));
  }
};
using SAMPR_DOMAIN_DISPLAY_USER_BUFFER = DisplayRows<SAMPR_DOMAIN_DISPLAY_USER>;
using SAMPR_DOMAIN_DISPLAY_MACHINE_BUFFER = DisplayRows<SAMPR_DOMAIN_DISPLAY_MACHINE>;
using SAMPR_DOMAIN_DISPLAY_GROUP_BUFFER = DisplayRows<SAMPR_DOMAIN_DISPLAY_GROUP>;
using SAMPR_DOMAIN_DISPLAY_OEM_BUFFER = DisplayRows<SAMPR_DOMAIN_DISPLAY_OEM>;

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
    return joined(NTA_FIELDS(S, Handle), NTA_FIELD(S, Class, "Class", enum16),
                  NTA_FIELDS(S, Index, EntryCount, PreferredMaximumLength));
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
    return joined(NTA_FIELDS(S, TotalAvailable, TotalReturned), NTA_FIELD(S, Class, "", local32),
                  NTA_FIELD(S, Buffer, "Buffer", sampr_display_info).switched(NTA_NUMBER(S, Class)),
                  NTA_UNSHOWN(S, nt_status));
  }
};

struct DisplayIndexIn {
  ContextHandle Handle;
  uint32_t Class;
  RPC_UNICODE_STRING Prefix;

  static constexpr auto described() {
    using S = DisplayIndexIn;
    return joined(NTA_FIELDS(S, Handle), NTA_FIELD(S, Class, "Class", enum16), NTA_FIELDS(S, Prefix));
  }
};

struct DisplayIndexOut {
  uint32_t Index;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = DisplayIndexOut;
    return joined(NTA_FIELDS(S, Index), NTA_UNSHOWN(S, nt_status));
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
