// lsarpc: the policy object ([MS-LSAD] 3.1.4.4).
#pragma once

#include "protocols/account_shapes.h"

namespace nta::protocols {

struct SECURITY_QUALITY_OF_SERVICE {
  uint32_t Length;
  uint32_t ImpersonationLevel;
  uint8_t ContextTrackingMode;
  uint8_t EffectiveOnly;

  static constexpr auto described() {
    using S = SECURITY_QUALITY_OF_SERVICE;
    return joined(NTA_FIELDS(S, Length), NTA_FIELD(S, ImpersonationLevel, "ImpersonationLevel", enum16),
                  NTA_FIELDS(S, ContextTrackingMode, EffectiveOnly));
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
    return joined(NTA_FIELDS(S, Length), NTA_FIELD(S, RootDirectory, "RootDirectory", unique<u8>),
                  NTA_FIELDS(S, ObjectName, Attributes),
                  NTA_FIELD(S, SecurityDescriptor, "SecurityDescriptor", unique<u8>),
                  NTA_FIELDS(S, SecurityQualityOfService));
  }
};

/** A domain: LSAPR_TRUST_INFORMATION, LSAPR_POLICY_ACCOUNT_DOM_INFO and LSAPR_POLICY_PRIMARY_DOM_INFO alike. */
struct LSAPR_NAMED_SID {
  RPC_UNICODE_STRING Name;
  uint8_t* Sid;

  static constexpr auto described() {
    using S = LSAPR_NAMED_SID;
    return joined(NTA_FIELDS(S, Name), NTA_FIELD(S, Sid, "Sid", unique<sid>));
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
    return joined(NTA_FIELDS(S, AuditLogPercentFull, MaximumLogSize, AuditRetentionPeriod),
                  NTA_FIELD(S, AuditLogFullShutdownInProgress, "AuditLogFullShutdownInProgress", boolean8),
                  NTA_FIELDS(S, TimeToShutdown, NextAuditRecordId));
  }
};

struct LSAPR_POLICY_AUDIT_EVENTS_INFO {
  uint8_t AuditingMode;
  uint32_t* EventAuditingOptions;
  uint32_t MaximumAuditEventCount;

  static constexpr auto described() {
    using S = LSAPR_POLICY_AUDIT_EVENTS_INFO;
    return joined(NTA_FIELD(S, AuditingMode, "AuditingMode", boolean8),
                  NTA_ROWS(S, EventAuditingOptions, MaximumAuditEventCount), NTA_FIELDS(S, MaximumAuditEventCount));
  }
};

struct LSAPR_POLICY_TEXT {
  RPC_UNICODE_STRING Name;

  static constexpr auto described() { return NTA_FIELDS(LSAPR_POLICY_TEXT, Name); }
};

struct POLICY_LSA_SERVER_ROLE_INFO {
  uint32_t LsaServerRole;  // an enumeration of 2 bytes, which ms_union aligns to 4

  static constexpr auto described() { return NTA_FIELDS(POLICY_LSA_SERVER_ROLE_INFO, LsaServerRole); }
};

struct LSAPR_POLICY_REPLICA_SRCE_INFO {
  RPC_UNICODE_STRING ReplicaSource;
  RPC_UNICODE_STRING ReplicaAccountName;

  static constexpr auto described() {
    using S = LSAPR_POLICY_REPLICA_SRCE_INFO;
    return NTA_FIELDS(S, ReplicaSource, ReplicaAccountName);
  }
};

struct POLICY_MODIFICATION_INFO {
  int64_t ModifiedId;
  uint64_t DatabaseCreationTime;

  static constexpr auto described() {
    using S = POLICY_MODIFICATION_INFO;
    return joined(NTA_FIELDS(S, ModifiedId), NTA_FIELD(S, DatabaseCreationTime, "DatabaseCreationTime", time_hyper));
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
    return joined(NTA_FIELDS(S, Name, DnsDomainName, DnsForestName, DomainGuid), NTA_FIELD(S, Sid, "Sid", unique<sid>));
  }
};

struct LSAPR_POLICY_MACHINE_ACCT_INFO {
  uint32_t Rid;
  uint8_t* Sid;

