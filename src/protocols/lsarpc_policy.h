// lsarpc: the policy object ([MS-LSAD] 3.1.4.4).
#pragma once

#include "protocols/unicode_string.h"

namespace nta::protocols {

struct SECURITY_QUALITY_OF_SERVICE {
  uint32_t Length;
  uint32_t ImpersonationLevel;
  uint8_t ContextTrackingMode;
  uint8_t EffectiveOnly;

  static constexpr auto described() {
    using S = SECURITY_QUALITY_OF_SERVICE;
    return fields(NTA_FIELD(S, Length, "Length", u32), NTA_FIELD(S, ImpersonationLevel, "ImpersonationLevel", enum16),
                  NTA_FIELD(S, ContextTrackingMode, "ContextTrackingMode", u8),
                  NTA_FIELD(S, EffectiveOnly, "EffectiveOnly", u8));
  }
};

/** Nothing of it matters ([MS-LSAD] 2.2.9). */
struct LSAPR_OBJECT_ATTRIBUTES {
  uint32_t Length;
  uint8_t* RootDirectory;
  RPC_STRING* ObjectName;
  uint32_t Attributes;
  uint8_t* SecurityDescriptor;  // must be null
  SECURITY_QUALITY_OF_SERVICE* SecurityQualityOfService;

  static constexpr auto described() {
    using S = LSAPR_OBJECT_ATTRIBUTES;
    return fields(NTA_FIELD(S, Length, "Length", u32), NTA_FIELD(S, RootDirectory, "RootDirectory", unique<u8>),
                  NTA_FIELD(S, ObjectName, "ObjectName", unique<type_of<RPC_STRING>>),
                  NTA_FIELD(S, Attributes, "Attributes", u32),
                  NTA_FIELD(S, SecurityDescriptor, "SecurityDescriptor", unique<u8>),
                  NTA_FIELD(S, SecurityQualityOfService, "SecurityQualityOfService",
                            unique<type_of<SECURITY_QUALITY_OF_SERVICE>>));
  }
};

struct OnLsa {
  ContextHandle Handle;

  static constexpr auto described() { return fields(NTA_FIELD(OnLsa, Handle, "", context_handle)); }
};

struct LsaOnlyStatus {
  uint32_t nt_status;

  static constexpr auto described() {
    using S = LsaOnlyStatus;
    return fields(NTA_FIELD(S, nt_status, "", u32));
  }
};

struct LsaClosedHandle {
  ContextHandle Handle;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = LsaClosedHandle;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, nt_status, "", u32));
  }
};

struct LsaOpenedHandle {
  ContextHandle Opened;
  uint32_t nt_status;

  static constexpr auto described() {
    using S = LsaOpenedHandle;
    return fields(NTA_FIELD(S, Opened, "", context_handle), NTA_FIELD(S, nt_status, "", u32));
  }
};

struct LSAPR_SR_SECURITY_DESCRIPTOR {
  uint32_t Length;
  uint8_t* SecurityDescriptor;

  static constexpr auto described() {
    using S = LSAPR_SR_SECURITY_DESCRIPTOR;
    return fields(
        NTA_FIELD(S, Length, "Length", u32),
        NTA_FIELD(S, SecurityDescriptor, "SecurityDescriptor", unique<array_of<u8>>).counted(NTA_NUMBER(S, Length)));
  }
};

/** A domain: LSAPR_TRUST_INFORMATION, LSAPR_POLICY_ACCOUNT_DOM_INFO and LSAPR_POLICY_PRIMARY_DOM_INFO alike. */
struct LSAPR_NAMED_SID {
  RPC_UNICODE_STRING Name;
  uint8_t* Sid;

  static constexpr auto described() {
    using S = LSAPR_NAMED_SID;
    return fields(NTA_FIELD(S, Name, "Name", type_of<RPC_UNICODE_STRING>), NTA_FIELD(S, Sid, "Sid", unique<sid>));
  }
};

struct POLICY_AUDIT_LOG_INFO {
  uint32_t AuditLogPercentFull;
  uint32_t MaximumLogSize;
  int64_t AuditRetentionPeriod;
  uint8_t AuditLogFullShutdownInProgress;
  int64_t TimeToShutdown;
  uint32_t NextAuditRecordId;

  static constexpr auto described() {
    using S = POLICY_AUDIT_LOG_INFO;
    return fields(NTA_FIELD(S, AuditLogPercentFull, "AuditLogPercentFull", u32),
                  NTA_FIELD(S, MaximumLogSize, "MaximumLogSize", u32),
                  NTA_FIELD(S, AuditRetentionPeriod, "AuditRetentionPeriod", i64),
                  NTA_FIELD(S, AuditLogFullShutdownInProgress, "AuditLogFullShutdownInProgress", boolean8),
                  NTA_FIELD(S, TimeToShutdown, "TimeToShutdown", i64),
                  NTA_FIELD(S, NextAuditRecordId, "NextAuditRecordId", u32));
  }
};

