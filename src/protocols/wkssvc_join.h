// wkssvc: what the machine is a member of, and the names it has ([MS-WKST] 3.2.4.13 to 3.2.4.28).
#pragma once

#include "protocols/net_levels.h"
#include "protocols/unicode_string.h"

namespace nta::protocols {

/** NETSETUP_JOIN_STATUS */
enum class JoinStatus : uint32_t { unknown = 0, unjoined = 1, workgroup = 2, domain = 3 };
/** NETSETUP_NAME_TYPE */
enum class NameType : uint32_t { unknown, machine, workgroup, domain, non_existent_domain, dns_machine };
/** NET_COMPUTER_NAME_TYPE */
enum class ComputerNameType : uint32_t { primary, alternate, all };

/** JOINPR_ENCRYPTED_USER_PASSWORD: obfuscator, text and length, encrypted with the session key. */
struct EncryptedPassword {
  uint8_t Buffer[524];

  static constexpr auto described() { return fields(NTA_UNSHOWN(EncryptedPassword, Buffer)); }
};

/** JOINPR_ENCRYPTED_USER_PASSWORD_AES */
struct AesPassword {
  uint8_t AuthData[64];
  uint8_t Salt[16];
  uint32_t cbCipher;
  uint8_t* Cipher;

  static constexpr auto described() {
    using P = AesPassword;
    return fields(NTA_UNSHOWN(P, AuthData), NTA_UNSHOWN(P, Salt), NTA_UNSHOWN(P, cbCipher),
                  NTA_FIELD(P, Cipher, "", unique<array_of<u8>>).counted(NTA_NUMBER(P, cbCipher)));
  }
};

struct NetrGetJoinInformation : Method<20> {
  struct In {
    char16_t* ServerName;
    char16_t* NameBuffer;  // empty text

    static constexpr auto described() { return fields(NTA_UNSHOWN(In, ServerName), NTA_UNSHOWN(In, NameBuffer)); }
  };
  struct Out {
    char16_t* NameBuffer;
    uint32_t BufferType;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, NameBuffer, "name", unique<wstring>), NTA_FIELD(Out, BufferType, "type", enum16),
                    NTA_UNSHOWN(Out, net_status));
    }
  };
};

template <class Password>
struct JoinRequest {
  char16_t* ServerName;
  char16_t* DomainNameParam;
  char16_t* MachineAccountOU;
  char16_t* AccountName;
  Password* password;
  uint32_t Options;

  static constexpr auto described() {
    using R = JoinRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_FIELD(R, DomainNameParam, "domain", ref<wstring>),
                  NTA_UNSHOWN(R, MachineAccountOU), NTA_UNSHOWN(R, AccountName), NTA_UNSHOWN(R, password),
                  NTA_FIELD(R, Options, "options", u32));
  }
};

template <class Password>
struct UnjoinRequest {
  char16_t* ServerName;
  char16_t* AccountName;
  Password* password;
  uint32_t Options;

  static constexpr auto described() {
    using R = UnjoinRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_UNSHOWN(R, AccountName), NTA_UNSHOWN(R, password),
                  NTA_FIELD(R, Options, "options", u32));
  }
};

/** Renames the machine, adds or takes away a name, or chooses the first one: Name and the options differ in meaning. */
template <class Password>
struct MachineNameRequest {
  char16_t* ServerName;
  char16_t* Name;
  char16_t* AccountName;
  Password* password;
  uint32_t Options;  // Reserved, but for the renaming

  static constexpr auto described() {
    using R = MachineNameRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_FIELD(R, Name, "name", unique<wstring>), NTA_UNSHOWN(R, AccountName),
                  NTA_UNSHOWN(R, password), NTA_FIELD(R, Options, "options", u32));
  }
};

template <class Password>
struct ValidateNameRequest {
  char16_t* ServerName;
  char16_t* NameToValidate;
  char16_t* AccountName;
  Password* password;
  uint32_t NameType;

  static constexpr auto described() {
    using R = ValidateNameRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_FIELD(R, NameToValidate, "name", ref<wstring>),
                  NTA_UNSHOWN(R, AccountName), NTA_UNSHOWN(R, password), NTA_FIELD(R, NameType, "type", enum16));
  }
};

struct NetrGetJoinableOUs2 : SecretMethod<26> {
  struct In {
    char16_t* ServerName;
    char16_t* DomainNameParam;
    char16_t* AccountName;
    EncryptedPassword* password;
    uint32_t OUCount;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, DomainNameParam, "domain", ref<wstring>),
                    NTA_UNSHOWN(In, AccountName), NTA_UNSHOWN(In, password), NTA_UNSHOWN(In, OUCount));
    }
  };
  struct Out {
    uint32_t OUCount;
    char16_t** OUs;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, OUCount),
                    NTA_FIELD(Out, OUs, "ous", unique<array_of<unique<wstring>>>).counted(NTA_NUMBER(Out, OUCount)),
                    NTA_UNSHOWN(Out, net_status));
    }
  };
};

