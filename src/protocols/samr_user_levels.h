// SAMR: the classes of information about a user ([MS-SAMR] 2.2.6).
#pragma once

#include "protocols/samr_domain.h"

namespace nta::protocols {

struct SAMPR_LOGON_HOURS {
  uint16_t UnitsPerWeek;
  uint32_t Room;  // 1260
  uint8_t* LogonHours;

  static constexpr auto described() {
    using S = SAMPR_LOGON_HOURS;
    return joined(NTA_FIELDS(S, UnitsPerWeek), NTA_FIELD(S, Room, "", local32),
                  NTA_FIELD(S, LogonHours, "LogonHours", unique<array_of<u8>>)
                      .counted(NTA_NUMBER(S, Room))
                      .sent(NTA_OCTETS(S, UnitsPerWeek)));
  }
};

struct SAMPR_USER_ALL_INFORMATION {
  int64_t LastLogon;
  int64_t LastLogoff;
  int64_t PasswordLastSet;
  int64_t AccountExpires;
  int64_t PasswordCanChange;
  int64_t PasswordMustChange;
  RPC_UNICODE_STRING UserName;
  RPC_UNICODE_STRING FullName;
  RPC_UNICODE_STRING HomeDirectory;
  RPC_UNICODE_STRING HomeDirectoryDrive;
  RPC_UNICODE_STRING ScriptPath;
  RPC_UNICODE_STRING ProfilePath;
  RPC_UNICODE_STRING AdminComment;
  RPC_UNICODE_STRING WorkStations;
  RPC_UNICODE_STRING UserComment;
  RPC_UNICODE_STRING Parameters;
  RPC_UNICODE_STRING LmOwfPassword;  // an RPC_SHORT_BLOB, which travels alike
  RPC_UNICODE_STRING NtOwfPassword;
  RPC_UNICODE_STRING PrivateData;
  SR_SECURITY_DESCRIPTOR SecurityDescriptor;
  uint32_t UserId;
  uint32_t PrimaryGroupId;
  uint32_t UserAccountControl;  // USER_* bits of [MS-SAMR] 2.2.1.12, not UF_*
  uint32_t WhichFields;
  SAMPR_LOGON_HOURS LogonHours;
  uint16_t BadPasswordCount;
  uint16_t LogonCount;
  uint16_t CountryCode;
  uint16_t CodePage;
  uint8_t LmPasswordPresent;
  uint8_t NtPasswordPresent;
  uint8_t PasswordExpired;
  uint8_t PrivateDataSensitive;

  static constexpr auto described() {
    using S = SAMPR_USER_ALL_INFORMATION;
    return joined(NTA_FIELD(S, LastLogon, "LastLogon", old_large_integer),
                  NTA_FIELD(S, LastLogoff, "LastLogoff", old_large_integer),
                  NTA_FIELD(S, PasswordLastSet, "PasswordLastSet", old_large_integer),
                  NTA_FIELD(S, AccountExpires, "AccountExpires", old_large_integer),
                  NTA_FIELD(S, PasswordCanChange, "PasswordCanChange", old_large_integer),
                  NTA_FIELD(S, PasswordMustChange, "PasswordMustChange", old_large_integer),
                  NTA_FIELDS(S, UserName, FullName, HomeDirectory, HomeDirectoryDrive, ScriptPath, ProfilePath,
                             AdminComment, WorkStations, UserComment, Parameters, LmOwfPassword, NtOwfPassword,
                             PrivateData, SecurityDescriptor, UserId, PrimaryGroupId, UserAccountControl, WhichFields,
                             LogonHours, BadPasswordCount, LogonCount, CountryCode, CodePage),
                  NTA_FIELD(S, LmPasswordPresent, "LmPasswordPresent", boolean8),
                  NTA_FIELD(S, NtPasswordPresent, "NtPasswordPresent", boolean8),
                  NTA_FIELD(S, PasswordExpired, "PasswordExpired", boolean8),
                  NTA_FIELD(S, PrivateDataSensitive, "PrivateDataSensitive", boolean8));
  }
};

struct SAMPR_USER_GENERAL_INFORMATION {
  RPC_UNICODE_STRING UserName;
  RPC_UNICODE_STRING FullName;
  uint32_t PrimaryGroupId;
  RPC_UNICODE_STRING AdminComment;
  RPC_UNICODE_STRING UserComment;

