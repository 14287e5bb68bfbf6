// netlogon: where domain controllers are ([MS-NRPC] 3.5.4.3). Its log-ons and its replication are for controllers.
#pragma once

#include "ntadmin/win/dsgetdc.h"
#include "protocols/method.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<DOMAIN_CONTROLLER_INFOW> = joined(
    NTA_FIELDS(DOMAIN_CONTROLLER_INFOW, DomainControllerName, DomainControllerAddress, DomainControllerAddressType),
    NTA_FIELD(DOMAIN_CONTROLLER_INFOW, DomainGuid, "DomainGuid", uuid),
    NTA_FIELDS(DOMAIN_CONTROLLER_INFOW, DomainName, DnsForestName, Flags, DcSiteName, ClientSiteName));

}  // namespace nta::describe

namespace nta::protocols {

struct DomainControllerName {
  char16_t* Buffer;
  uint32_t net_status;

  static constexpr auto described() {
    using S = DomainControllerName;
    return joined(NTA_FIELDS(S, Buffer), NTA_UNSHOWN(S, net_status));
  }
};

struct DomainControllerOut {
  DOMAIN_CONTROLLER_INFOW* DomainControllerInfo;
  uint32_t net_status;

  static constexpr auto described() {
    using S = DomainControllerOut;
    return joined(NTA_FIELDS(S, DomainControllerInfo), NTA_UNSHOWN(S, net_status));
  }
};

struct NetrGetDCName : Method<11> {
  struct In {
    char16_t* ServerName;
    char16_t* DomainName;

    static constexpr auto described() {
      return joined(NTA_FIELD(In, ServerName, "ServerName", ref<wstring>), NTA_FIELDS(In, DomainName));
    }
  };
  using Out = DomainControllerName;
};

struct NetrGetAnyDCName : Method<13> {
  struct In {
    char16_t* ServerName;
    char16_t* DomainName;

    static constexpr auto described() { return NTA_FIELDS(In, ServerName, DomainName); }
  };
  using Out = DomainControllerName;
};

struct DsrGetDcName : Method<20> {
  struct In {
    char16_t* ServerName;
    char16_t* DomainName;
    Guid* DomainGuid;
    Guid* SiteGuid;
    uint32_t Flags;

    static constexpr auto described() { return NTA_FIELDS(In, ServerName, DomainName, DomainGuid, SiteGuid, Flags); }
  };
  using Out = DomainControllerOut;
};

struct DsrGetDcNameEx : Method<27> {
  struct In {
    char16_t* ServerName;
    char16_t* DomainName;
    Guid* DomainGuid;
    char16_t* SiteName;
    uint32_t Flags;

    static constexpr auto described() { return NTA_FIELDS(In, ServerName, DomainName, DomainGuid, SiteName, Flags); }
  };
  using Out = DomainControllerOut;
};

/** An account that the controller must have may be named. */
struct DsrGetDcNameEx2 : Method<34> {
  struct In {
    char16_t* ServerName;
    char16_t* AccountName;
    uint32_t AllowableAccountControlBits;
    char16_t* DomainName;
    Guid* DomainGuid;
    char16_t* SiteName;
    uint32_t Flags;

    static constexpr auto described() {
      return NTA_FIELDS(In, ServerName, AccountName, AllowableAccountControlBits, DomainName, DomainGuid, SiteName,
                        Flags);
    }
  };
  using Out = DomainControllerOut;
};

inline constexpr MethodInfo netlogon_methods[] = {
    method<NetrGetDCName>("NetrGetDCName"),     method<NetrGetAnyDCName>("NetrGetAnyDCName"),
    method<DsrGetDcName>("DsrGetDcName"),       method<DsrGetDcNameEx>("DsrGetDcNameEx"),
    method<DsrGetDcNameEx2>("DsrGetDcNameEx2"),
};

inline constexpr Interface netlogon{"netlogon",      guid("12345678-1234-abcd-ef00-01234567cffb"), 1, 0, "netlogon",
                                    netlogon_methods};

}  // namespace nta::protocols