struct NET_COMPUTER_NAME_ARRAY {
  uint32_t EntryCount;
  RPC_UNICODE_STRING* ComputerNames;

  static constexpr auto described() {
    using A = NET_COMPUTER_NAME_ARRAY;
    return fields(NTA_UNSHOWN(A, EntryCount),
                  NTA_FIELD(A, ComputerNames, "names", unique<array_of<type_of<RPC_UNICODE_STRING>>>)
                      .counted(NTA_NUMBER(A, EntryCount)));
  }
};

struct NetrEnumerateComputerNames : Method<30> {
  struct In {
    char16_t* ServerName;
    uint32_t NameType;
    uint32_t Reserved;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, NameType, "type", enum16), NTA_UNSHOWN(In, Reserved));
    }
  };
  struct Out {
    NET_COMPUTER_NAME_ARRAY* ComputerNames;
    uint32_t net_status;

    static constexpr auto described() { return fields(NTA_UNSHOWN(Out, ComputerNames), NTA_UNSHOWN(Out, net_status)); }
  };
};

/** What comes with a method that Windows only ever answers with "not supported": it is not read. */
struct Unread {};

// The first forms of the methods, with the password as it is. [MS-WKST] 3.2.4, note 27.

struct NetrLogonDomainNameAdd : SecretMethod<14> {
  using In = Unread;
  using Out = NetStatusReply;
};
struct NetrLogonDomainNameDel : SecretMethod<15> {
  using In = Unread;
  using Out = NetStatusReply;
};
struct NetrJoinDomain : SecretMethod<16> {
  using In = Unread;
  using Out = NetStatusReply;
};
struct NetrUnjoinDomain : SecretMethod<17> {
  using In = Unread;
  using Out = NetStatusReply;
};
struct NetrRenameMachineInDomain : SecretMethod<18> {
  using In = Unread;
  using Out = NetStatusReply;
};
struct NetrValidateName : SecretMethod<19> {
  using In = Unread;
  using Out = NetStatusReply;
};
struct NetrGetJoinableOUs : SecretMethod<21> {
  using In = Unread;
  using Out = NetrGetJoinableOUs2::Out;
};

// The same methods twice: with the older password blob, and with the one that newer systems try first.

struct NetrJoinDomain2 : SecretMethod<22> {
  using In = JoinRequest<EncryptedPassword>;
  using Out = NetStatusReply;
};
struct NetrUnjoinDomain2 : SecretMethod<23> {
  using In = UnjoinRequest<EncryptedPassword>;
  using Out = NetStatusReply;
};
struct NetrRenameMachineInDomain2 : SecretMethod<24> {
  using In = MachineNameRequest<EncryptedPassword>;
  using Out = NetStatusReply;
};
struct NetrValidateName2 : SecretMethod<25> {
  using In = ValidateNameRequest<EncryptedPassword>;
  using Out = NetStatusReply;
};
struct NetrAddAlternateComputerName : SecretMethod<27> {
  using In = MachineNameRequest<EncryptedPassword>;
  using Out = NetStatusReply;
};
struct NetrRemoveAlternateComputerName : SecretMethod<28> {
  using In = MachineNameRequest<EncryptedPassword>;
  using Out = NetStatusReply;
};
struct NetrSetPrimaryComputerName : SecretMethod<29> {
  using In = MachineNameRequest<EncryptedPassword>;
  using Out = NetStatusReply;
};
struct NetrJoinDomain3 : SecretMethod<31> {
  using In = JoinRequest<AesPassword>;
  using Out = NetStatusReply;
};
struct NetrUnjoinDomain3 : SecretMethod<32> {
  using In = UnjoinRequest<AesPassword>;
  using Out = NetStatusReply;
};
/** The IDL has the older password here and in method 37. */
struct NetrRenameMachineInDomain3 : SecretMethod<33> {
  using In = MachineNameRequest<EncryptedPassword>;
  using Out = NetStatusReply;
};
struct NetrValidateName3 : SecretMethod<34> {
  using In = ValidateNameRequest<AesPassword>;
  using Out = NetStatusReply;
};
struct NetrAddAlternateComputerName2 : SecretMethod<35> {
  using In = MachineNameRequest<AesPassword>;
  using Out = NetStatusReply;
};
struct NetrRemoveAlternateComputerName2 : SecretMethod<36> {
  using In = MachineNameRequest<AesPassword>;
  using Out = NetStatusReply;
};
struct NetrSetPrimaryComputerName2 : SecretMethod<37> {
  using In = MachineNameRequest<EncryptedPassword>;
  using Out = NetStatusReply;
};

}  // namespace nta::protocols