  static constexpr auto described() {
    using S = SAMPR_USER_GENERAL_INFORMATION;
    return NTA_FIELDS(S, UserName, FullName, PrimaryGroupId, AdminComment, UserComment);
  }
};

struct SAMPR_USER_PREFERENCES_INFORMATION {
  RPC_UNICODE_STRING UserComment;
  RPC_UNICODE_STRING Reserved1;
  uint16_t CountryCode;
  uint16_t CodePage;

  static constexpr auto described() {
    using S = SAMPR_USER_PREFERENCES_INFORMATION;
    return NTA_FIELDS(S, UserComment, Reserved1, CountryCode, CodePage);
  }
};

struct SAMPR_USER_LOGON_INFORMATION {
  RPC_UNICODE_STRING UserName;
  RPC_UNICODE_STRING FullName;
  uint32_t UserId;
  uint32_t PrimaryGroupId;
  RPC_UNICODE_STRING HomeDirectory;
  RPC_UNICODE_STRING HomeDirectoryDrive;
  RPC_UNICODE_STRING ScriptPath;
  RPC_UNICODE_STRING ProfilePath;
  RPC_UNICODE_STRING WorkStations;
  int64_t LastLogon;
  int64_t LastLogoff;
  int64_t PasswordLastSet;
  int64_t PasswordCanChange;
  int64_t PasswordMustChange;
  SAMPR_LOGON_HOURS LogonHours;
  uint16_t BadPasswordCount;
  uint16_t LogonCount;
  uint32_t UserAccountControl;

  static constexpr auto described() {
    using S = SAMPR_USER_LOGON_INFORMATION;
    return joined(NTA_FIELDS(S, UserName, FullName, UserId, PrimaryGroupId, HomeDirectory, HomeDirectoryDrive,
                             ScriptPath, ProfilePath, WorkStations),
                  NTA_FIELD(S, LastLogon, "LastLogon", old_large_integer),
                  NTA_FIELD(S, LastLogoff, "LastLogoff", old_large_integer),
                  NTA_FIELD(S, PasswordLastSet, "PasswordLastSet", old_large_integer),
                  NTA_FIELD(S, PasswordCanChange, "PasswordCanChange", old_large_integer),
                  NTA_FIELD(S, PasswordMustChange, "PasswordMustChange", old_large_integer),
                  NTA_FIELDS(S, LogonHours, BadPasswordCount, LogonCount, UserAccountControl));
  }
};

struct SAMPR_USER_ACCOUNT_INFORMATION {
  RPC_UNICODE_STRING UserName;
  RPC_UNICODE_STRING FullName;
  uint32_t UserId;
  uint32_t PrimaryGroupId;
  RPC_UNICODE_STRING HomeDirectory;
  RPC_UNICODE_STRING HomeDirectoryDrive;
  RPC_UNICODE_STRING ScriptPath;
  RPC_UNICODE_STRING ProfilePath;
  RPC_UNICODE_STRING AdminComment;
  RPC_UNICODE_STRING WorkStations;
  int64_t LastLogon;
  int64_t LastLogoff;
  SAMPR_LOGON_HOURS LogonHours;
  uint16_t BadPasswordCount;
  uint16_t LogonCount;
  int64_t PasswordLastSet;
  int64_t AccountExpires;
  uint32_t UserAccountControl;

  static constexpr auto described() {
    using S = SAMPR_USER_ACCOUNT_INFORMATION;
    return joined(NTA_FIELDS(S, UserName, FullName, UserId, PrimaryGroupId, HomeDirectory, HomeDirectoryDrive,
                             ScriptPath, ProfilePath, AdminComment, WorkStations),
                  NTA_FIELD(S, LastLogon, "LastLogon", old_large_integer),
                  NTA_FIELD(S, LastLogoff, "LastLogoff", old_large_integer),
                  NTA_FIELDS(S, LogonHours, BadPasswordCount, LogonCount),
                  NTA_FIELD(S, PasswordLastSet, "PasswordLastSet", old_large_integer),
                  NTA_FIELD(S, AccountExpires, "AccountExpires", old_large_integer), NTA_FIELDS(S, UserAccountControl));
  }
};

struct SAMPR_USER_NAME_INFORMATION {
  RPC_UNICODE_STRING UserName;
  RPC_UNICODE_STRING FullName;

