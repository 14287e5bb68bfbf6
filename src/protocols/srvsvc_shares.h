// srvsvc: shares ([MS-SRVS] 3.1.4.7 to 3.1.4.16).
#pragma once

#include "ntadmin/win/lmshare.h"
#include "protocols/net_levels.h"

namespace nta::describe {

// A security descriptor is self-relative; the member before it is its size on the wire and unused in the API.
template <>
inline constexpr auto fields_of<SHARE_INFO_0> = NTA_MEMBERS(SHARE_INFO_0, shi0_, netname);
template <>
inline constexpr auto fields_of<SHARE_INFO_1> = NTA_MEMBERS(SHARE_INFO_1, shi1_, netname, type, remark);
template <>
inline constexpr auto fields_of<SHARE_INFO_2> = NTA_MEMBERS(SHARE_INFO_2, shi2_, netname, type, remark, permissions,
                                                            max_uses, current_uses, path, passwd);
template <>
inline constexpr auto fields_of<SHARE_INFO_501> = NTA_MEMBERS(SHARE_INFO_501, shi501_, netname, type, remark, flags);
template <>
inline constexpr auto fields_of<SHARE_INFO_502> =
    joined(NTA_MEMBERS(SHARE_INFO_502, shi502_, netname, type, remark, permissions, max_uses, current_uses, path,
                       passwd, reserved),
           NTA_FIELD(SHARE_INFO_502, shi502_security_descriptor, "security_descriptor", unique<array_of<u8>>)
               .counted(NTA_NUMBER(SHARE_INFO_502, shi502_reserved)));
template <>
inline constexpr auto fields_of<SHARE_INFO_503> =
    joined(NTA_MEMBERS(SHARE_INFO_503, shi503_, netname, type, remark, permissions, max_uses, current_uses, path,
                       passwd, servername, reserved),
           NTA_FIELD(SHARE_INFO_503, shi503_security_descriptor, "", unique<array_of<u8>>)
               .counted(NTA_NUMBER(SHARE_INFO_503, shi503_reserved)));
template <>
inline constexpr auto fields_of<SHARE_INFO_1004> = NTA_MEMBERS(SHARE_INFO_1004, shi1004_, remark);
template <>
inline constexpr auto fields_of<SHARE_INFO_1005> = NTA_MEMBERS(SHARE_INFO_1005, shi1005_, flags);
template <>
inline constexpr auto fields_of<SHARE_INFO_1006> = NTA_MEMBERS(SHARE_INFO_1006, shi1006_, max_uses);
template <>
inline constexpr auto fields_of<SHARE_INFO_1501> = fields(NTA_MEMBER(SHARE_INFO_1501, shi1501_, reserved, u32),
                                                          NTA_FIELD(SHARE_INFO_1501, shi1501_security_descriptor, "",
                                                                    unique<array_of<u8>>)
                                                              .counted(NTA_NUMBER(SHARE_INFO_1501, shi1501_reserved)));

}  // namespace nta::describe

namespace nta::protocols {

using ShareLevels =
    Levels<Level<0, SHARE_INFO_0>, Level<1, SHARE_INFO_1>, Level<2, SHARE_INFO_2>, Level<501, SHARE_INFO_501>,
           Level<502, SHARE_INFO_502>, Level<503, SHARE_INFO_503>, Level<1004, SHARE_INFO_1004>,
           Level<1005, SHARE_INFO_1005>, Level<1006, SHARE_INFO_1006>, Level<1501, SHARE_INFO_1501>>;

struct NetrShareAdd : Method<14> {
  using In = CheckedInfoRequest<ShareLevels>;
  using Out = ParmErrReply;
};

struct NetrShareEnum : Method<15> {
  using In = EnumRequest<ShareLevels>;
  using Out = EnumReply<ShareLevels>;
};

struct NetrShareGetInfo : Method<16> {
  struct In {
    char16_t* ServerName;
    char16_t* NetName;
    uint32_t Level;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, NetName, "netname", ref<wstring>),
                    NTA_FIELD(In, Level, "level", u32));
    }
  };
  using Out = InfoReply<ShareLevels>;
};

struct NetrShareSetInfo : Method<17> {
  struct In {
    char16_t* ServerName;
    char16_t* NetName;
    uint32_t Level;
    void* ShareInfo;
    uint32_t* ParmErr;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, NetName, "netname", ref<wstring>),
                    NTA_FIELD(In, Level, "level", u32),
                    NTA_FIELD(In, ShareInfo, "", ShareLevels::info).switched(NTA_NUMBER(In, Level)),
                    NTA_UNSHOWN(In, ParmErr));
    }
  };
  using Out = ParmErrReply;
};

/** A share by its name; Reserved is ignored. */
struct OnShare {
  char16_t* ServerName;
  char16_t* NetName;
  uint32_t Reserved;

  static constexpr auto described() {
    return fields(NTA_UNSHOWN(OnShare, ServerName), NTA_FIELD(OnShare, NetName, "netname", ref<wstring>),
                  NTA_UNSHOWN(OnShare, Reserved));
  }
};

struct NetrShareDel : Method<18> {
  using In = OnShare;
  using Out = NetStatusReply;
};

struct NetrShareDelSticky : Method<19> {
  using In = OnShare;
  using Out = NetStatusReply;
};

struct NetrShareCheck : Method<20> {
  struct In {
    char16_t* ServerName;
    char16_t* Device;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, Device, "device", ref<wstring>));
    }
  };
  struct Out {
    uint32_t Type;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Type, "type", u32), NTA_UNSHOWN(Out, net_status));
    }
  };
};

struct NetrShareEnumSticky : Method<36> {
  using In = EnumRequest<ShareLevels>;
  using Out = EnumReply<ShareLevels>;
};

/** First of the two steps in which a share goes: it takes no more connections. */
struct NetrShareDelStart : Method<37> {
  using In = OnShare;
  struct Out {
    ContextHandle Handle;
    uint32_t net_status;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, Handle), NTA_UNSHOWN(Out, net_status)); }
  };
};

struct NetrShareDelCommit : Method<38> {
  struct In {
    ContextHandle Handle;

    static constexpr auto described() { return NTA_FIELDS(In, Handle); }
  };
  using Out = NetrShareDelStart::Out;
};

/** The share of a name and a server name; level 503 only. */
struct NetrShareDelEx : Method<57> {
  using In = InfoRequest<ShareLevels>;
  using Out = NetStatusReply;
};

}  // namespace nta::protocols
