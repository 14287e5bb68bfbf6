// srvsvc: paths and names, looked at for their form alone ([MS-SRVS] 3.1.4.27 to 3.1.4.32).
#pragma once

#include "protocols/net_levels.h"

namespace nta::protocols {

struct NetprPathType : Method<30> {
  struct In {
    char16_t* ServerName;
    char16_t* PathName;
    uint32_t Flags;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, PathName, "path", ref<wstring>), NTA_UNSHOWN(In, Flags));
    }
  };
  struct Out {
    uint32_t PathType;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, PathType, "type", u32), NTA_UNSHOWN(Out, net_status));
    }
  };
};

/** Outbuf is UTF-16 text in OutbufLen bytes. */
struct NetprPathCanonicalize : Method<31> {
  struct In {
    char16_t* ServerName;
    char16_t* PathName;
    uint32_t OutbufLen;
    char16_t* Prefix;
    uint32_t PathType;
    uint32_t Flags;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, PathName, "path", ref<wstring>),
                    NTA_UNSHOWN(In, OutbufLen), NTA_FIELD(In, Prefix, "prefix", ref<wstring>),
                    NTA_FIELD(In, PathType, "type", u32), NTA_UNSHOWN(In, Flags));
    }
  };
  struct Out {
    uint8_t* Outbuf;
    uint32_t OutbufLen;  // the request's
    uint32_t PathType;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Outbuf, "", ref<array_of<u8>>).counted(NTA_NUMBER(Out, OutbufLen)),
                    NTA_FIELD(Out, OutbufLen, "", local32), NTA_FIELD(Out, PathType, "type", u32),
                    NTA_UNSHOWN(Out, net_status));
    }
  };
};

/** Two paths of one type, or two names. The result is their order: below, equal to or above 0. */
struct CompareRequest {
  char16_t* ServerName;
  char16_t* First;
  char16_t* Second;
  uint32_t Type;
  uint32_t Flags;

  static constexpr auto described() {
    using R = CompareRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_FIELD(R, First, "first", ref<wstring>),
                  NTA_FIELD(R, Second, "second", ref<wstring>), NTA_FIELD(R, Type, "type", u32), NTA_UNSHOWN(R, Flags));
  }
};

struct NetprPathCompare : Method<32> {
  using In = CompareRequest;
  using Out = NetStatusReply;
};

struct NetprNameValidate : Method<33> {
  struct In {
    char16_t* ServerName;
    char16_t* Name;
    uint32_t NameType;
    uint32_t Flags;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, Name, "name", ref<wstring>),
                    NTA_FIELD(In, NameType, "type", u32), NTA_UNSHOWN(In, Flags));
    }
  };
  using Out = NetStatusReply;
};

/** OutbufLen counts characters. */
struct NetprNameCanonicalize : Method<34> {
  struct In {
    char16_t* ServerName;
    char16_t* Name;
    uint32_t OutbufLen;
    uint32_t NameType;
    uint32_t Flags;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, Name, "name", ref<wstring>), NTA_UNSHOWN(In, OutbufLen),
                    NTA_FIELD(In, NameType, "type", u32), NTA_UNSHOWN(In, Flags));
    }
  };
  struct Out {
    char16_t* Outbuf;
    uint32_t OutbufLen;  // the request's
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Outbuf, "", ref<array_of<wchar>>).counted(NTA_NUMBER(Out, OutbufLen)),
                    NTA_FIELD(Out, OutbufLen, "", local32), NTA_UNSHOWN(Out, net_status));
    }
  };
};

struct NetprNameCompare : Method<35> {
  using In = CompareRequest;
  using Out = NetStatusReply;
};

}  // namespace nta::protocols
