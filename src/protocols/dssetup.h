// dssetup: what a machine is in its domain or workgroup ([MS-DSSP]).
#pragma once

#include "protocols/method.h"

namespace nta::protocols {

/** DSROLE_MACHINE_ROLE */
enum class MachineRole : uint32_t {
  standalone_workstation,
  member_workstation,
  standalone_server,
  member_server,
  backup_controller,
  primary_controller
};

struct DSROLER_PRIMARY_DOMAIN_INFO_BASIC {
  uint32_t MachineRole;
  uint32_t Flags;
  char16_t* DomainNameFlat;
  char16_t* DomainNameDns;
  char16_t* DomainForestName;
  Guid DomainGuid;

  static constexpr auto described() {
    using S = DSROLER_PRIMARY_DOMAIN_INFO_BASIC;
    return joined(NTA_FIELD(S, MachineRole, "MachineRole", enum16),
                  NTA_FIELDS(S, Flags, DomainNameFlat, DomainNameDns, DomainForestName, DomainGuid));
  }
};

struct DSROLE_UPGRADE_STATUS_INFO {
  uint32_t OperationState;
  uint32_t PreviousServerState;

  static constexpr auto described() {
    using S = DSROLE_UPGRADE_STATUS_INFO;
    return joined(NTA_FIELDS(S, OperationState), NTA_FIELD(S, PreviousServerState, "PreviousServerState", enum16));
  }
};

struct DSROLE_OPERATION_STATE_INFO {
  uint32_t OperationState;

  static constexpr auto described() {
    using S = DSROLE_OPERATION_STATE_INFO;
    return fields(NTA_FIELD(S, OperationState, "OperationState", enum16));
  }
};

union DSROLER_PRIMARY_DOMAIN_INFORMATION {
  DSROLER_PRIMARY_DOMAIN_INFO_BASIC Basic;
  DSROLE_UPGRADE_STATUS_INFO Upgrade;
  DSROLE_OPERATION_STATE_INFO Operation;
};
inline constexpr std::array primary_domain_information_arms{Arm{1, &type_of<DSROLER_PRIMARY_DOMAIN_INFO_BASIC>},
                                                            Arm{2, &type_of<DSROLE_UPGRADE_STATUS_INFO>},
                                                            Arm{3, &type_of<DSROLE_OPERATION_STATE_INFO>}};
inline constexpr Type primary_domain_information =
    union_type<DSROLER_PRIMARY_DOMAIN_INFORMATION>(enum16, primary_domain_information_arms);

struct DsRolerGetPrimaryDomainInformation : Method<0> {
  struct In {
    uint32_t InfoLevel;

    static constexpr auto described() { return fields(NTA_FIELD(In, InfoLevel, "InfoLevel", enum16)); }
  };
  struct Out {
    uint32_t InfoLevel;  // the request's
    DSROLER_PRIMARY_DOMAIN_INFORMATION* DomainInfo;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, InfoLevel, "", local32),
                    NTA_FIELD(Out, DomainInfo, "DomainInfo", unique<primary_domain_information>)
                        .switched(NTA_NUMBER(Out, InfoLevel)),
                    NTA_UNSHOWN(Out, net_status));
    }
  };
};

inline constexpr MethodInfo dssetup_methods[] = {
    method<DsRolerGetPrimaryDomainInformation>("DsRolerGetPrimaryDomainInformation"),
};

inline constexpr Interface dssetup{"dssetup",      guid("3919286a-b10c-11d0-9ba8-00c04fd92ef5"), 0, 0, "lsarpc",
                                   dssetup_methods};

}  // namespace nta::protocols
