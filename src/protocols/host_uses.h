// The part of LocalHost that keeps which servers a user uses, and as whom: NetUse* (docs/rulings.md 12). Each caller
// sees the uses of its own uid, and nobody else's.
#pragma once

#include "protocols/host_settings.h"

namespace nta::protocols {

/** Who one is to a server. The hash is what its password makes (MD4), and as good as the password itself. */
struct HostUseLogon {
  char16_t* User;
  char16_t* Domain;
  uint8_t NtHash[16];

  static constexpr auto described() {
    using S = HostUseLogon;
    return fields(NTA_UNSHOWN(S, User), NTA_UNSHOWN(S, Domain), NTA_UNSHOWN(S, NtHash));
  }
};

struct HostUse {
  char16_t* Server;  // without a port
  uint32_t Port;
  char16_t* Remote;  // \\server\IPC$ as it was given first
  char16_t* User;    // null: without credentials of its own
  char16_t* Domain;
  uint32_t Count;

  static constexpr auto described() {
    using S = HostUse;
    return NTA_FIELDS(S, Server, Port, Remote, User, Domain, Count);
  }
};

/** Counts one more addition of a use that is there; makes one only if Proven, when the server has taken the logon. 1219
 *  where the server is in use by another logon. Logon null: the use has none of its own. */
struct HostAddUse : SecretMethod<30> {
  struct In {
    char16_t* Server;
    uint32_t Port;
    char16_t* Remote;
    HostUseLogon* Logon;
    uint32_t Proven;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Server, Port, Remote), NTA_UNSHOWN(In, Logon),
                    NTA_FIELD(In, Proven, "Proven", bool32));
    }
  };
  struct Out {
    uint32_t Added;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Added, "Added", bool32), NTA_UNSHOWN(Out, result));
    }
  };
};

/** Takes one addition back, or All; the last one ends the use. 2250 where there is none. */
struct HostRemoveUse : Method<31> {
  struct In {
    char16_t* Server;
    uint32_t Port;
    uint32_t All;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Server, Port), NTA_FIELD(In, All, "All", bool32));
    }
  };
  using Out = HostDone;
};

struct HostEnumerateUses : Method<32> {
  struct In {};
  struct Out {
    uint32_t Count;
    HostUse* Uses;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, Count), NTA_ROWS(Out, Uses, Count), NTA_UNSHOWN(Out, result));
    }
  };
};

/** The logon of a use, for a connection to its server. 2250 where the server is not in use. */
struct HostGetUseLogon : SecretMethod<33> {
  struct In {
    char16_t* Server;
    uint32_t Port;

    static constexpr auto described() { return NTA_FIELDS(In, Server, Port); }
  };
  struct Out {
    HostUseLogon* Logon;
    uint32_t result;

    static constexpr auto described() { return fields(NTA_UNSHOWN(Out, Logon), NTA_UNSHOWN(Out, result)); }
  };
};

}  // namespace nta::protocols
