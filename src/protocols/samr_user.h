// SAMR: users and their passwords ([MS-SAMR] 3.1.5.4 to 3.1.5.6, 3.1.5.10).
#pragma once

#include "protocols/samr_user_levels.h"

namespace nta::protocols {

/** A hash of a password, encrypted with another. */
struct ENCRYPTED_OWF {
  uint8_t data[16];

  static constexpr auto described() { return NTA_FIELDS(ENCRYPTED_OWF, data); }
};

/** A password of at most 256 units at the end of 512 bytes, its length in bytes behind it, all RC4. */
struct ENCRYPTED_USER_PASSWORD {
  uint8_t Buffer[516];

  static constexpr auto described() { return NTA_FIELDS(ENCRYPTED_USER_PASSWORD, Buffer); }
};

struct USER_DOMAIN_PASSWORD_INFORMATION {
  uint16_t MinPasswordLength;
  uint32_t PasswordProperties;

  static constexpr auto described() {
    using S = USER_DOMAIN_PASSWORD_INFORMATION;
    return NTA_FIELDS(S, MinPasswordLength, PasswordProperties);
  }
};

struct SamrOpenUser : Method<34> {
  using In = OpenByRid;
  using Out = OpenedHandle;
};

struct SamrDeleteUser : Method<35> {
  using In = OnHandle;
  using Out = ClosedHandle;
};

struct SamrQueryInformationUser : Method<36> {
  using In = HandleAndClass;
  using Out = InformationOut<SAMPR_USER_INFO_BUFFER, sampr_user_info>;
};

struct SamrSetInformationUser : SecretMethod<37> {
  using In = InformationIn<SAMPR_USER_INFO_BUFFER, sampr_user_info>;
  using Out = OnlyStatus;
};

struct SamrChangePasswordUser : SecretMethod<38> {
  struct In {
    ContextHandle Handle;
    uint8_t LmPresent;
    ENCRYPTED_OWF* OldLmEncryptedWithNewLm;
    ENCRYPTED_OWF* NewLmEncryptedWithOldLm;
    uint8_t NtPresent;
    ENCRYPTED_OWF* OldNtEncryptedWithNewNt;
    ENCRYPTED_OWF* NewNtEncryptedWithOldNt;
    uint8_t NtCrossEncryptionPresent;
    ENCRYPTED_OWF* NewNtEncryptedWithNewLm;
    uint8_t LmCrossEncryptionPresent;
    ENCRYPTED_OWF* NewLmEncryptedWithNewNt;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Handle), NTA_FIELD(In, LmPresent, "LmPresent", boolean8),
                    NTA_FIELDS(In, OldLmEncryptedWithNewLm, NewLmEncryptedWithOldLm),
                    NTA_FIELD(In, NtPresent, "NtPresent", boolean8),
                    NTA_FIELDS(In, OldNtEncryptedWithNewNt, NewNtEncryptedWithOldNt),
                    NTA_FIELD(In, NtCrossEncryptionPresent, "NtCrossEncryptionPresent", boolean8),
                    NTA_FIELDS(In, NewNtEncryptedWithNewLm),
                    NTA_FIELD(In, LmCrossEncryptionPresent, "LmCrossEncryptionPresent", boolean8),
                    NTA_FIELDS(In, NewLmEncryptedWithNewNt));
    }
  };
  using Out = OnlyStatus;
};

struct SamrGetUserDomainPasswordInformation : Method<44> {
  using In = OnHandle;
  struct Out {
    USER_DOMAIN_PASSWORD_INFORMATION PasswordInformation;
    uint32_t nt_status;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, PasswordInformation), NTA_UNSHOWN(Out, nt_status));
    }
  };
};

struct SamrQueryInformationUser2 : Method<47> {
  using In = HandleAndClass;
  using Out = SamrQueryInformationUser::Out;
};

struct SamrOemChangePasswordUser2 : SecretMethod<54> {
  struct In {
    RPC_STRING* ServerName;
    RPC_STRING UserName;
    ENCRYPTED_USER_PASSWORD* NewPasswordEncryptedWithOldLm;
    ENCRYPTED_OWF* OldLmOwfPasswordEncryptedWithNewLm;

    static constexpr auto described() {
      return NTA_FIELDS(In, ServerName, UserName, NewPasswordEncryptedWithOldLm, OldLmOwfPasswordEncryptedWithNewLm);
    }
  };
  using Out = OnlyStatus;
};

