// lsarpc: privileges, the accounts that hold them, trusted domains ([MS-LSAD] 3.1.4.5 to 3.1.4.7).
#pragma once

#include "protocols/lsarpc_lookup.h"

namespace nta::protocols {

struct LSAPR_LUID {
  uint32_t LowPart;
  int32_t HighPart;

  static constexpr auto described() { return NTA_FIELDS(LSAPR_LUID, LowPart, HighPart); }
};

struct LSAPR_POLICY_PRIVILEGE_DEF {
  RPC_UNICODE_STRING Name;
  LSAPR_LUID LocalValue;

  static constexpr auto described() { return NTA_FIELDS(LSAPR_POLICY_PRIVILEGE_DEF, Name, LocalValue); }
};

struct LSAPR_PRIVILEGE_ENUM_BUFFER {
  uint32_t Entries;
  LSAPR_POLICY_PRIVILEGE_DEF* Privileges;

  static constexpr auto described() {
    using S = LSAPR_PRIVILEGE_ENUM_BUFFER;
    return joined(NTA_FIELDS(S, Entries), NTA_ROWS(S, Privileges, Entries));
  }
};

struct LSAPR_SID_LIST {
  uint32_t EntriesRead;
  LSAPR_SID_INFORMATION* Information;

  static constexpr auto described() {
    using S = LSAPR_SID_LIST;
    return joined(NTA_FIELDS(S, EntriesRead), NTA_ROWS(S, Information, EntriesRead));
  }
};

struct LSAPR_TRUSTED_ENUM_BUFFER {
  uint32_t EntriesRead;
  LSAPR_NAMED_SID* Information;

  static constexpr auto described() {
    using S = LSAPR_TRUSTED_ENUM_BUFFER;
    return joined(NTA_FIELDS(S, EntriesRead), NTA_ROWS(S, Information, EntriesRead));
  }
};

struct LSAPR_USER_RIGHT_SET {
  uint32_t Entries;
  RPC_UNICODE_STRING* UserRights;

  static constexpr auto described() {
    using S = LSAPR_USER_RIGHT_SET;
    return joined(NTA_FIELDS(S, Entries), NTA_ROWS(S, UserRights, Entries));
  }
};

/** What the enumerations of lsarpc answer. */
template <class List>
struct LsaEnumerateOut {
  uint32_t EnumerationContext;
  List EnumerationBuffer;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = LsaEnumerateOut;
    return joined(NTA_FIELDS(S, EnumerationContext, EnumerationBuffer), NTA_UNSHOWN(S, nt_status));
  }
};

struct LsaAccountIn {
  ContextHandle Handle;
  uint8_t* AccountSid;
  uint32_t DesiredAccess;

  static constexpr auto described() {
    using S = LsaAccountIn;
    return joined(NTA_FIELDS(S, Handle), NTA_FIELD(S, AccountSid, "AccountSid", ref<sid>),
                  NTA_FIELDS(S, DesiredAccess));
  }
};

struct LsaRightsIn {
  ContextHandle Handle;
  uint8_t* AccountSid;
  LSAPR_USER_RIGHT_SET UserRights;

  static constexpr auto described() {
    using S = LsaRightsIn;
    return joined(NTA_FIELDS(S, Handle), NTA_FIELD(S, AccountSid, "AccountSid", ref<sid>), NTA_FIELDS(S, UserRights));
  }
};

struct LsarEnumeratePrivileges : Method<2> {
  using In = EnumerateIn;
  using Out = LsaEnumerateOut<LSAPR_PRIVILEGE_ENUM_BUFFER>;
};

struct LsarCreateAccount : Method<10> {
  using In = LsaAccountIn;
  using Out = OpenedHandle;
};

struct LsarEnumerateAccounts : Method<11> {
  using In = EnumerateIn;
  using Out = LsaEnumerateOut<LSAPR_SID_LIST>;
};

struct LsarEnumerateTrustedDomains : Method<13> {
  using In = EnumerateIn;
  using Out = LsaEnumerateOut<LSAPR_TRUSTED_ENUM_BUFFER>;
};

struct LsarOpenAccount : Method<17> {
  using In = LsaAccountIn;
  using Out = OpenedHandle;
};

