// SAMR: the classes of information about a domain ([MS-SAMR] 2.2.3).
#pragma once

#include "protocols/samr_types.h"

namespace nta::protocols {

struct DOMAIN_PASSWORD_INFORMATION {
  uint16_t MinPasswordLength;
  uint16_t PasswordHistoryLength;
  uint32_t PasswordProperties;
  int64_t MaxPasswordAge;
  int64_t MinPasswordAge;

  static constexpr auto described() {
    using S = DOMAIN_PASSWORD_INFORMATION;
    return joined(NTA_FIELDS(S, MinPasswordLength, PasswordHistoryLength, PasswordProperties),
                  NTA_FIELD(S, MaxPasswordAge, "MaxPasswordAge", old_large_integer),
                  NTA_FIELD(S, MinPasswordAge, "MinPasswordAge", old_large_integer));
  }
};

struct DOMAIN_LOGOFF_INFORMATION {
  int64_t ForceLogoff;

  static constexpr auto described() {
    using S = DOMAIN_LOGOFF_INFORMATION;
    return fields(NTA_FIELD(S, ForceLogoff, "ForceLogoff", old_large_integer));
  }
};

struct SAMPR_DOMAIN_GENERAL_INFORMATION {
  int64_t ForceLogoff;
  RPC_UNICODE_STRING OemInformation;
  RPC_UNICODE_STRING DomainName;
  RPC_UNICODE_STRING ReplicaSourceNodeName;
  int64_t DomainModifiedCount;
  uint32_t DomainServerState;
  uint32_t DomainServerRole;
  uint8_t UasCompatibilityRequired;
  uint32_t UserCount;
  uint32_t GroupCount;
  uint32_t AliasCount;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_GENERAL_INFORMATION;
    return joined(NTA_FIELD(S, ForceLogoff, "ForceLogoff", old_large_integer),
                  NTA_FIELDS(S, OemInformation, DomainName, ReplicaSourceNodeName),
                  NTA_FIELD(S, DomainModifiedCount, "DomainModifiedCount", old_large_integer),
                  NTA_FIELDS(S, DomainServerState, DomainServerRole),
                  NTA_FIELD(S, UasCompatibilityRequired, "UasCompatibilityRequired", boolean8),
                  NTA_FIELDS(S, UserCount, GroupCount, AliasCount));
  }
};

struct SAMPR_DOMAIN_GENERAL_INFORMATION2 {
  SAMPR_DOMAIN_GENERAL_INFORMATION I1;
  int64_t LockoutDuration;
  int64_t LockoutObservationWindow;
  uint16_t LockoutThreshold;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_GENERAL_INFORMATION2;
    return NTA_FIELDS(S, I1, LockoutDuration, LockoutObservationWindow, LockoutThreshold);
  }
};

/** Classes that are one text. */
struct SAMPR_TEXT {
  RPC_UNICODE_STRING Text;

  static constexpr auto described() { return NTA_FIELDS(SAMPR_TEXT, Text); }
};

/** Classes that are one number. Role and state are enumerations of 2 bytes, which ms_union aligns to 4. */
struct SAMPR_NUMBER {
  uint32_t Number;

  static constexpr auto described() { return NTA_FIELDS(SAMPR_NUMBER, Number); }
};

struct DOMAIN_MODIFIED_INFORMATION {
  int64_t DomainModifiedCount;
  int64_t CreationTime;

  static constexpr auto described() {
    using S = DOMAIN_MODIFIED_INFORMATION;
    return fields(NTA_FIELD(S, DomainModifiedCount, "DomainModifiedCount", old_large_integer),
                  NTA_FIELD(S, CreationTime, "CreationTime", old_large_integer));
  }
};

struct DOMAIN_MODIFIED_INFORMATION2 {
  int64_t DomainModifiedCount;
  int64_t CreationTime;
  int64_t ModifiedCountAtLastPromotion;

  static constexpr auto described() {
    using S = DOMAIN_MODIFIED_INFORMATION2;
    return fields(NTA_FIELD(S, DomainModifiedCount, "DomainModifiedCount", old_large_integer),
                  NTA_FIELD(S, CreationTime, "CreationTime", old_large_integer),
                  NTA_FIELD(S, ModifiedCountAtLastPromotion, "ModifiedCountAtLastPromotion", old_large_integer));
  }
};

struct SAMPR_DOMAIN_LOCKOUT_INFORMATION {
  int64_t LockoutDuration;
  int64_t LockoutObservationWindow;
  uint16_t LockoutThreshold;

  static constexpr auto described() {
    using S = SAMPR_DOMAIN_LOCKOUT_INFORMATION;
    return NTA_FIELDS(S, LockoutDuration, LockoutObservationWindow, LockoutThreshold);
  }
};

/** The arms of DOMAIN_INFORMATION_CLASS ([MS-SAMR] 2.2.3.16). */
union SAMPR_DOMAIN_INFO_BUFFER {
  DOMAIN_PASSWORD_INFORMATION Password;
  SAMPR_DOMAIN_GENERAL_INFORMATION General;
  DOMAIN_LOGOFF_INFORMATION Logoff;
  SAMPR_TEXT Oem;
  SAMPR_TEXT Name;
  SAMPR_TEXT Replication;
  SAMPR_NUMBER Role;
  DOMAIN_MODIFIED_INFORMATION Modified;
  SAMPR_NUMBER State;
  SAMPR_DOMAIN_GENERAL_INFORMATION2 General2;
  SAMPR_DOMAIN_LOCKOUT_INFORMATION Lockout;
  DOMAIN_MODIFIED_INFORMATION2 Modified2;
};
inline constexpr std::array sampr_domain_info_arms{Arm{1, &type_of<DOMAIN_PASSWORD_INFORMATION>},
                                                   Arm{2, &type_of<SAMPR_DOMAIN_GENERAL_INFORMATION>},
                                                   Arm{3, &type_of<DOMAIN_LOGOFF_INFORMATION>},
                                                   Arm{4, &type_of<SAMPR_TEXT>},
                                                   Arm{5, &type_of<SAMPR_TEXT>},
                                                   Arm{6, &type_of<SAMPR_TEXT>},
                                                   Arm{7, &type_of<SAMPR_NUMBER>},
                                                   Arm{8, &type_of<DOMAIN_MODIFIED_INFORMATION>},
                                                   Arm{9, &type_of<SAMPR_NUMBER>},
                                                   Arm{11, &type_of<SAMPR_DOMAIN_GENERAL_INFORMATION2>},
                                                   Arm{12, &type_of<SAMPR_DOMAIN_LOCKOUT_INFORMATION>},
                                                   Arm{13, &type_of<DOMAIN_MODIFIED_INFORMATION2>}};
inline constexpr Type sampr_domain_info = union_type<SAMPR_DOMAIN_INFO_BUFFER>(enum16, sampr_domain_info_arms);

}  // namespace nta::protocols
