// TermSrvNotification: waiting for what happens to sessions ([MS-TSTS] 3.3.4.2).
#pragma once

#include "protocols/termsrv_session.h"

namespace nta::protocols {

/** Bits of a registration's mask, and what SESSION_CHANGE tells ([MS-TSTS] 2.2.1.11). Not the API's WTS_EVENT_*. */
enum class Notification : uint32_t {
  create = 0x1,
  connect = 0x2,
  disconnect = 0x4,
  logon = 0x8,
  logoff = 0x10,
  shadow_start = 0x20,
  shadow_stop = 0x40,
  terminate = 0x80,
  console_connect = 0x100,
  console_disconnect = 0x200,
  lock = 0x400,
  unlock = 0x800,
};

struct SESSION_CHANGE {
  int32_t SessionId;
  uint32_t NotificationId;

  static constexpr auto described() { return NTA_FIELDS(SESSION_CHANGE, SessionId, NotificationId); }
};

/** Session -1: all of them. */
struct RpcRegisterAsyncNotification : Method<1> {
  struct In {
    int32_t SessionId;
    uint32_t Mask;

    static constexpr auto described() { return NTA_FIELDS(In, SessionId, Mask); }
  };
  struct Out {
    ContextHandle phNotify;
    uint32_t result;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, phNotify), NTA_UNSHOWN(Out, result)); }
  };
};

/** Blocks until something happened; then gives all that happened since the last wait. */
struct RpcWaitAsyncNotification : Method<2> {
  struct In {
    ContextHandle hNotify;

    static constexpr auto described() { return NTA_FIELDS(In, hNotify); }
  };
  struct Out {
    SESSION_CHANGE* SessionChange;
    uint32_t pEntries;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, SessionChange, "Changes", unique<array_of<type_of<SESSION_CHANGE>>>)
                        .counted(NTA_NUMBER(Out, pEntries)),
                    NTA_UNSHOWN(Out, pEntries), NTA_UNSHOWN(Out, result));
    }
  };
};

struct RpcUnRegisterAsyncNotification : Method<3> {
  struct In {
    ContextHandle phNotify;

    static constexpr auto described() { return NTA_FIELDS(In, phNotify); }
  };
  using Out = RpcRegisterAsyncNotification::Out;
};

inline constexpr MethodInfo termsrv_notification_methods[] = {
    method<RpcRegisterAsyncNotification>("RpcRegisterAsyncNotification"),
    method<RpcWaitAsyncNotification>("RpcWaitAsyncNotification"),
    method<RpcUnRegisterAsyncNotification>("RpcUnRegisterAsyncNotification"),
};

inline constexpr Interface termsrv_notification{
    "TermSrvNotification",       guid("11899a43-2b68-4a76-92e3-a3d6ad8c26ce"), 1, 0, "LSM_API_service",
    termsrv_notification_methods};

}  // namespace nta::protocols
