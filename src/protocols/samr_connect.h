// SAMR: servers, handles, security descriptors ([MS-SAMR] 3.1.5.1, 3.1.5.12, 3.1.5.13).
#pragma once

#include "protocols/samr_types.h"

namespace nta::protocols {

struct SamrConnect : Method<0> {
  struct In {
    char16_t* ServerName;
    uint32_t DesiredAccess;

    static constexpr auto described() {
      return joined(NTA_FIELD(In, ServerName, "ServerName", unique<wchar>), NTA_FIELDS(In, DesiredAccess));
    }
  };
  using Out = OpenedHandle;
};

struct SamrCloseHandle : Method<1> {
  using In = OnHandle;
  using Out = ClosedHandle;
};

struct SamrSetSecurityObject : Method<2> {
  using In = SetSecurityIn;
  using Out = OnlyStatus;
};

struct SamrQuerySecurityObject : Method<3> {
  using In = QuerySecurityIn;
  using Out = QuerySecurityOut;
};

struct SamrLookupDomainInSamServer : Method<5> {
  using In = HandleAndName;
  struct Out {
    uint8_t* DomainId;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, DomainId, "DomainId", unique<sid>), NTA_UNSHOWN(Out, nt_status));
    }
  };
};

struct SamrEnumerateDomainsInSamServer : Method<6> {
  using In = EnumerateIn;
  using Out = EnumerateOut;
};

struct SamrOpenDomain : Method<7> {
  struct In {
    ContextHandle Handle;
    uint32_t DesiredAccess;
    uint8_t* DomainId;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle, DesiredAccess), NTA_FIELD(In, DomainId, "DomainId", ref<sid>));
    }
  };
  using Out = OpenedHandle;
};

struct SamrConnect2 : Method<57> {
  struct In {
    char16_t* ServerName;
    uint32_t DesiredAccess;

    static constexpr auto described() { return NTA_FIELDS(In, ServerName, DesiredAccess); }
  };
  using Out = OpenedHandle;
};

struct SamrConnect4 : Method<62> {
  struct In {
    char16_t* ServerName;
    uint32_t ClientRevision;
    uint32_t DesiredAccess;

    static constexpr auto described() { return NTA_FIELDS(In, ServerName, ClientRevision, DesiredAccess); }
  };
  using Out = OpenedHandle;
};

/** Of Windows 2000, whose number meant nothing. */
struct SamrConnect3 : Method<61> {
  using In = SamrConnect4::In;
  using Out = OpenedHandle;
};

struct SamrConnect5 : Method<64> {
  struct In {
    char16_t* ServerName;
    uint32_t DesiredAccess;
    uint32_t InVersion;
    REVISION_INFO InRevisionInfo;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, ServerName, DesiredAccess, InVersion),
                    NTA_FIELD(In, InRevisionInfo, "InRevisionInfo", revision_info).switched(NTA_NUMBER(In, InVersion)));
    }
  };
  using Out = OpenedWithRevision;
};

struct SamrRidToSid : Method<65> {
  struct In {
    ContextHandle Handle;
    uint32_t Rid;

    static constexpr auto described() { return NTA_FIELDS(In, Handle, Rid); }
  };
  struct Out {
    uint8_t* Sid;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Sid, "Sid", unique<sid>), NTA_UNSHOWN(Out, nt_status));
    }
  };
};

}  // namespace nta::protocols