  static constexpr auto described() { return NTA_FIELDS(SAMPR_USER_NAME_INFORMATION, UserName, FullName); }
};

struct SAMPR_USER_HOME_INFORMATION {
  RPC_UNICODE_STRING HomeDirectory;
  RPC_UNICODE_STRING HomeDirectoryDrive;

  static constexpr auto described() {
    using S = SAMPR_USER_HOME_INFORMATION;
    return NTA_FIELDS(S, HomeDirectory, HomeDirectoryDrive);
  }
};

struct USER_EXPIRES_INFORMATION {
  int64_t AccountExpires;

  static constexpr auto described() {
    using S = USER_EXPIRES_INFORMATION;
    return fields(NTA_FIELD(S, AccountExpires, "AccountExpires", old_large_integer));
  }
};

struct SAMPR_USER_INTERNAL1_INFORMATION {
  uint8_t EncryptedNtOwfPassword[16];
  uint8_t EncryptedLmOwfPassword[16];
  uint8_t NtPasswordPresent;
  uint8_t LmPasswordPresent;
  uint8_t PasswordExpired;

  static constexpr auto described() {
    using S = SAMPR_USER_INTERNAL1_INFORMATION;
    return joined(NTA_FIELDS(S, EncryptedNtOwfPassword, EncryptedLmOwfPassword),
                  NTA_FIELD(S, NtPasswordPresent, "NtPasswordPresent", boolean8),
                  NTA_FIELD(S, LmPasswordPresent, "LmPasswordPresent", boolean8),
                  NTA_FIELD(S, PasswordExpired, "PasswordExpired", boolean8));
  }
};

struct SAMPR_USER_INTERNAL4_INFORMATION {
  SAMPR_USER_ALL_INFORMATION I1;
  uint8_t UserPassword[516];

  static constexpr auto described() { return NTA_FIELDS(SAMPR_USER_INTERNAL4_INFORMATION, I1, UserPassword); }
};

struct SAMPR_USER_INTERNAL5_INFORMATION {
  uint8_t UserPassword[516];
  uint8_t PasswordExpired;

  static constexpr auto described() {
    using S = SAMPR_USER_INTERNAL5_INFORMATION;
    return joined(NTA_FIELDS(S, UserPassword), NTA_FIELD(S, PasswordExpired, "PasswordExpired", boolean8));
  }
};

struct SAMPR_USER_INTERNAL4_INFORMATION_NEW {
  SAMPR_USER_ALL_INFORMATION I1;
  uint8_t UserPassword[532];

  static constexpr auto described() { return NTA_FIELDS(SAMPR_USER_INTERNAL4_INFORMATION_NEW, I1, UserPassword); }
};

struct SAMPR_USER_INTERNAL5_INFORMATION_NEW {
  uint8_t UserPassword[532];
  uint8_t PasswordExpired;

  static constexpr auto described() {
    using S = SAMPR_USER_INTERNAL5_INFORMATION_NEW;
    return joined(NTA_FIELDS(S, UserPassword), NTA_FIELD(S, PasswordExpired, "PasswordExpired", boolean8));
  }
};

struct SAMPR_ENCRYPTED_PASSWORD_AES {
  uint8_t AuthData[64];
  uint8_t Salt[16];
  uint32_t cbCipher;
  uint8_t* Cipher;
  uint64_t PBKDF2Iterations;

  static constexpr auto described() {
    using S = SAMPR_ENCRYPTED_PASSWORD_AES;
    return joined(NTA_FIELDS(S, AuthData, Salt, cbCipher), NTA_ROWS(S, Cipher, cbCipher),
                  NTA_FIELDS(S, PBKDF2Iterations));
  }
};

struct SAMPR_USER_INTERNAL7_INFORMATION {
  SAMPR_ENCRYPTED_PASSWORD_AES UserPassword;
  uint8_t PasswordExpired;

