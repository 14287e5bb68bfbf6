// HostAccounts: in one call what samr takes many for. Beside samr on each of its ways, for clients that find it there;
// who does not asks samr, which does the same.
#pragma once

#include "protocols/samr.h"

namespace nta::protocols {

/** A user as SamrQueryInformationUser, SamrGetGroupsForUser and SamrQuerySecurityObject tell of one. */
struct HOST_USER {
  SAMPR_USER_ALL_INFORMATION All;
  uint32_t MayNotChangePassword;  // the descriptor grants the user no right to
  uint32_t GroupCount;
  uint32_t* Groups;  // RIDs

  static constexpr auto described() {
    using S = HOST_USER;
    return joined(NTA_FIELDS(S, All), NTA_FIELD(S, MayNotChangePassword, "MayNotChangePassword", bool32),
                  NTA_UNSHOWN(S, GroupCount), NTA_ROWS(S, Groups, GroupCount));
  }
};

/** The users of the account domain in the order of their RIDs. Fields that the caller may not read are empty. */
struct HostEnumerateUsers : Method<0> {
  struct In {
    uint32_t After;               // the RID that the list goes on behind; 0: from the first
    uint32_t UserAccountControl;  // users with one of these bits; 0: all
    uint32_t Count;               // rows wanted; the server may give fewer

    static constexpr auto described() { return NTA_FIELDS(In, After, UserAccountControl, Count); }
  };
  struct Out {
    uint32_t Next;  // After of the next call; 0: that was the end
    uint32_t EntriesRead;
    HOST_USER* Buffer;
    uint32_t nt_status;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, Next), NTA_UNSHOWN(Out, EntriesRead), NTA_ROWS(Out, Buffer, EntriesRead),
                    NTA_UNSHOWN(Out, nt_status));
    }
  };
};

/** A new user with fields and password, all or nothing: SamrCreateUser2InDomain and SamrSetInformationUser2 in one. */
struct HostAddUser : SecretMethod<1> {
  struct In {
    uint32_t MayNotChangePassword;
    uint32_t Class;  // of SamrSetInformationUser2; the name is among its fields
    SAMPR_USER_INFO_BUFFER Buffer;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, MayNotChangePassword, "MayNotChangePassword", bool32),
                    NTA_FIELD(In, Class, "Class", enum16),
                    NTA_FIELD(In, Buffer, "Buffer", sampr_user_info).switched(NTA_NUMBER(In, Class)));
    }
  };
  struct Out {
    uint32_t RelativeId;
    uint32_t nt_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, RelativeId), NTA_UNSHOWN(Out, nt_status)); }
  };
};

/** The aliases of both domains that a user is in: itself, and where Indirect says so, through its groups. */
struct HostAliasesOfUser : Method<2> {
  struct In {
    RPC_UNICODE_STRING Name;
    uint32_t Indirect;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Name), NTA_FIELD(In, Indirect, "Indirect", bool32));
    }
  };
  struct Out {
    uint32_t EntriesRead;
    RPC_UNICODE_STRING* Names;
    uint32_t nt_status;

    static constexpr auto described() {
      return joined(NTA_UNSHOWN(Out, EntriesRead), NTA_ROWS(Out, Names, EntriesRead), NTA_UNSHOWN(Out, nt_status));
    }
  };
};

inline constexpr MethodInfo host_accounts_methods[] = {
    method<HostEnumerateUsers>("HostEnumerateUsers"),
    method<HostAddUser>("HostAddUser"),
    method<HostAliasesOfUser>("HostAliasesOfUser"),
};

inline constexpr Interface host_accounts{
    "HostAccounts", guid("b1b7c6f4-0d43-4d0e-9c57-5a3f0e6b9d21"), 1, 0, "samr", host_accounts_methods};

}  // namespace nta::protocols
