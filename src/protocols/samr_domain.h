// SAMR: domains, and what is found, made and counted in them ([MS-SAMR] 3.1.5.2, 3.1.5.4, 3.1.5.5, 3.1.5.11).
#pragma once

#include "protocols/samr_domain_levels.h"

namespace nta::protocols {

struct EnumerateIn {
  ContextHandle Handle;
  uint32_t EnumerationContext;
  uint32_t PreferedMaximumLength;

  static constexpr auto described() {
    using S = EnumerateIn;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, EnumerationContext, "EnumerationContext", u32),
                  NTA_FIELD(S, PreferedMaximumLength, "PreferedMaximumLength", u32));
  }
};

struct EnumerateOut {
  uint32_t EnumerationContext;
  SAMPR_ENUMERATION_BUFFER* Buffer;
  uint32_t CountReturned;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = EnumerateOut;
    return fields(NTA_FIELD(S, EnumerationContext, "EnumerationContext", u32),
                  NTA_FIELD(S, Buffer, "Buffer", unique<type_of<SAMPR_ENUMERATION_BUFFER>>),
                  NTA_FIELD(S, CountReturned, "CountReturned", u32), NTA_FIELD(S, nt_status, "", u32));
  }
};

struct CreateIn {
  ContextHandle Handle;
  RPC_UNICODE_STRING Name;
  uint32_t DesiredAccess;

  static constexpr auto described() {
    using S = CreateIn;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, Name, "Name", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, DesiredAccess, "DesiredAccess", u32));
  }
};

struct OpenByRid {
  ContextHandle Handle;
  uint32_t DesiredAccess;
  uint32_t RelativeId;

  static constexpr auto described() {
    using S = OpenByRid;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, DesiredAccess, "DesiredAccess", u32),
                  NTA_FIELD(S, RelativeId, "RelativeId", u32));
  }
};

struct SamrQueryInformationDomain : Method<8> {
  using In = HandleAndClass;
  struct Out {
    uint32_t Class;
    SAMPR_DOMAIN_INFO_BUFFER* Buffer;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Class, "", local32),
                    NTA_FIELD(Out, Buffer, "Buffer", unique<sampr_domain_info>).switched(NTA_NUMBER(Out, Class)),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrSetInformationDomain : Method<9> {
  struct In {
    ContextHandle Handle;
    uint32_t Class;
    SAMPR_DOMAIN_INFO_BUFFER Buffer;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Class, "Class", enum16),
                    NTA_FIELD(In, Buffer, "Buffer", sampr_domain_info).switched(NTA_NUMBER(In, Class)));
    }
  };
  using Out = OnlyStatus;
};

struct SamrCreateGroupInDomain : Method<10> {
  using In = CreateIn;
  using Out = CreatedHandle;
};

struct SamrEnumerateGroupsInDomain : Method<11> {
  using In = EnumerateIn;
  using Out = EnumerateOut;
};

struct SamrCreateUserInDomain : Method<12> {
  using In = CreateIn;
  using Out = CreatedHandle;
};

struct SamrEnumerateUsersInDomain : Method<13> {
  struct In {
    ContextHandle Handle;
    uint32_t EnumerationContext;
    uint32_t UserAccountControl;
    uint32_t PreferedMaximumLength;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, EnumerationContext, "EnumerationContext", u32),
                    NTA_FIELD(In, UserAccountControl, "UserAccountControl", u32),
                    NTA_FIELD(In, PreferedMaximumLength, "PreferedMaximumLength", u32));
    }
  };
  using Out = EnumerateOut;
};

struct SamrCreateAliasInDomain : Method<14> {
  using In = CreateIn;
  using Out = CreatedHandle;
};

struct SamrEnumerateAliasesInDomain : Method<15> {
  using In = EnumerateIn;
  using Out = EnumerateOut;
};

struct SamrGetAliasMembership : Method<16> {
  struct In {
    ContextHandle Handle;
    SAMPR_PSID_ARRAY SidArray;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, SidArray, "SidArray", type_of<SAMPR_PSID_ARRAY>));
    }
  };
  struct Out {
    SAMPR_ULONG_ARRAY Membership;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Membership, "Membership", type_of<SAMPR_ULONG_ARRAY>),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

/** The array always has room for 1000 (`Room`), whatever it sends. */
struct SamrLookupNamesInDomain : Method<17> {
  struct In {
    ContextHandle Handle;
    uint32_t Count;
    uint32_t Room;
    RPC_UNICODE_STRING* Names;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Count, "Count", u32),
                    NTA_FIELD(In, Room, "", local32),
                    NTA_FIELD(In, Names, "Names", ref<array_of<type_of<RPC_UNICODE_STRING>>>)
                        .counted(NTA_NUMBER(In, Room))
                        .sent(NTA_NUMBER(In, Count)));
    }
  };
  struct Out {
    SAMPR_ULONG_ARRAY RelativeIds;
    SAMPR_ULONG_ARRAY Use;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, RelativeIds, "RelativeIds", type_of<SAMPR_ULONG_ARRAY>),
                    NTA_FIELD(Out, Use, "Use", type_of<SAMPR_ULONG_ARRAY>), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrLookupIdsInDomain : Method<18> {
  struct In {
    ContextHandle Handle;
    uint32_t Count;
    uint32_t Room;
    uint32_t* RelativeIds;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Count, "Count", u32),
                    NTA_FIELD(In, Room, "", local32),
                    NTA_FIELD(In, RelativeIds, "RelativeIds", ref<array_of<u32>>)
                        .counted(NTA_NUMBER(In, Room))
                        .sent(NTA_NUMBER(In, Count)));
    }
  };
  struct Out {
    SAMPR_RETURNED_USTRING_ARRAY Names;
    SAMPR_ULONG_ARRAY Use;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Names, "Names", type_of<SAMPR_RETURNED_USTRING_ARRAY>),
                    NTA_FIELD(Out, Use, "Use", type_of<SAMPR_ULONG_ARRAY>), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrRemoveMemberFromForeignDomain : Method<45> {
  struct In {
    ContextHandle Handle;
    uint8_t* MemberSid;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, MemberSid, "MemberSid", ref<sid>));
    }
  };
  using Out = OnlyStatus;
};

struct SamrQueryInformationDomain2 : Method<46> {
  using In = HandleAndClass;
  using Out = SamrQueryInformationDomain::Out;
};

struct SamrCreateUser2InDomain : Method<50> {
  struct In {
    ContextHandle Handle;
    RPC_UNICODE_STRING Name;
    uint32_t AccountType;
    uint32_t DesiredAccess;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Name, "Name", type_of<RPC_UNICODE_STRING>),
                    NTA_FIELD(In, AccountType, "AccountType", u32), NTA_FIELD(In, DesiredAccess, "DesiredAccess", u32));
    }
  };
  struct Out {
    ContextHandle Opened;
    uint32_t GrantedAccess;
    uint32_t RelativeId;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Opened, "", context_handle), NTA_FIELD(Out, GrantedAccess, "GrantedAccess", u32),
                    NTA_FIELD(Out, RelativeId, "RelativeId", u32), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

}  // namespace nta::protocols