  static constexpr auto described() {
    using S = SAMPR_USER_INTERNAL7_INFORMATION;
    return joined(NTA_FIELDS(S, UserPassword), NTA_FIELD(S, PasswordExpired, "PasswordExpired", boolean8));
  }
};

struct SAMPR_USER_INTERNAL8_INFORMATION {
  SAMPR_USER_ALL_INFORMATION I1;
  SAMPR_ENCRYPTED_PASSWORD_AES UserPassword;

  static constexpr auto described() { return NTA_FIELDS(SAMPR_USER_INTERNAL8_INFORMATION, I1, UserPassword); }
};

/** The arms of USER_INFORMATION_CLASS ([MS-SAMR] 2.2.6.29). */
union SAMPR_USER_INFO_BUFFER {
  SAMPR_USER_GENERAL_INFORMATION General;
  SAMPR_USER_PREFERENCES_INFORMATION Preferences;
  SAMPR_USER_LOGON_INFORMATION Logon;
  SAMPR_LOGON_HOURS LogonHours;
  SAMPR_USER_ACCOUNT_INFORMATION Account;
  SAMPR_USER_NAME_INFORMATION Name;
  SAMPR_TEXT Text;
  SAMPR_NUMBER Number;
  SAMPR_USER_HOME_INFORMATION Home;
  USER_EXPIRES_INFORMATION Expires;
  SAMPR_USER_INTERNAL1_INFORMATION Internal1;
  SAMPR_USER_ALL_INFORMATION All;
  SAMPR_USER_INTERNAL4_INFORMATION Internal4;
  SAMPR_USER_INTERNAL5_INFORMATION Internal5;
  SAMPR_USER_INTERNAL4_INFORMATION_NEW Internal4New;
  SAMPR_USER_INTERNAL5_INFORMATION_NEW Internal5New;
  SAMPR_USER_INTERNAL7_INFORMATION Internal7;
  SAMPR_USER_INTERNAL8_INFORMATION Internal8;
};
inline constexpr std::array sampr_user_info_arms{Arm{1, &type_of<SAMPR_USER_GENERAL_INFORMATION>},
                                                 Arm{2, &type_of<SAMPR_USER_PREFERENCES_INFORMATION>},
                                                 Arm{3, &type_of<SAMPR_USER_LOGON_INFORMATION>},
                                                 Arm{4, &type_of<SAMPR_LOGON_HOURS>},
                                                 Arm{5, &type_of<SAMPR_USER_ACCOUNT_INFORMATION>},
                                                 Arm{6, &type_of<SAMPR_USER_NAME_INFORMATION>},
                                                 Arm{7, &type_of<SAMPR_TEXT>},
                                                 Arm{8, &type_of<SAMPR_TEXT>},
                                                 Arm{9, &type_of<SAMPR_NUMBER>},
                                                 Arm{10, &type_of<SAMPR_USER_HOME_INFORMATION>},
                                                 Arm{11, &type_of<SAMPR_TEXT>},
                                                 Arm{12, &type_of<SAMPR_TEXT>},
                                                 Arm{13, &type_of<SAMPR_TEXT>},
                                                 Arm{14, &type_of<SAMPR_TEXT>},
                                                 Arm{16, &type_of<SAMPR_NUMBER>},
                                                 Arm{17, &type_of<USER_EXPIRES_INFORMATION>},
                                                 Arm{18, &type_of<SAMPR_USER_INTERNAL1_INFORMATION>},
                                                 Arm{20, &type_of<SAMPR_TEXT>},
                                                 Arm{21, &type_of<SAMPR_USER_ALL_INFORMATION>},
                                                 Arm{23, &type_of<SAMPR_USER_INTERNAL4_INFORMATION>},
                                                 Arm{24, &type_of<SAMPR_USER_INTERNAL5_INFORMATION>},
                                                 Arm{25, &type_of<SAMPR_USER_INTERNAL4_INFORMATION_NEW>},
                                                 Arm{26, &type_of<SAMPR_USER_INTERNAL5_INFORMATION_NEW>},
                                                 Arm{31, &type_of<SAMPR_USER_INTERNAL7_INFORMATION>},
                                                 Arm{32, &type_of<SAMPR_USER_INTERNAL8_INFORMATION>}};
inline constexpr Type sampr_user_info = union_type<SAMPR_USER_INFO_BUFFER>(enum16, sampr_user_info_arms);

}  // namespace nta::protocols