struct LSAPR_POLICY_AUDIT_EVENTS_INFO {
  uint8_t AuditingMode;
  uint32_t* EventAuditingOptions;
  uint32_t MaximumAuditEventCount;

  static constexpr auto described() {
    using S = LSAPR_POLICY_AUDIT_EVENTS_INFO;
    return fields(NTA_FIELD(S, AuditingMode, "AuditingMode", boolean8),
                  NTA_FIELD(S, EventAuditingOptions, "EventAuditingOptions", unique<array_of<u32>>)
                      .counted(NTA_NUMBER(S, MaximumAuditEventCount)),
                  NTA_FIELD(S, MaximumAuditEventCount, "MaximumAuditEventCount", u32));
  }
};

struct LSAPR_POLICY_TEXT {
  RPC_UNICODE_STRING Name;

  static constexpr auto described() {
    using S = LSAPR_POLICY_TEXT;
    return fields(NTA_FIELD(S, Name, "Name", type_of<RPC_UNICODE_STRING>));
  }
};

struct POLICY_LSA_SERVER_ROLE_INFO {
  uint32_t LsaServerRole;  // an enumeration of 2 bytes, which ms_union aligns to 4

  static constexpr auto described() {
    using S = POLICY_LSA_SERVER_ROLE_INFO;
    return fields(NTA_FIELD(S, LsaServerRole, "LsaServerRole", u32));
  }
};

struct LSAPR_POLICY_REPLICA_SRCE_INFO {
  RPC_UNICODE_STRING ReplicaSource;
  RPC_UNICODE_STRING ReplicaAccountName;

  static constexpr auto described() {
    using S = LSAPR_POLICY_REPLICA_SRCE_INFO;
    return fields(NTA_FIELD(S, ReplicaSource, "ReplicaSource", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, ReplicaAccountName, "ReplicaAccountName", type_of<RPC_UNICODE_STRING>));
  }
};

struct POLICY_MODIFICATION_INFO {
  int64_t ModifiedId;
  uint64_t DatabaseCreationTime;

  static constexpr auto described() {
    using S = POLICY_MODIFICATION_INFO;
    return fields(NTA_FIELD(S, ModifiedId, "ModifiedId", i64),
                  NTA_FIELD(S, DatabaseCreationTime, "DatabaseCreationTime", time_hyper));
  }
};

struct LSAPR_POLICY_DNS_DOMAIN_INFO {
  RPC_UNICODE_STRING Name;
  RPC_UNICODE_STRING DnsDomainName;
  RPC_UNICODE_STRING DnsForestName;
  Guid DomainGuid;
  uint8_t* Sid;

  static constexpr auto described() {
    using S = LSAPR_POLICY_DNS_DOMAIN_INFO;
    return fields(NTA_FIELD(S, Name, "Name", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, DnsDomainName, "DnsDomainName", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, DnsForestName, "DnsForestName", type_of<RPC_UNICODE_STRING>),
                  NTA_FIELD(S, DomainGuid, "DomainGuid", uuid), NTA_FIELD(S, Sid, "Sid", unique<sid>));
  }
};

struct LSAPR_POLICY_MACHINE_ACCT_INFO {
  uint32_t Rid;
  uint8_t* Sid;

  static constexpr auto described() {
    using S = LSAPR_POLICY_MACHINE_ACCT_INFO;
    return fields(NTA_FIELD(S, Rid, "Rid", u32), NTA_FIELD(S, Sid, "Sid", unique<sid>));
  }
};

/** The arms of POLICY_INFORMATION_CLASS ([MS-LSAD] 2.2.4.1); those of auditing to the full log can only be refused. */
union LSAPR_POLICY_INFORMATION {
  POLICY_AUDIT_LOG_INFO AuditLog;
  LSAPR_POLICY_AUDIT_EVENTS_INFO AuditEvents;
  LSAPR_NAMED_SID Domain;
  LSAPR_POLICY_TEXT PdAccount;
  POLICY_LSA_SERVER_ROLE_INFO ServerRole;
  LSAPR_POLICY_REPLICA_SRCE_INFO ReplicaSource;
  POLICY_MODIFICATION_INFO Modification;
  LSAPR_POLICY_DNS_DOMAIN_INFO Dns;
  LSAPR_POLICY_MACHINE_ACCT_INFO MachineAccount;
};
inline constexpr std::array lsapr_policy_information_arms{Arm{1, &type_of<POLICY_AUDIT_LOG_INFO>},
                                                          Arm{2, &type_of<LSAPR_POLICY_AUDIT_EVENTS_INFO>},
                                                          Arm{3, &type_of<LSAPR_NAMED_SID>},
                                                          Arm{4, &type_of<LSAPR_POLICY_TEXT>},
                                                          Arm{5, &type_of<LSAPR_NAMED_SID>},
                                                          Arm{6, &type_of<POLICY_LSA_SERVER_ROLE_INFO>},
                                                          Arm{7, &type_of<LSAPR_POLICY_REPLICA_SRCE_INFO>},
                                                          Arm{9, &type_of<POLICY_MODIFICATION_INFO>},
                                                          Arm{12, &type_of<LSAPR_POLICY_DNS_DOMAIN_INFO>},
                                                          Arm{13, &type_of<LSAPR_POLICY_DNS_DOMAIN_INFO>},
                                                          Arm{14, &type_of<LSAPR_NAMED_SID>},
                                                          Arm{15, &type_of<LSAPR_POLICY_MACHINE_ACCT_INFO>}};