struct SamrUnicodeChangePasswordUser2 : SecretMethod<55> {
  struct In {
    RPC_UNICODE_STRING* ServerName;
    RPC_UNICODE_STRING UserName;
    ENCRYPTED_USER_PASSWORD* NewPasswordEncryptedWithOldNt;
    ENCRYPTED_OWF* OldNtOwfPasswordEncryptedWithNewNt;
    uint8_t LmPresent;
    ENCRYPTED_USER_PASSWORD* NewPasswordEncryptedWithOldLm;
    ENCRYPTED_OWF* OldLmOwfPasswordEncryptedWithNewNt;

    static constexpr auto described() {
      return joined(
          NTA_FIELDS(In, ServerName, UserName, NewPasswordEncryptedWithOldNt, OldNtOwfPasswordEncryptedWithNewNt),
          NTA_FIELD(In, LmPresent, "LmPresent", boolean8),
          NTA_FIELDS(In, NewPasswordEncryptedWithOldLm, OldLmOwfPasswordEncryptedWithNewNt));
    }
  };
  using Out = OnlyStatus;
};

struct SamrGetDomainPasswordInformation : Method<56> {
  struct In {
    RPC_UNICODE_STRING* Unused;

    static constexpr auto described() { return NTA_FIELDS(In, Unused); }
  };
  struct Out {
    USER_DOMAIN_PASSWORD_INFORMATION PasswordInformation;
    uint32_t nt_status;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, PasswordInformation), NTA_UNSHOWN(Out, nt_status));
    }
  };
};

struct SamrSetInformationUser2 : SecretMethod<58> {
  using In = InformationIn<SAMPR_USER_INFO_BUFFER, sampr_user_info>;
  using Out = OnlyStatus;
};

/** Why a new password was refused: 1 too short, 2 in the history, 5 not complex, 6 too young. */
struct USER_PWD_CHANGE_FAILURE_INFORMATION {
  uint32_t ExtendedFailureReason;
  RPC_UNICODE_STRING FilterModuleName;

  static constexpr auto described() {
    using S = USER_PWD_CHANGE_FAILURE_INFORMATION;
    return NTA_FIELDS(S, ExtendedFailureReason, FilterModuleName);
  }
};

/** Reserved in the document; Windows and Samba have it, and say with it why a password was refused. */
struct SamrUnicodeChangePasswordUser3 : SecretMethod<63> {
  struct In {
    RPC_UNICODE_STRING* ServerName;
    RPC_UNICODE_STRING UserName;
    ENCRYPTED_USER_PASSWORD* NewPasswordEncryptedWithOldNt;
    ENCRYPTED_OWF* OldNtOwfPasswordEncryptedWithNewNt;
    uint8_t LmPresent;
    ENCRYPTED_USER_PASSWORD* NewPasswordEncryptedWithOldLm;
    ENCRYPTED_OWF* OldLmOwfPasswordEncryptedWithNewNt;
    ENCRYPTED_USER_PASSWORD* AdditionalData;

    static constexpr auto described() {
      return joined(
          NTA_FIELDS(In, ServerName, UserName, NewPasswordEncryptedWithOldNt, OldNtOwfPasswordEncryptedWithNewNt),
          NTA_FIELD(In, LmPresent, "LmPresent", boolean8),
          NTA_FIELDS(In, NewPasswordEncryptedWithOldLm, OldLmOwfPasswordEncryptedWithNewNt, AdditionalData));
    }
  };
  struct Out {
    DOMAIN_PASSWORD_INFORMATION* EffectivePasswordPolicy;
    USER_PWD_CHANGE_FAILURE_INFORMATION* PasswordChangeFailureInfo;
    uint32_t nt_status;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, EffectivePasswordPolicy, PasswordChangeFailureInfo), NTA_UNSHOWN(Out, nt_status));
    }
  };
};

struct SamrSetDSRMPassword : SecretMethod<66> {
  struct In {
    RPC_UNICODE_STRING* Unused;
    uint32_t UserId;
    ENCRYPTED_OWF* EncryptedNtOwfPassword;

    static constexpr auto described() { return NTA_FIELDS(In, Unused, UserId, EncryptedNtOwfPassword); }
  };
  using Out = OnlyStatus;
};

struct SamrUnicodeChangePasswordUser4 : SecretMethod<73> {
  struct In {
    RPC_UNICODE_STRING* ServerName;
    RPC_UNICODE_STRING UserName;
    SAMPR_ENCRYPTED_PASSWORD_AES EncryptedPassword;

    static constexpr auto described() { return NTA_FIELDS(In, ServerName, UserName, EncryptedPassword); }
  };
  using Out = OnlyStatus;
};

}  // namespace nta::protocols
