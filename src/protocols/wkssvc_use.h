// wkssvc: connections to other servers, and the messenger's one call ([MS-WKST] 3.2.4.7 to 3.2.4.10). Windows calls
// them on the local machine alone.
#pragma once

#include "ntadmin/win/lmuse.h"
#include "protocols/net_levels.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<USE_INFO_0> = NTA_MEMBERS(USE_INFO_0, ui0_, local, remote);
template <>
inline constexpr auto fields_of<USE_INFO_1> = NTA_MEMBERS(USE_INFO_1, ui1_, local, remote, password, status, asg_type,
                                                          refcount, usecount);
template <>
inline constexpr auto fields_of<USE_INFO_2> = NTA_MEMBERS(USE_INFO_2, ui2_, local, remote, password, status, asg_type,
                                                          refcount, usecount, username, domainname);
template <>
inline constexpr auto fields_of<USE_INFO_3> = fields(NTA_UNSHOWN(USE_INFO_3, ui3_ui2),
                                                     NTA_MEMBER(USE_INFO_3, ui3_, flags, u32));

}  // namespace nta::describe

namespace nta::protocols {

using UseLevels = Levels<Level<0, USE_INFO_0>, Level<1, USE_INFO_1>, Level<2, USE_INFO_2>, Level<3, USE_INFO_3>>;

struct NetrUseAdd : SecretMethod<8> {
  using In = CheckedInfoRequest<UseLevels>;
  using Out = ParmErrReply;
};

struct NetrUseGetInfo : Method<9> {
  struct In {
    char16_t* ServerName;
    char16_t* UseName;
    uint32_t Level;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, UseName, "", ref<wstring>),
                    NTA_FIELD(In, Level, "level", u32));
    }
  };
  using Out = InfoReply<UseLevels>;
};

struct NetrUseDel : Method<10> {
  struct In {
    char16_t* ServerName;
    char16_t* UseName;
    uint32_t ForceLevel;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, UseName, "", ref<wstring>), NTA_UNSHOWN(In, ForceLevel));
    }
  };
  using Out = NetStatusReply;
};

struct NetrUseEnum : Method<11> {
  using In = EnumRequest<UseLevels>;
  using Out = EnumReply<UseLevels>;
};

/** Reserved in the document, known to other implementations: text of `size` bytes for a messenger name. */
struct NetrMessageBufferSend : Method<12> {
  struct In {
    char16_t* ServerName;
    char16_t* MessageName;
    char16_t* SenderName;
    uint8_t* Buffer;
    uint32_t size;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, MessageName, "", ref<wstring>),
                    NTA_UNSHOWN(In, SenderName),
                    NTA_FIELD(In, Buffer, "", ref<array_of<u8>>).counted(NTA_NUMBER(In, size)), NTA_UNSHOWN(In, size));
    }
  };
  using Out = NetStatusReply;
};

}  // namespace nta::protocols