inline constexpr Type lsapr_policy_information =
    union_type<LSAPR_POLICY_INFORMATION>(enum16, lsapr_policy_information_arms);

struct LsarClose : Method<0> {
  using In = OnLsa;
  using Out = LsaClosedHandle;
};

struct LsarQuerySecurityObject : Method<3> {
  struct In {
    ContextHandle Handle;
    uint32_t SecurityInformation;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle),
                    NTA_FIELD(In, SecurityInformation, "SecurityInformation", u32));
    }
  };
  struct Out {
    LSAPR_SR_SECURITY_DESCRIPTOR* SecurityDescriptor;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, SecurityDescriptor, "SecurityDescriptor", unique<type_of<LSAPR_SR_SECURITY_DESCRIPTOR>>),
          NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarOpenPolicy : Method<6> {
  struct In {
    char16_t* SystemName;
    LSAPR_OBJECT_ATTRIBUTES ObjectAttributes;
    uint32_t DesiredAccess;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, SystemName, "SystemName", unique<wchar>),
                    NTA_FIELD(In, ObjectAttributes, "ObjectAttributes", type_of<LSAPR_OBJECT_ATTRIBUTES>),
                    NTA_FIELD(In, DesiredAccess, "DesiredAccess", u32));
    }
  };
  using Out = LsaOpenedHandle;
};

struct LsarQueryInformationPolicy : Method<7> {
  struct In {
    ContextHandle Handle;
    uint32_t Class;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, Class, "Class", enum16));
    }
  };
  struct Out {
    uint32_t Class;
    LSAPR_POLICY_INFORMATION* Information;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, Class, "", local32),
          NTA_FIELD(Out, Information, "Information", unique<lsapr_policy_information>).switched(NTA_NUMBER(Out, Class)),
          NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct LsarOpenPolicy2 : Method<44> {
  struct In {
    char16_t* SystemName;
    LSAPR_OBJECT_ATTRIBUTES ObjectAttributes;
    uint32_t DesiredAccess;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, SystemName, "SystemName", unique<wstring>),
                    NTA_FIELD(In, ObjectAttributes, "ObjectAttributes", type_of<LSAPR_OBJECT_ATTRIBUTES>),
                    NTA_FIELD(In, DesiredAccess, "DesiredAccess", u32));
    }
  };
  using Out = LsaOpenedHandle;
};

struct LsarQueryInformationPolicy2 : Method<46> {
  using In = LsarQueryInformationPolicy::In;
  using Out = LsarQueryInformationPolicy::Out;
};

struct LSAPR_REVISION_INFO_V1 {
  uint32_t Revision;
  uint32_t SupportedFeatures;

  static constexpr auto described() {
    using S = LSAPR_REVISION_INFO_V1;
    return fields(NTA_FIELD(S, Revision, "Revision", u32), NTA_FIELD(S, SupportedFeatures, "SupportedFeatures", u32));
  }
};

union LSAPR_REVISION_INFO {
  LSAPR_REVISION_INFO_V1 V1;
};
inline constexpr std::array lsapr_revision_info_arms{Arm{1, &type_of<LSAPR_REVISION_INFO_V1>}};
inline constexpr Type lsapr_revision_info = union_type<LSAPR_REVISION_INFO>(u32, lsapr_revision_info_arms);

struct LsarOpenPolicy3 : Method<130> {
  struct In {
    char16_t* SystemName;
    LSAPR_OBJECT_ATTRIBUTES ObjectAttributes;
    uint32_t DesiredAccess;
    uint32_t InVersion;
    LSAPR_REVISION_INFO InRevisionInfo;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(In, SystemName, "SystemName", unique<wstring>),
          NTA_FIELD(In, ObjectAttributes, "ObjectAttributes", type_of<LSAPR_OBJECT_ATTRIBUTES>),
          NTA_FIELD(In, DesiredAccess, "DesiredAccess", u32), NTA_FIELD(In, InVersion, "InVersion", u32),
          NTA_FIELD(In, InRevisionInfo, "InRevisionInfo", lsapr_revision_info).switched(NTA_NUMBER(In, InVersion)));
    }
  };
  struct Out {
    uint32_t OutVersion;
    LSAPR_REVISION_INFO OutRevisionInfo;
    ContextHandle Opened;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, OutVersion, "OutVersion", u32),
          NTA_FIELD(Out, OutRevisionInfo, "OutRevisionInfo", lsapr_revision_info).switched(NTA_NUMBER(Out, OutVersion)),
          NTA_FIELD(Out, Opened, "", context_handle), NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

}  // namespace nta::protocols
