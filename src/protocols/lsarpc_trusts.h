// lsarpc: trusted domains ([MS-LSAD] 3.1.4.7), as far as a machine that is no domain controller is asked of them.
#pragma once

#include "protocols/lsarpc_policy.h"

namespace nta::protocols {

struct LsarCreateTrustedDomain : Method<12> {
  struct In {
    ContextHandle Handle;
    LSAPR_NAMED_SID TrustedDomainInformation;
    uint32_t DesiredAccess;

    static constexpr auto described() { return NTA_FIELDS(In, Handle, TrustedDomainInformation, DesiredAccess); }
  };
  using Out = OpenedHandle;
};

struct LsarOpenTrustedDomain : Method<25> {
  struct In {
    ContextHandle Handle;
    uint8_t* TrustedDomainSid;
    uint32_t DesiredAccess;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle), NTA_FIELD(In, TrustedDomainSid, "TrustedDomainSid", ref<sid>),
                    NTA_FIELDS(In, DesiredAccess));
    }
  };
  using Out = OpenedHandle;
};

/** TRUSTED_INFORMATION_CLASS has more of them; no answer of this host carries any. */
union LSAPR_TRUSTED_DOMAIN_INFO {
  RPC_UNICODE_STRING Name;
};
inline constexpr std::array trusted_domain_arms{Arm{1, &type_of<RPC_UNICODE_STRING>}};
inline constexpr Type trusted_domain_info = union_type<LSAPR_TRUSTED_DOMAIN_INFO>(enum16, trusted_domain_arms);

struct LsarQueryTrustedDomainInfo : Method<39> {
  struct In {
    ContextHandle Handle;
    uint8_t* TrustedDomainSid;
    uint32_t Class;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle), NTA_FIELD(In, TrustedDomainSid, "TrustedDomainSid", ref<sid>),
                    NTA_FIELD(In, Class, "Class", enum16));
    }
  };
  using Out = InformationOut<LSAPR_TRUSTED_DOMAIN_INFO, trusted_domain_info>;
};

struct LsarDeleteTrustedDomain : Method<41> {
  struct In {
    ContextHandle Handle;
    uint8_t* TrustedDomainSid;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle), NTA_FIELD(In, TrustedDomainSid, "TrustedDomainSid", ref<sid>));
    }
  };
  using Out = OnlyStatus;
};

struct LsarQueryTrustedDomainInfoByName : Method<48> {
  struct In {
    ContextHandle Handle;
    RPC_UNICODE_STRING TrustedDomainName;
    uint32_t Class;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle, TrustedDomainName), NTA_FIELD(In, Class, "Class", enum16));
    }
  };
  using Out = InformationOut<LSAPR_TRUSTED_DOMAIN_INFO, trusted_domain_info>;
};

struct LsarOpenTrustedDomainByName : Method<55> {
  struct In {
    ContextHandle Handle;
    RPC_UNICODE_STRING TrustedDomainName;
    uint32_t DesiredAccess;

    static constexpr auto described() { return NTA_FIELDS(In, Handle, TrustedDomainName, DesiredAccess); }
  };
  using Out = OpenedHandle;
};

}  // namespace nta::protocols
