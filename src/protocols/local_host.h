// LocalHost: what Windows asks its kernel, and ntadmin's own tools ask their host. Offered on the unix socket only.
#pragma once

#include "protocols/host_settings.h"
#include "protocols/host_uses.h"

namespace nta::protocols {

/** ProcessIdToSessionId. An unknown process is 87. */
struct HostSessionOfProcess : Method<0> {
  struct In {
    uint32_t ProcessId;

    static constexpr auto described() { return NTA_FIELDS(In, ProcessId); }
  };
  struct Out {
    uint32_t SessionId;
    uint32_t result;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, SessionId), NTA_UNSHOWN(Out, result)); }
  };
};

/** WTSGetActiveConsoleSessionId: 0xFFFFFFFF where there is no console. */
struct HostConsoleSession : Method<1> {
  struct In {};
  using Out = HostSessionOfProcess::Out;
};

/** Which session a terminal is to show. */
enum class Wanted : uint32_t {
  own = 0,       // the caller's disconnected session if the policy gives it back, else a new one
  by_id = 1,     // SessionId
  by_name = 2,   // Name: a WinStation name, or a user's name
  a_new_one = 3  // always a new one
};

/** Finds or makes a session of the caller and says where to attach to it. Text is bytes, as Unix has it.
 *  Program, environment and size are for a new session only. Fails with 7022, 5, 2 (program not found) and others;
 *  a session that could not be made leaves nothing behind. */
struct HostOpenSession : SecretMethod<2> {
  struct In {
    uint32_t Wanted;
    uint32_t SessionId;
    char* Name;
    uint32_t ArgumentCount;  // none: the caller's login shell
    char** Arguments;
    uint32_t EnvironmentCount;
    char** Environment;  // "NAME=value"
    char* WorkingDirectory;
    uint32_t Columns;
    uint32_t Rows;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, Wanted, SessionId, Name), NTA_UNSHOWN(In, ArgumentCount),
                    NTA_FIELD(In, Arguments, "Arguments", unique<array_of<unique<astring>>>)
                        .counted(NTA_NUMBER(In, ArgumentCount)),
                    NTA_UNSHOWN(In, EnvironmentCount),
                    NTA_FIELD(In, Environment, "Environment", unique<array_of<unique<astring>>>)
                        .counted(NTA_NUMBER(In, EnvironmentCount)),
                    NTA_FIELDS(In, WorkingDirectory, Columns, Rows));
    }
  };
  struct Out {
    uint32_t SessionId;
    uint32_t Created;  // 1: made by this call
    char* SocketPath;
    char* Reason;     // for a failure: a sentence for the person at the terminal
    char* DetachKey;  // what the host's configuration has for attach clients: "^]"
    uint32_t result;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, SessionId), NTA_FIELD(Out, Created, "Created", bool32),
                    NTA_FIELDS(Out, SocketPath, Reason, DetachKey), NTA_UNSHOWN(Out, result));
    }
  };
};

struct HostGetInfo : Method<3> {
  struct In {};
  struct Out {
    char16_t* ComputerName;
    char* Version;
    uint32_t ProcessId;
    uint32_t SystemMode;
    uint32_t CallerSessionId;
    uint32_t result;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, ComputerName, Version, ProcessId), NTA_FIELD(Out, SystemMode, "SystemMode", bool32),
                    NTA_FIELDS(Out, CallerSessionId), NTA_UNSHOWN(Out, result));
    }
  };
};

/** WTSEnableChildSessions: 5 for all but administrators; there are no child sessions to enable (50). */
struct HostEnableChildSessions : Method<4> {
  struct In {
    uint32_t Enable;

    static constexpr auto described() { return fields(NTA_FIELD(In, Enable, "Enable", bool32)); }
  };
  struct Out {
    uint32_t result;

    static constexpr auto described() { return fields(NTA_UNSHOWN(Out, result)); }
  };
};

/** WTSQueryUserToken. SIDs are text; the socket is that of a session of the host's own, where programs can be run. */
struct HostQueryUserToken : Method<5> {
  struct In {
    uint32_t SessionId;

