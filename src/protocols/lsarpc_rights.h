// lsarpc: privileges, the accounts that hold them, trusted domains ([MS-LSAD] 3.1.4.5 to 3.1.4.7).
#pragma once

#include "protocols/lsarpc_lookup.h"

namespace nta::protocols {

struct LSAPR_LUID {
  uint32_t LowPart;
  int32_t HighPart;

  static constexpr auto described() {
    using S = LSAPR_LUID;
    return fields(NTA_FIELD(S, LowPart, "LowPart", u32), NTA_FIELD(S, HighPart, "HighPart", i32));
  }
};

struct LSAPR_POLICY_PRIVILEGE_DEF {
  RPC_UNICODE_STRING Name;
  LSAPR_LUID LocalValue;

  static constexpr auto described() {
    using S = LSAPR_POLICY_PRIVILEGE_DEF;
    return fields(NTA_FIELD(S, Name, "Name", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, LocalValue, "LocalValue", type_of<LSAPR_LUID>));
  }
};

struct LSAPR_PRIVILEGE_ENUM_BUFFER {
  uint32_t Entries;
  LSAPR_POLICY_PRIVILEGE_DEF* Privileges;

  static constexpr auto described() {
    using S = LSAPR_PRIVILEGE_ENUM_BUFFER;
    return fields(NTA_FIELD(S, Entries, "Entries", u32),
                  NTA_FIELD(S, Privileges, "Privileges", unique<array_of<type_of<LSAPR_POLICY_PRIVILEGE_DEF>>>)
                      .counted(NTA_NUMBER(S, Entries)));
  }
};

struct LSAPR_SID_LIST {
  uint32_t EntriesRead;
  LSAPR_SID_INFORMATION* Information;

  static constexpr auto described() {
    using S = LSAPR_SID_LIST;
    return fields(NTA_FIELD(S, EntriesRead, "EntriesRead", u32),
                  NTA_FIELD(S, Information, "Information", unique<array_of<type_of<LSAPR_SID_INFORMATION>>>)
                      .counted(NTA_NUMBER(S, EntriesRead)));
  }
};

struct LSAPR_TRUSTED_ENUM_BUFFER {
  uint32_t EntriesRead;
  LSAPR_NAMED_SID* Information;

  static constexpr auto described() {
    using S = LSAPR_TRUSTED_ENUM_BUFFER;
    return fields(NTA_FIELD(S, EntriesRead, "EntriesRead", u32),
                  NTA_FIELD(S, Information, "Information", unique<array_of<type_of<LSAPR_NAMED_SID>>>)
                      .counted(NTA_NUMBER(S, EntriesRead)));
  }
};

struct LSAPR_USER_RIGHT_SET {
  uint32_t Entries;
  RPC_UNICODE_STRING* UserRights;

  static constexpr auto described() {
    using S = LSAPR_USER_RIGHT_SET;
    return fields(NTA_FIELD(S, Entries, "Entries", u32),
                  NTA_FIELD(S, UserRights, "UserRights", unique<array_of<type_of<RPC_UNICODE_STRING>>>)
                      .counted(NTA_NUMBER(S, Entries)));
  }
};

struct LsaEnumerateIn {
  ContextHandle Handle;
  uint32_t EnumerationContext;
  uint32_t PreferedMaximumLength;

  static constexpr auto described() {
    using S = LsaEnumerateIn;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, EnumerationContext, "EnumerationContext", u32),
                  NTA_FIELD(S, PreferedMaximumLength, "PreferedMaximumLength", u32));
  }
};

struct LsaAccountIn {
  ContextHandle Handle;
  uint8_t* AccountSid;
  uint32_t DesiredAccess;

  static constexpr auto described() {
    using S = LsaAccountIn;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, AccountSid, "AccountSid", ref<sid>),
                  NTA_FIELD(S, DesiredAccess, "DesiredAccess", u32));
  }
};

struct LsaRightsIn {
  ContextHandle Handle;
  uint8_t* AccountSid;
  LSAPR_USER_RIGHT_SET UserRights;

  static constexpr auto described() {
    using S = LsaRightsIn;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, AccountSid, "AccountSid", ref<sid>),
                  NTA_FIELD(S, UserRights, "UserRights", type_of<LSAPR_USER_RIGHT_SET>));
  }
};

