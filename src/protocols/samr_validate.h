// SAMR: passwords of somebody else's accounts held against this host's policy ([MS-SAMR] 3.1.5.13.7).
#pragma once

#include "protocols/samr_types.h"

namespace nta::protocols {

struct SAM_VALIDATE_PASSWORD_HASH {
  uint32_t Length;
  uint8_t* Hash;

  static constexpr auto described() {
    using S = SAM_VALIDATE_PASSWORD_HASH;
    return joined(NTA_FIELDS(S, Length), NTA_ROWS(S, Hash, Length));
  }
};

struct SAM_VALIDATE_PERSISTED_FIELDS {
  uint32_t PresentFields;
  uint64_t PasswordLastSet;
  uint64_t BadPasswordTime;
  uint64_t LockoutTime;
  uint32_t BadPasswordCount;
  uint32_t PasswordHistoryLength;
  SAM_VALIDATE_PASSWORD_HASH* PasswordHistory;

  static constexpr auto described() {
    using S = SAM_VALIDATE_PERSISTED_FIELDS;
    return joined(NTA_FIELDS(S, PresentFields), NTA_FIELD(S, PasswordLastSet, "PasswordLastSet", time_hyper),
                  NTA_FIELD(S, BadPasswordTime, "BadPasswordTime", time_hyper),
                  NTA_FIELD(S, LockoutTime, "LockoutTime", time_hyper),
                  NTA_FIELDS(S, BadPasswordCount, PasswordHistoryLength),
                  NTA_ROWS(S, PasswordHistory, PasswordHistoryLength));
  }
};

struct SAM_VALIDATE_STANDARD_OUTPUT_ARG {
  SAM_VALIDATE_PERSISTED_FIELDS ChangedPersistedFields;
  uint32_t ValidationStatus;

  static constexpr auto described() {
    using S = SAM_VALIDATE_STANDARD_OUTPUT_ARG;
    return joined(NTA_FIELDS(S, ChangedPersistedFields), NTA_FIELD(S, ValidationStatus, "ValidationStatus", enum16));
  }
};

struct SAM_VALIDATE_AUTHENTICATION_INPUT_ARG {
  SAM_VALIDATE_PERSISTED_FIELDS InputPersistedFields;
  uint8_t PasswordMatched;

  static constexpr auto described() {
    using S = SAM_VALIDATE_AUTHENTICATION_INPUT_ARG;
    return joined(NTA_FIELDS(S, InputPersistedFields), NTA_FIELD(S, PasswordMatched, "PasswordMatched", boolean8));
  }
};

struct SAM_VALIDATE_PASSWORD_CHANGE_INPUT_ARG {
  SAM_VALIDATE_PERSISTED_FIELDS InputPersistedFields;
  RPC_UNICODE_STRING ClearPassword;
  RPC_UNICODE_STRING UserAccountName;
  SAM_VALIDATE_PASSWORD_HASH HashedPassword;
  uint8_t PasswordMatch;

  static constexpr auto described() {
    using S = SAM_VALIDATE_PASSWORD_CHANGE_INPUT_ARG;
    return joined(NTA_FIELDS(S, InputPersistedFields, ClearPassword, UserAccountName, HashedPassword),
                  NTA_FIELD(S, PasswordMatch, "PasswordMatch", boolean8));
  }
};

struct SAM_VALIDATE_PASSWORD_RESET_INPUT_ARG {
  SAM_VALIDATE_PERSISTED_FIELDS InputPersistedFields;
  RPC_UNICODE_STRING ClearPassword;
  RPC_UNICODE_STRING UserAccountName;
  SAM_VALIDATE_PASSWORD_HASH HashedPassword;
  uint8_t PasswordMustChangeAtNextLogon;
  uint8_t ClearLockout;

  static constexpr auto described() {
    using S = SAM_VALIDATE_PASSWORD_RESET_INPUT_ARG;
    return joined(NTA_FIELDS(S, InputPersistedFields, ClearPassword, UserAccountName, HashedPassword),
                  NTA_FIELD(S, PasswordMustChangeAtNextLogon, "PasswordMustChangeAtNextLogon", boolean8),
                  NTA_FIELD(S, ClearLockout, "ClearLockout", boolean8));
  }
};

union SAM_VALIDATE_INPUT_ARG {
  SAM_VALIDATE_AUTHENTICATION_INPUT_ARG Authentication;
  SAM_VALIDATE_PASSWORD_CHANGE_INPUT_ARG Change;
  SAM_VALIDATE_PASSWORD_RESET_INPUT_ARG Reset;
};
inline constexpr std::array sam_validate_input_arms{Arm{1, &type_of<SAM_VALIDATE_AUTHENTICATION_INPUT_ARG>},
                                                    Arm{2, &type_of<SAM_VALIDATE_PASSWORD_CHANGE_INPUT_ARG>},
                                                    Arm{3, &type_of<SAM_VALIDATE_PASSWORD_RESET_INPUT_ARG>}};
inline constexpr Type sam_validate_input = union_type<SAM_VALIDATE_INPUT_ARG>(enum16, sam_validate_input_arms);

union SAM_VALIDATE_OUTPUT_ARG {
  SAM_VALIDATE_STANDARD_OUTPUT_ARG Output;
};
inline constexpr std::array sam_validate_output_arms{Arm{1, &type_of<SAM_VALIDATE_STANDARD_OUTPUT_ARG>},
                                                     Arm{2, &type_of<SAM_VALIDATE_STANDARD_OUTPUT_ARG>},
                                                     Arm{3, &type_of<SAM_VALIDATE_STANDARD_OUTPUT_ARG>}};
inline constexpr Type sam_validate_output = union_type<SAM_VALIDATE_OUTPUT_ARG>(enum16, sam_validate_output_arms);

struct SamrValidatePassword : SecretMethod<67> {
  struct In {
    uint32_t ValidationType;
    SAM_VALIDATE_INPUT_ARG InputArg;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ValidationType, "ValidationType", enum16),
                    NTA_FIELD(In, InputArg, "InputArg", sam_validate_input).switched(NTA_NUMBER(In, ValidationType)));
    }
  };
  struct Out {
    uint32_t ValidationType;
    SAM_VALIDATE_OUTPUT_ARG* OutputArg;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, ValidationType, "", local32),
          NTA_FIELD(Out, OutputArg, "OutputArg", unique<sam_validate_output>).switched(NTA_NUMBER(Out, ValidationType)),
          NTA_UNSHOWN(Out, nt_status));
    }
  };
};

}  // namespace nta::protocols
