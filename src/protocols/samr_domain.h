// SAMR: domains, and what is found, made and counted in them ([MS-SAMR] 3.1.5.2, 3.1.5.4, 3.1.5.5, 3.1.5.11).
#pragma once

#include "protocols/samr_domain_levels.h"

namespace nta::protocols {

struct CreateIn {
  ContextHandle Handle;
  RPC_UNICODE_STRING Name;
  uint32_t DesiredAccess;

  static constexpr auto described() { return NTA_FIELDS(CreateIn, Handle, Name, DesiredAccess); }
};

struct OpenByRid {
  ContextHandle Handle;
  uint32_t DesiredAccess;
  uint32_t RelativeId;

  static constexpr auto described() { return NTA_FIELDS(OpenByRid, Handle, DesiredAccess, RelativeId); }
};

struct SamrQueryInformationDomain : Method<8> {
  using In = HandleAndClass;
  using Out = InformationOut<SAMPR_DOMAIN_INFO_BUFFER, sampr_domain_info>;
};

struct SamrSetInformationDomain : Method<9> {
  using In = InformationIn<SAMPR_DOMAIN_INFO_BUFFER, sampr_domain_info>;
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
      return NTA_FIELDS(In, Handle, EnumerationContext, UserAccountControl, PreferedMaximumLength);
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

    static constexpr auto described() { return NTA_FIELDS(In, Handle, SidArray); }
  };
  struct Out {
    SAMPR_ULONG_ARRAY Membership;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Membership), NTA_UNSHOWN(Out, nt_status)); }
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
      return joined(NTA_FIELDS(In, Handle, Count), NTA_FIELD(In, Room, "", local32),
                    NTA_FIELD(In, Names, "Names", ref<array_of<type_of<RPC_UNICODE_STRING>>>)
                        .counted(NTA_NUMBER(In, Room))
                        .sent(NTA_NUMBER(In, Count)));
    }
  };
  struct Out {
    SAMPR_ULONG_ARRAY RelativeIds;
    SAMPR_ULONG_ARRAY Use;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, RelativeIds, Use), NTA_UNSHOWN(Out, nt_status)); }
  };
};

struct SamrLookupIdsInDomain : Method<18> {
  struct In {
    ContextHandle Handle;
    uint32_t Count;
    uint32_t Room;
    uint32_t* RelativeIds;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle, Count), NTA_FIELD(In, Room, "", local32),
                    NTA_FIELD(In, RelativeIds, "RelativeIds", ref<array_of<u32>>)
                        .counted(NTA_NUMBER(In, Room))
                        .sent(NTA_NUMBER(In, Count)));
    }
  };
  struct Out {
    SAMPR_RETURNED_USTRING_ARRAY Names;
    SAMPR_ULONG_ARRAY Use;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Names, Use), NTA_UNSHOWN(Out, nt_status)); }
  };
};

/** 42 and 43 are for Windows' own tests ([MS-SAMR] 3.1.5, "not used on the wire"). */
struct SamrTestPrivateFunctionsDomain : Method<42> {
  using In = OnHandle;
  using Out = OnlyStatus;
};

struct SamrTestPrivateFunctionsUser : Method<43> {
  using In = OnHandle;
  using Out = OnlyStatus;
};

struct SamrRemoveMemberFromForeignDomain : Method<45> {
  struct In {
    ContextHandle Handle;
    uint8_t* MemberSid;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle), NTA_FIELD(In, MemberSid, "MemberSid", ref<sid>));
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

    static constexpr auto described() { return NTA_FIELDS(In, Handle, Name, AccountType, DesiredAccess); }
  };
  struct Out {
    ContextHandle Opened;
    uint32_t GrantedAccess;
    uint32_t RelativeId;
    uint32_t nt_status;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, Opened, GrantedAccess, RelativeId), NTA_UNSHOWN(Out, nt_status));
    }
  };
};

}  // namespace nta::protocols
