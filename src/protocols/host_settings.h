// The part of LocalHost that reads and sets what sessions are given: listeners, each user's configuration, and whether
// anybody may log on.
#pragma once

#include "protocols/method.h"
#include "user_settings/wts_config.h"

namespace nta::protocols {

/** Only a result: what most changes answer. */
struct HostDone {
  uint32_t result;

  static constexpr auto described() { return fields(NTA_UNSHOWN(HostDone, result)); }
};

struct HostEnumerateListeners : Method<20> {
  struct In {};
  struct Out {
    uint32_t Count;
    char16_t** Names;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, Count),
                    NTA_FIELD(Out, Names, "Names", unique<array_of<unique<wstring>>>).counted(NTA_NUMBER(Out, Count)),
                    NTA_UNSHOWN(Out, result));
    }
  };
};

/** Names are matched without regard to case; 2 for one that is not there. */
struct HostQueryListener : Method<21> {
  struct In {
    char16_t* Name;

    static constexpr auto described() { return NTA_FIELDS(In, Name); }
  };
  struct Out {
    WTSLISTENERCONFIGW Config;
    uint32_t result;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Config), NTA_UNSHOWN(Out, result)); }
  };
};

/** Flags: WTS_LISTENER_CREATE (183 when there is one) or WTS_LISTENER_UPDATE (2 when there is none). */
struct HostSetListener : Method<22> {
  struct In {
    char16_t* Name;
    uint32_t Flags;
    WTSLISTENERCONFIGW Config;

    static constexpr auto described() { return NTA_FIELDS(In, Name, Flags, Config); }
  };
  using Out = HostDone;
};

/** Information: SECURITY_INFORMATION bits. The descriptor is self-relative ([MS-DTYP] 2.4.6). */
struct HostGetListenerSecurity : Method<23> {
  struct In {
    char16_t* Name;
    uint32_t Information;

    static constexpr auto described() { return NTA_FIELDS(In, Name, Information); }
  };
  struct Out {
    uint32_t Size;
    uint8_t* Descriptor;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, Size),
                    NTA_FIELD(Out, Descriptor, "Descriptor", unique<array_of<byte>>).counted(NTA_NUMBER(Out, Size)),
                    NTA_UNSHOWN(Out, result));
    }
  };
};

struct HostSetListenerSecurity : Method<24> {
  struct In {
    char16_t* Name;
    uint32_t Information;
    uint32_t Size;
    uint8_t* Descriptor;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Name, Information), NTA_UNSHOWN(In, Size),
                    NTA_FIELD(In, Descriptor, "Descriptor", unique<array_of<byte>>).counted(NTA_NUMBER(In, Size)));
    }
  };
  using Out = HostDone;
};

/** UserName null: the host's default. An unknown user is 2221. */
struct HostQueryUserConfig : Method<25> {
  struct In {
    char16_t* UserName;

    static constexpr auto described() { return NTA_FIELDS(In, UserName); }
  };
  struct Out {
    WTSUSERCONFIGW Config;
    uint32_t ModemCallbackSettings;
    char16_t ModemCallbackPhoneNumber[49];
    uint32_t result;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, Config, ModemCallbackSettings, ModemCallbackPhoneNumber), NTA_UNSHOWN(Out, result));
    }
  };
};

/** One WTS_CONFIG_CLASS: Number, Text or Config, as the class wants. */
struct HostSetUserConfig : Method<26> {
  struct In {
    char16_t* UserName;
    uint32_t ConfigClass;
    uint32_t Number;
    char16_t* Text;
    WTSUSERCONFIGW* Config;

    static constexpr auto described() { return NTA_FIELDS(In, UserName, ConfigClass, Number, Text, Config); }
  };
  using Out = HostDone;
};

/** Mode: 0 all may log on, 1 no new session, 2 none until the machine restarts, 3 neither new nor reconnected. */
struct HostGetLogonMode : Method<27> {
  struct In {};
  struct Out {
    uint32_t Mode;
    uint32_t result;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Mode), NTA_UNSHOWN(Out, result)); }
  };
};

struct HostSetLogonMode : Method<28> {
  struct In {
    uint32_t Mode;

    static constexpr auto described() { return NTA_FIELDS(In, Mode); }
  };
  using Out = HostDone;
};

}  // namespace nta::protocols
