// SAMR: users and their passwords ([MS-SAMR] 3.1.5.4 to 3.1.5.6, 3.1.5.10).
#pragma once

#include "protocols/samr_user_levels.h"

namespace nta::protocols {

struct OnUserClass {
  ContextHandle Handle;
  uint32_t Class;
  SAMPR_USER_INFO_BUFFER Buffer;

  static constexpr auto described() {
    using S = OnUserClass;
    return fields(NTA_FIELD(S, Handle, "", context_handle), NTA_FIELD(S, Class, "Class", enum16),
                  NTA_FIELD(S, Buffer, "Buffer", sampr_user_info).switched(NTA_NUMBER(S, Class)));
  }
};

/** A hash of a password, encrypted with another. */
struct ENCRYPTED_OWF {
  uint8_t data[16];

  static constexpr auto described() {
    using S = ENCRYPTED_OWF;
    return fields(NTA_FIELD(S, data, "data", fixed<u8, 16>));
  }
};

/** A password of at most 256 units at the end of 512 bytes, its length in bytes behind it, all RC4. */
struct ENCRYPTED_USER_PASSWORD {
  uint8_t Buffer[516];

  static constexpr auto described() {
    using S = ENCRYPTED_USER_PASSWORD;
    return fields(NTA_FIELD(S, Buffer, "Buffer", fixed<u8, 516>));
  }
};

struct USER_DOMAIN_PASSWORD_INFORMATION {
  uint16_t MinPasswordLength;
  uint32_t PasswordProperties;

  static constexpr auto described() {
    using S = USER_DOMAIN_PASSWORD_INFORMATION;
    return fields(NTA_FIELD(S, MinPasswordLength, "MinPasswordLength", u16),
                  NTA_FIELD(S, PasswordProperties, "PasswordProperties", u32));
  }
};

struct SamrOpenUser : Method<34> {
  using In = OpenByRid;
  using Out = OpenedHandle;
};

struct SamrDeleteUser : Method<35> {
  using In = OnSam;
  using Out = ClosedHandle;
};

struct SamrQueryInformationUser : Method<36> {
  using In = HandleAndClass;
  struct Out {
    uint32_t Class;
    SAMPR_USER_INFO_BUFFER* Buffer;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Class, "", local32),
                    NTA_FIELD(Out, Buffer, "Buffer", unique<sampr_user_info>).switched(NTA_NUMBER(Out, Class)),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrSetInformationUser : Method<37> {
  using In = OnUserClass;
  using Out = OnlyStatus;
};

struct SamrChangePasswordUser : Method<38> {
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
      return fields(NTA_FIELD(In, Handle, "", context_handle), NTA_FIELD(In, LmPresent, "LmPresent", boolean8),
                    NTA_FIELD(In, OldLmEncryptedWithNewLm, "OldLmEncryptedWithNewLm", unique<type_of<ENCRYPTED_OWF>>),
                    NTA_FIELD(In, NewLmEncryptedWithOldLm, "NewLmEncryptedWithOldLm", unique<type_of<ENCRYPTED_OWF>>),
                    NTA_FIELD(In, NtPresent, "NtPresent", boolean8),
                    NTA_FIELD(In, OldNtEncryptedWithNewNt, "OldNtEncryptedWithNewNt", unique<type_of<ENCRYPTED_OWF>>),
                    NTA_FIELD(In, NewNtEncryptedWithOldNt, "NewNtEncryptedWithOldNt", unique<type_of<ENCRYPTED_OWF>>),
                    NTA_FIELD(In, NtCrossEncryptionPresent, "NtCrossEncryptionPresent", boolean8),
                    NTA_FIELD(In, NewNtEncryptedWithNewLm, "NewNtEncryptedWithNewLm", unique<type_of<ENCRYPTED_OWF>>),
                    NTA_FIELD(In, LmCrossEncryptionPresent, "LmCrossEncryptionPresent", boolean8),
                    NTA_FIELD(In, NewLmEncryptedWithNewNt, "NewLmEncryptedWithNewNt", unique<type_of<ENCRYPTED_OWF>>));
    }
  };
  using Out = OnlyStatus;
};

struct SamrGetUserDomainPasswordInformation : Method<44> {
  using In = OnSam;
  struct Out {
    USER_DOMAIN_PASSWORD_INFORMATION PasswordInformation;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, PasswordInformation, "PasswordInformation", type_of<USER_DOMAIN_PASSWORD_INFORMATION>),
          NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrQueryInformationUser2 : Method<47> {
  using In = HandleAndClass;
  using Out = SamrQueryInformationUser::Out;
};

struct SamrOemChangePasswordUser2 : Method<54> {
  struct In {
    RPC_STRING* ServerName;
    RPC_STRING UserName;
    ENCRYPTED_USER_PASSWORD* NewPasswordEncryptedWithOldLm;
    ENCRYPTED_OWF* OldLmOwfPasswordEncryptedWithNewLm;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "ServerName", unique<type_of<RPC_STRING>>),
                    NTA_FIELD(In, UserName, "UserName", type_of<RPC_STRING>),
                    NTA_FIELD(In, NewPasswordEncryptedWithOldLm, "NewPasswordEncryptedWithOldLm",
                              unique<type_of<ENCRYPTED_USER_PASSWORD>>),
                    NTA_FIELD(In, OldLmOwfPasswordEncryptedWithNewLm, "OldLmOwfPasswordEncryptedWithNewLm",
                              unique<type_of<ENCRYPTED_OWF>>));
    }
  };
  using Out = OnlyStatus;
};