  static constexpr auto described() {
    using S = LSAPR_POLICY_MACHINE_ACCT_INFO;
    return joined(NTA_FIELDS(S, Rid), NTA_FIELD(S, Sid, "Sid", unique<sid>));
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
  using In = OnHandle;
  using Out = ClosedHandle;
};

/** Superseded by LsarDeleteObject, and not supported by any Windows. */
struct LsarDelete : Method<1> {
  using In = OnHandle;
  using Out = OnlyStatus;
};

struct LsarQuerySecurityObject : Method<3> {
  using In = QuerySecurityIn;
  using Out = QuerySecurityOut;
};

struct LsarOpenPolicy : Method<6> {
  struct In {
    char16_t* SystemName;
    LSAPR_OBJECT_ATTRIBUTES ObjectAttributes;
    uint32_t DesiredAccess;

    static constexpr auto described() {
      return joined(NTA_FIELD(In, SystemName, "SystemName", unique<wchar>),
                    NTA_FIELDS(In, ObjectAttributes, DesiredAccess));
    }
  };
  using Out = OpenedHandle;
};

struct LsarQueryInformationPolicy : Method<7> {
  using In = HandleAndClass;
  struct Out {
    uint32_t Class;
    LSAPR_POLICY_INFORMATION* Information;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, Class, "", local32),
          NTA_FIELD(Out, Information, "Information", unique<lsapr_policy_information>).switched(NTA_NUMBER(Out, Class)),
          NTA_UNSHOWN(Out, nt_status));
    }
  };
};

struct LsarOpenPolicy2 : Method<44> {
  struct In {
    char16_t* SystemName;
    LSAPR_OBJECT_ATTRIBUTES ObjectAttributes;
    uint32_t DesiredAccess;

    static constexpr auto described() { return NTA_FIELDS(In, SystemName, ObjectAttributes, DesiredAccess); }
  };
  using Out = OpenedHandle;
};

struct LsarQueryInformationPolicy2 : Method<46> {
  using In = LsarQueryInformationPolicy::In;
  using Out = LsarQueryInformationPolicy::Out;
};

struct POLICY_DOMAIN_KERBEROS_TICKET_INFO {
  uint32_t AuthenticationOptions;
  int64_t MaxServiceTicketAge;
  int64_t MaxTicketAge;
  int64_t MaxRenewAge;
  int64_t MaxClockSkew;
  int64_t Reserved;

  static constexpr auto described() {
    return NTA_FIELDS(POLICY_DOMAIN_KERBEROS_TICKET_INFO, AuthenticationOptions, MaxServiceTicketAge, MaxTicketAge,
                      MaxRenewAge, MaxClockSkew, Reserved);
  }
};

/** POLICY_DOMAIN_INFORMATION_CLASS: 1 quality of service, 2 EFS, 3 Kerberos. A machine without a domain has none. */
union LSAPR_POLICY_DOMAIN_INFORMATION {
  POLICY_DOMAIN_KERBEROS_TICKET_INFO Kerberos;
};
inline constexpr std::array policy_domain_information_arms{Arm{3, &type_of<POLICY_DOMAIN_KERBEROS_TICKET_INFO>}};
inline constexpr Type policy_domain_information =
    union_type<LSAPR_POLICY_DOMAIN_INFORMATION>(enum16, policy_domain_information_arms);

struct LsarQueryDomainInformationPolicy : Method<53> {
  using In = HandleAndClass;
  using Out = InformationOut<LSAPR_POLICY_DOMAIN_INFORMATION, policy_domain_information>;
};

struct LsarOpenPolicy3 : Method<130> {
  struct In {
    char16_t* SystemName;
    LSAPR_OBJECT_ATTRIBUTES ObjectAttributes;
    uint32_t DesiredAccess;
    uint32_t InVersion;
    REVISION_INFO InRevisionInfo;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, SystemName, ObjectAttributes, DesiredAccess, InVersion),
                    NTA_FIELD(In, InRevisionInfo, "InRevisionInfo", revision_info).switched(NTA_NUMBER(In, InVersion)));
    }
  };
  using Out = OpenedWithRevision;
};

}  // namespace nta::protocols
