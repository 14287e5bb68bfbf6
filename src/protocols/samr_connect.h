// SAMR: servers, handles, security descriptors ([MS-SAMR] 3.1.5.1, 3.1.5.12, 3.1.5.13).
#pragma once

#include "protocols/samr_types.h"

namespace nta::protocols {

struct SAMPR_REVISION_INFO_V1 {
  uint32_t Revision;
  uint32_t SupportedFeatures;

  static constexpr auto described() {
    using S = SAMPR_REVISION_INFO_V1;
    return fields(NTA_FIELD(S, Revision, "Revision", u32), NTA_FIELD(S, SupportedFeatures, "SupportedFeatures", u32));
  }
};

union SAMPR_REVISION_INFO {
  SAMPR_REVISION_INFO_V1 V1;
};
inline constexpr std::array sampr_revision_info_arms{Arm{1, &type_of<SAMPR_REVISION_INFO_V1>}};
inline constexpr Type sampr_revision_info = union_type<SAMPR_REVISION_INFO>(u32, sampr_revision_info_arms);

struct SamrConnect : Method<0> {
  struct In {
    char16_t* ServerName;
    uint32_t DesiredAccess;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "ServerName", unique<wchar>),
                    NTA_FIELD(In, DesiredAccess, "DesiredAccess", u32));
    }
  };
  using Out = OpenedHandle;
};

struct SamrCloseHandle : Method<1> {
  using In = OnSam;
  using Out = ClosedHandle;
};

struct SamrSetSecurityObject : Method<2> {
  struct In {
    ContextHandle Handle;
    uint32_t SecurityInformation;
    SAMPR_SR_SECURITY_DESCRIPTOR SecurityDescriptor;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, SecurityInformation, "SecurityInformation", u32),
                    NTA_FIELD(In, SecurityDescriptor, "SecurityDescriptor", type_of<SAMPR_SR_SECURITY_DESCRIPTOR>));
    }
  };
  using Out = OnlyStatus;
};

struct SamrQuerySecurityObject : Method<3> {
  struct In {
    ContextHandle Handle;
    uint32_t SecurityInformation;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, SecurityInformation, "SecurityInformation", u32));
    }
  };
  struct Out {
    SAMPR_SR_SECURITY_DESCRIPTOR* SecurityDescriptor;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, SecurityDescriptor, "SecurityDescriptor", unique<type_of<SAMPR_SR_SECURITY_DESCRIPTOR>>),
          NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrLookupDomainInSamServer : Method<5> {
  struct In {
    ContextHandle Handle;
    RPC_UNICODE_STRING Name;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, Name, "Name", type_of<RPC_UNICODE_STRING>));
    }
  };
  struct Out {
    uint8_t* DomainId;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, DomainId, "DomainId", unique<sid>), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrEnumerateDomainsInSamServer : Method<6> {
  struct In {
    ContextHandle Handle;
    uint32_t EnumerationContext;
    uint32_t PreferedMaximumLength;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, EnumerationContext, "EnumerationContext", u32),
                    NTA_FIELD(In, PreferedMaximumLength, "PreferedMaximumLength", u32));
    }
  };
  struct Out {
    uint32_t EnumerationContext;
    SAMPR_ENUMERATION_BUFFER* Buffer;
    uint32_t CountReturned;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, EnumerationContext, "EnumerationContext", u32),
                    NTA_FIELD(Out, Buffer, "Buffer", unique<type_of<SAMPR_ENUMERATION_BUFFER>>),
                    NTA_FIELD(Out, CountReturned, "CountReturned", u32), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrOpenDomain : Method<7> {
  struct In {
    ContextHandle Handle;
    uint32_t DesiredAccess;
    uint8_t* DomainId;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, DesiredAccess, "DesiredAccess", u32),
                    NTA_FIELD(In, DomainId, "DomainId", ref<sid>));
    }
  };
  using Out = OpenedHandle;
};

struct SamrConnect2 : Method<57> {
  struct In {
    char16_t* ServerName;
    uint32_t DesiredAccess;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "ServerName", unique<wstring>),
                    NTA_FIELD(In, DesiredAccess, "DesiredAccess", u32));
    }
  };
  using Out = OpenedHandle;
};

struct SamrConnect4 : Method<62> {
  struct In {
    char16_t* ServerName;
    uint32_t ClientRevision;
    uint32_t DesiredAccess;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "ServerName", unique<wstring>),
                    NTA_FIELD(In, ClientRevision, "ClientRevision", u32),
                    NTA_FIELD(In, DesiredAccess, "DesiredAccess", u32));
    }
  };
  using Out = OpenedHandle;
};

struct SamrConnect5 : Method<64> {
  struct In {
    char16_t* ServerName;
    uint32_t DesiredAccess;
    uint32_t InVersion;
    SAMPR_REVISION_INFO InRevisionInfo;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(In, ServerName, "ServerName", unique<wstring>), NTA_FIELD(In, DesiredAccess, "DesiredAccess", u32),
          NTA_FIELD(In, InVersion, "InVersion", u32),
          NTA_FIELD(In, InRevisionInfo, "InRevisionInfo", sampr_revision_info).switched(NTA_NUMBER(In, InVersion)));
    }
  };
  struct Out {
    uint32_t OutVersion;
    SAMPR_REVISION_INFO OutRevisionInfo;
    ContextHandle Opened;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, OutVersion, "OutVersion", u32),
          NTA_FIELD(Out, OutRevisionInfo, "OutRevisionInfo", sampr_revision_info).switched(NTA_NUMBER(Out, OutVersion)),
          NTA_FIELD(Out, Opened, "", context_handle), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrRidToSid : Method<65> {
  struct In {
    ContextHandle Handle;
    uint32_t Rid;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Rid, "Rid", u32));
    }
  };
  struct Out {
    uint8_t* Sid;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Sid, "Sid", unique<sid>), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

}  // namespace nta::protocols