struct SamrUnicodeChangePasswordUser2 : Method<55> {
  struct In {
    RPC_UNICODE_STRING* ServerName;
    RPC_UNICODE_STRING UserName;
    ENCRYPTED_USER_PASSWORD* NewPasswordEncryptedWithOldNt;
    ENCRYPTED_OWF* OldNtOwfPasswordEncryptedWithNewNt;
    uint8_t LmPresent;
    ENCRYPTED_USER_PASSWORD* NewPasswordEncryptedWithOldLm;
    ENCRYPTED_OWF* OldLmOwfPasswordEncryptedWithNewNt;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "ServerName", unique<type_of<RPC_UNICODE_STRING>>),
                    NTA_FIELD(In, UserName, "UserName", type_of<RPC_UNICODE_STRING>),
                    NTA_FIELD(In, NewPasswordEncryptedWithOldNt, "NewPasswordEncryptedWithOldNt",
                              unique<type_of<ENCRYPTED_USER_PASSWORD>>),
                    NTA_FIELD(In, OldNtOwfPasswordEncryptedWithNewNt, "OldNtOwfPasswordEncryptedWithNewNt",
                              unique<type_of<ENCRYPTED_OWF>>),
                    NTA_FIELD(In, LmPresent, "LmPresent", boolean8),
                    NTA_FIELD(In, NewPasswordEncryptedWithOldLm, "NewPasswordEncryptedWithOldLm",
                              unique<type_of<ENCRYPTED_USER_PASSWORD>>),
                    NTA_FIELD(In, OldLmOwfPasswordEncryptedWithNewNt, "OldLmOwfPasswordEncryptedWithNewNt",
                              unique<type_of<ENCRYPTED_OWF>>));
    }
  };
  using Out = OnlyStatus;
};

struct SamrGetDomainPasswordInformation : Method<56> {
  struct In {
    RPC_UNICODE_STRING* Unused;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, Unused, "Unused", unique<type_of<RPC_UNICODE_STRING>>));
    }
  };
  struct Out {
    USER_DOMAIN_PASSWORD_INFORMATION PasswordInformation;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, PasswordInformation, "PasswordInformation", type_of<USER_DOMAIN_PASSWORD_INFORMATION>),
          NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrSetInformationUser2 : Method<58> {
  using In = OnUserClass;
  using Out = OnlyStatus;
};

/** Why a new password was refused: 1 too short, 2 in the history, 5 not complex, 6 too young. */
struct USER_PWD_CHANGE_FAILURE_INFORMATION {
  uint32_t ExtendedFailureReason;
  RPC_UNICODE_STRING FilterModuleName;

  static constexpr auto described() {
    using S = USER_PWD_CHANGE_FAILURE_INFORMATION;
    return fields(NTA_FIELD(S, ExtendedFailureReason, "ExtendedFailureReason", u32),
                  NTA_FIELD(S, FilterModuleName, "FilterModuleName", type_of<RPC_UNICODE_STRING>));
  }
};

/** Reserved in the document; Windows and Samba have it, and say with it why a password was refused. */
struct SamrUnicodeChangePasswordUser3 : Method<63> {
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
      return fields(NTA_FIELD(In, ServerName, "ServerName", unique<type_of<RPC_UNICODE_STRING>>),
                    NTA_FIELD(In, UserName, "UserName", type_of<RPC_UNICODE_STRING>),
                    NTA_FIELD(In, NewPasswordEncryptedWithOldNt, "NewPasswordEncryptedWithOldNt",
                              unique<type_of<ENCRYPTED_USER_PASSWORD>>),
                    NTA_FIELD(In, OldNtOwfPasswordEncryptedWithNewNt, "OldNtOwfPasswordEncryptedWithNewNt",
                              unique<type_of<ENCRYPTED_OWF>>),
                    NTA_FIELD(In, LmPresent, "LmPresent", boolean8),
                    NTA_FIELD(In, NewPasswordEncryptedWithOldLm, "NewPasswordEncryptedWithOldLm",
                              unique<type_of<ENCRYPTED_USER_PASSWORD>>),
                    NTA_FIELD(In, OldLmOwfPasswordEncryptedWithNewNt, "OldLmOwfPasswordEncryptedWithNewNt",
                              unique<type_of<ENCRYPTED_OWF>>),
                    NTA_FIELD(In, AdditionalData, "AdditionalData", unique<type_of<ENCRYPTED_USER_PASSWORD>>));
    }
  };
  struct Out {
    DOMAIN_PASSWORD_INFORMATION* EffectivePasswordPolicy;
    USER_PWD_CHANGE_FAILURE_INFORMATION* PasswordChangeFailureInfo;
    uint32_t nt_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, EffectivePasswordPolicy, "EffectivePasswordPolicy",
                              unique<type_of<DOMAIN_PASSWORD_INFORMATION>>),
                    NTA_FIELD(Out, PasswordChangeFailureInfo, "PasswordChangeFailureInfo",
                              unique<type_of<USER_PWD_CHANGE_FAILURE_INFORMATION>>),
                    NTA_FIELD(Out, nt_status, "", u32));
    }
  };
};

struct SamrUnicodeChangePasswordUser4 : Method<73> {
  struct In {
    RPC_UNICODE_STRING* ServerName;
    RPC_UNICODE_STRING UserName;
    SAMPR_ENCRYPTED_PASSWORD_AES EncryptedPassword;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "ServerName", unique<type_of<RPC_UNICODE_STRING>>),
                    NTA_FIELD(In, UserName, "UserName", type_of<RPC_UNICODE_STRING>),
                    NTA_FIELD(In, EncryptedPassword, "EncryptedPassword", type_of<SAMPR_ENCRYPTED_PASSWORD_AES>));
    }
  };
  using Out = OnlyStatus;
};

}  // namespace nta::protocols