struct LsarEnumeratePrivileges : Method<2> {
  using In = LsaEnumerateIn;
  struct Out {
    uint32_t EnumerationContext;
    LSAPR_PRIVILEGE_ENUM_BUFFER EnumerationBuffer;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, EnumerationContext, "EnumerationContext", u32),
                    NTA_FIELD(Out, EnumerationBuffer, "EnumerationBuffer", type_of<LSAPR_PRIVILEGE_ENUM_BUFFER>),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarCreateAccount : Method<10> {
  using In = LsaAccountIn;
  using Out = LsaOpenedHandle;
};

struct LsarEnumerateAccounts : Method<11> {
  using In = LsaEnumerateIn;
  struct Out {
    uint32_t EnumerationContext;
    LSAPR_SID_LIST EnumerationBuffer;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, EnumerationContext, "EnumerationContext", u32),
                    NTA_FIELD(Out, EnumerationBuffer, "EnumerationBuffer", type_of<LSAPR_SID_LIST>),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarEnumerateTrustedDomains : Method<13> {
  using In = LsaEnumerateIn;
  struct Out {
    uint32_t EnumerationContext;
    LSAPR_TRUSTED_ENUM_BUFFER EnumerationBuffer;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, EnumerationContext, "EnumerationContext", u32),
                    NTA_FIELD(Out, EnumerationBuffer, "EnumerationBuffer", type_of<LSAPR_TRUSTED_ENUM_BUFFER>),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarOpenAccount : Method<17> {
  using In = LsaAccountIn;
  using Out = LsaOpenedHandle;
};

struct LsarLookupPrivilegeValue : Method<31> {
  struct In {
    ContextHandle Handle;
    RPC_UNICODE_STRING Name;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, Name, "Name", type_of<RPC_UNICODE_STRING>));
    }
  };
  struct Out {
    LSAPR_LUID Value;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Value, "Value", type_of<LSAPR_LUID>), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarLookupPrivilegeName : Method<32> {
  struct In {
    ContextHandle Handle;
    LSAPR_LUID Value;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Value, "Value", type_of<LSAPR_LUID>));
    }
  };
  struct Out {
    RPC_UNICODE_STRING* Name;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Name, "Name", unique<type_of<RPC_UNICODE_STRING>>),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarLookupPrivilegeDisplayName : Method<33> {
  struct In {
    ContextHandle Handle;
    RPC_UNICODE_STRING Name;
    uint16_t ClientLanguage;
    uint16_t ClientSystemDefaultLanguage;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Name, "Name", type_of<RPC_UNICODE_STRING>),
                    NTA_FIELD(In, ClientLanguage, "ClientLanguage", u16),
                    NTA_FIELD(In, ClientSystemDefaultLanguage, "ClientSystemDefaultLanguage", u16));
    }
  };
  struct Out {
    RPC_UNICODE_STRING* DisplayName;
    uint16_t LanguageReturned;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, DisplayName, "DisplayName", unique<type_of<RPC_UNICODE_STRING>>),
                    NTA_FIELD(Out, LanguageReturned, "LanguageReturned", u16), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarEnumerateAccountsWithUserRight : Method<35> {
  struct In {
    ContextHandle Handle;
    RPC_UNICODE_STRING* UserRight;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, UserRight, "UserRight", unique<type_of<RPC_UNICODE_STRING>>));
    }
  };
  struct Out {
    LSAPR_SID_LIST EnumerationBuffer;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, EnumerationBuffer, "EnumerationBuffer", type_of<LSAPR_SID_LIST>),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarEnumerateAccountRights : Method<36> {
  struct In {
    ContextHandle Handle;
    uint8_t* AccountSid;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, AccountSid, "AccountSid", ref<sid>));
    }
  };
  struct Out {
    LSAPR_USER_RIGHT_SET UserRights;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, UserRights, "UserRights", type_of<LSAPR_USER_RIGHT_SET>),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarAddAccountRights : Method<37> {
  using In = LsaRightsIn;
  using Out = LsaOnlyStatus;
};

struct LsarRemoveAccountRights : Method<38> {
  struct In {
    ContextHandle Handle;
    uint8_t* AccountSid;
    uint8_t AllRights;
    LSAPR_USER_RIGHT_SET UserRights;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, AccountSid, "AccountSid", ref<sid>),
                    NTA_FIELD(In, AllRights, "AllRights", boolean8),
                    NTA_FIELD(In, UserRights, "UserRights", type_of<LSAPR_USER_RIGHT_SET>));
    }
  };
  using Out = LsaOnlyStatus;
};

}  // namespace nta::protocols
