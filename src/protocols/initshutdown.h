// InitShutdown and WindowsShutdown: the remote shutdown of a machine ([MS-RSP] 3.2, 3.3).
#pragma once

#include "protocols/net_levels.h"
#include "protocols/unicode_string.h"

namespace nta::protocols {

/** ServerName is a pointer to one character, whatever the name ([MS-RSP] 2.2.1). */
struct ShutdownRequest {
  uint16_t* ServerName;
  RPC_UNICODE_STRING* lpMessage;
  uint32_t dwTimeout;  // seconds
  uint8_t bForceAppsClosed;
  uint8_t bRebootAfterShutdown;

  static constexpr auto described() {
    using R = ShutdownRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_FIELD(R, lpMessage, "message", unique<type_of<RPC_UNICODE_STRING>>),
                  NTA_FIELD(R, dwTimeout, "timeout", u32), NTA_FIELD(R, bForceAppsClosed, "force", boolean8),
                  NTA_FIELD(R, bRebootAfterShutdown, "reboot", boolean8));
  }
};

struct BaseInitiateShutdown : Method<0> {
  using In = ShutdownRequest;
  using Out = NetStatusReply;
};

struct BaseAbortShutdown : Method<1> {
  struct In {
    uint16_t* ServerName;

    static constexpr auto described() { return fields(NTA_UNSHOWN(In, ServerName)); }
  };
  using Out = NetStatusReply;
};

struct BaseInitiateShutdownEx : Method<2> {
  struct In {
    uint16_t* ServerName;
    RPC_UNICODE_STRING* lpMessage;
    uint32_t dwTimeout;
    uint8_t bForceAppsClosed;
    uint8_t bRebootAfterShutdown;
    uint32_t dwReason;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName),
                    NTA_FIELD(In, lpMessage, "message", unique<type_of<RPC_UNICODE_STRING>>),
                    NTA_FIELD(In, dwTimeout, "timeout", u32), NTA_FIELD(In, bForceAppsClosed, "force", boolean8),
                    NTA_FIELD(In, bRebootAfterShutdown, "reboot", boolean8), NTA_FIELD(In, dwReason, "reason", u32));
    }
  };
  using Out = NetStatusReply;
};

inline constexpr MethodInfo init_shutdown_methods[] = {
    method<BaseInitiateShutdown>("BaseInitiateShutdown"),
    method<BaseAbortShutdown>("BaseAbortShutdown"),
    method<BaseInitiateShutdownEx>("BaseInitiateShutdownEx"),
};

inline constexpr Interface init_shutdown{
    "InitShutdown", guid("894de0c0-0d55-11d3-a322-00c04fa321a1"), 1, 0, "InitShutdown", init_shutdown_methods};

/** SHUTDOWN_* flags of [MS-RSP] 2.3. */
namespace shutdown_flag {
inline constexpr uint32_t force_others = 0x1;
inline constexpr uint32_t force_self = 0x2;
inline constexpr uint32_t restart = 0x4;
inline constexpr uint32_t power_off = 0x8;
inline constexpr uint32_t no_reboot = 0x10;
inline constexpr uint32_t grace_override = 0x20;
inline constexpr uint32_t install_updates = 0x40;
inline constexpr uint32_t restart_apps = 0x80;
inline constexpr uint32_t known = 0xFF;
}  // namespace shutdown_flag

struct WsdrInitiateShutdown : Method<0> {
  struct In {
    RPC_UNICODE_STRING* lpMessage;
    uint32_t dwGracePeriod;  // seconds
    uint32_t dwShutdownFlags;
    uint32_t dwReason;
    RPC_UNICODE_STRING* lpClientHint;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, lpMessage, "message", unique<type_of<RPC_UNICODE_STRING>>),
                    NTA_FIELD(In, dwGracePeriod, "timeout", u32), NTA_FIELD(In, dwShutdownFlags, "flags", u32),
                    NTA_FIELD(In, dwReason, "reason", u32),
                    NTA_FIELD(In, lpClientHint, "hint", unique<type_of<RPC_UNICODE_STRING>>));
    }
  };
  using Out = NetStatusReply;
};

struct WsdrAbortShutdown : Method<1> {
  struct In {
    RPC_UNICODE_STRING* lpClientHint;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, lpClientHint, "hint", unique<type_of<RPC_UNICODE_STRING>>));
    }
  };
  using Out = NetStatusReply;
};

inline constexpr MethodInfo windows_shutdown_methods[] = {
    method<WsdrInitiateShutdown>("WsdrInitiateShutdown"),
    method<WsdrAbortShutdown>("WsdrAbortShutdown"),
};

/** Over TCP only: no pipe. */
inline constexpr Interface windows_shutdown{
    "WindowsShutdown", guid("d95afe70-a6d5-4259-822e-2c84da1ddb0d"), 1, 0, "", windows_shutdown_methods};

}  // namespace nta::protocols