    static constexpr auto described() { return NTA_FIELDS(In, SessionId); }
  };
  struct Out {
    uint32_t SessionId;
    char* User;
    char* PrimaryGroup;
    uint32_t GroupCount;
    char** Groups;
    char* SocketPath;
    uint32_t result;

    static constexpr auto described() {
      return joined(
          NTA_FIELDS(Out, SessionId, User, PrimaryGroup), NTA_UNSHOWN(Out, GroupCount),
          NTA_FIELD(Out, Groups, "Groups", unique<array_of<unique<astring>>>).counted(NTA_NUMBER(Out, GroupCount)),
          NTA_FIELDS(Out, SocketPath), NTA_UNSHOWN(Out, result));
    }
  };
};

enum class ShadowWanted : uint32_t { view = 0, control = 1, as_allowed = 2 };

/** Lets the calling process look on at a session, once: it shows the ticket to the session's socket within 30 s. Needs
 *  the right of remote control. 7050 the session is at no terminal, or the caller's own; 7051 the host's policy. */
struct HostOpenShadow : SecretMethod<10> {
  struct In {
    uint32_t SessionId;
    uint32_t Wanted;

    static constexpr auto described() { return NTA_FIELDS(In, SessionId, Wanted); }
  };
  struct Out {
    uint32_t SessionId;
    uint32_t Control;     // 1: what is typed counts
    uint32_t AskSeconds;  // how long the session's person may take to agree; 0: is not asked
    char* SocketPath;
    char* Ticket;
    char* DetachKey;
    char* Reason;  // for a failure, as of HostOpenSession
    uint32_t result;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, SessionId), NTA_FIELD(Out, Control, "Control", bool32),
                    NTA_FIELDS(Out, AskSeconds, SocketPath, Ticket, DetachKey, Reason), NTA_UNSHOWN(Out, result));
    }
  };
};

/** Lets the calling process open a virtual channel to the client of a session, once: it shows the ticket to the
 * session's socket within 30 s. Needs the right of virtual channels. 1 the session has no client that could serve one.
 */
struct HostOpenChannel : SecretMethod<11> {
  struct In {
    uint32_t SessionId;

    static constexpr auto described() { return NTA_FIELDS(In, SessionId); }
  };
  struct Out {
    uint32_t SessionId;
    char* SocketPath;
    char* Ticket;
    uint32_t result;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, SessionId, SocketPath, Ticket), NTA_UNSHOWN(Out, result));
    }
  };
};

inline constexpr MethodInfo local_host_methods[] = {
    method<HostSessionOfProcess>("HostSessionOfProcess"),
    method<HostConsoleSession>("HostConsoleSession"),
    method<HostOpenSession>("HostOpenSession"),
    method<HostGetInfo>("HostGetInfo"),
    method<HostEnableChildSessions>("HostEnableChildSessions"),
    method<HostQueryUserToken>("HostQueryUserToken"),
    method<HostEnumerateListeners>("HostEnumerateListeners"),
    method<HostQueryListener>("HostQueryListener"),
    method<HostSetListener>("HostSetListener"),
    method<HostGetListenerSecurity>("HostGetListenerSecurity"),
    method<HostSetListenerSecurity>("HostSetListenerSecurity"),
    method<HostQueryUserConfig>("HostQueryUserConfig"),
    method<HostSetUserConfig>("HostSetUserConfig"),
    method<HostGetLogonMode>("HostGetLogonMode"),
    method<HostSetLogonMode>("HostSetLogonMode"),
    method<HostOpenShadow>("HostOpenShadow"),
    method<HostOpenChannel>("HostOpenChannel"),
    method<HostAddUse>("HostAddUse"),
    method<HostRemoveUse>("HostRemoveUse"),
    method<HostEnumerateUses>("HostEnumerateUses"),
    method<HostGetUseLogon>("HostGetUseLogon"),
};

inline constexpr Interface local_host{"LocalHost",       guid("6f1d7a52-3c0e-4b7b-9a51-2e9d84c6f0b3"), 1, 0, "",
                                      local_host_methods};

}  // namespace nta::protocols