struct LSAPR_LUID_AND_ATTRIBUTES {
  LSAPR_LUID Luid;
  uint32_t Attributes;

  static constexpr auto described() { return NTA_FIELDS(LSAPR_LUID_AND_ATTRIBUTES, Luid, Attributes); }
};

struct LSAPR_PRIVILEGE_SET {
  uint32_t PrivilegeCount;
  uint32_t Control;
  LSAPR_LUID_AND_ATTRIBUTES* Privilege;

  static constexpr auto described() {
    using S = LSAPR_PRIVILEGE_SET;
    return joined(NTA_FIELDS(S, PrivilegeCount, Control),
                  NTA_FIELD(S, Privilege, "Privilege", tail_of<type_of<LSAPR_LUID_AND_ATTRIBUTES>>)
                      .counted(NTA_NUMBER(S, PrivilegeCount)));
  }
};

struct LsarEnumeratePrivilegesAccount : Method<18> {
  using In = OnHandle;
  struct Out {
    LSAPR_PRIVILEGE_SET* Privileges;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Privileges), NTA_UNSHOWN(Out, nt_status)); }
  };
};

struct LsarGetSystemAccessAccount : Method<23> {
  using In = OnHandle;
  struct Out {
    uint32_t SystemAccess;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, SystemAccess), NTA_UNSHOWN(Out, nt_status)); }
  };
};

struct LsarLookupPrivilegeValue : Method<31> {
  using In = HandleAndName;
  struct Out {
    LSAPR_LUID Value;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Value), NTA_UNSHOWN(Out, nt_status)); }
  };
};

struct LsarLookupPrivilegeName : Method<32> {
  struct In {
    ContextHandle Handle;
    LSAPR_LUID Value;

    static constexpr auto described() { return NTA_FIELDS(In, Handle, Value); }
  };
  struct Out {
    RPC_UNICODE_STRING* Name;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Name), NTA_UNSHOWN(Out, nt_status)); }
  };
};

struct LsarLookupPrivilegeDisplayName : Method<33> {
  struct In {
    ContextHandle Handle;
    RPC_UNICODE_STRING Name;
    uint16_t ClientLanguage;
    uint16_t ClientSystemDefaultLanguage;

    static constexpr auto described() {
      return NTA_FIELDS(In, Handle, Name, ClientLanguage, ClientSystemDefaultLanguage);
    }
  };
  struct Out {
    RPC_UNICODE_STRING* DisplayName;
    uint16_t LanguageReturned;
    uint32_t nt_status;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, DisplayName, LanguageReturned), NTA_UNSHOWN(Out, nt_status));
    }
  };
};

struct LsarEnumerateAccountsWithUserRight : Method<35> {
  struct In {
    ContextHandle Handle;
    RPC_UNICODE_STRING* UserRight;

    static constexpr auto described() { return NTA_FIELDS(In, Handle, UserRight); }
  };
  struct Out {
    LSAPR_SID_LIST EnumerationBuffer;
    uint32_t nt_status;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, EnumerationBuffer), NTA_UNSHOWN(Out, nt_status));
    }
  };
};

struct LsarEnumerateAccountRights : Method<36> {
  struct In {
    ContextHandle Handle;
    uint8_t* AccountSid;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle), NTA_FIELD(In, AccountSid, "AccountSid", ref<sid>));
    }
  };
  struct Out {
    LSAPR_USER_RIGHT_SET UserRights;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, UserRights), NTA_UNSHOWN(Out, nt_status)); }
  };
};

struct LsarAddAccountRights : Method<37> {
  using In = LsaRightsIn;
  using Out = OnlyStatus;
};

struct LsarRemoveAccountRights : Method<38> {
  struct In {
    ContextHandle Handle;
    uint8_t* AccountSid;
    uint8_t AllRights;
    LSAPR_USER_RIGHT_SET UserRights;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle), NTA_FIELD(In, AccountSid, "AccountSid", ref<sid>),
                    NTA_FIELD(In, AllRights, "AllRights", boolean8), NTA_FIELDS(In, UserRights));
    }
  };
  using Out = OnlyStatus;
};

}  // namespace nta::protocols
