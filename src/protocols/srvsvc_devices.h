// srvsvc: character devices of LAN Manager, which no server since has had. Reserved in [MS-SRVS]; other implementations
// know the form of two calls, and Windows answers them with "not supported".
#pragma once

#include "protocols/net_levels.h"

namespace nta::protocols {

struct CHARDEV_INFO_0 {
  char16_t* ch0_dev;

  static constexpr auto described() { return fields(NTA_MEMBER(CHARDEV_INFO_0, ch0_, dev, unique<wstring>)); }
};

struct CHARDEV_INFO_1 {
  char16_t* ch1_dev;
  uint32_t ch1_status;
  char16_t* ch1_username;
  uint32_t ch1_time;

  static constexpr auto described() {
    using C = CHARDEV_INFO_1;
    return fields(NTA_MEMBER(C, ch1_, dev, unique<wstring>), NTA_MEMBER(C, ch1_, status, u32),
                  NTA_MEMBER(C, ch1_, username, unique<wstring>), NTA_MEMBER(C, ch1_, time, u32));
  }
};

struct CHARDEVQ_INFO_0 {
  char16_t* chq0_dev;

  static constexpr auto described() { return fields(NTA_MEMBER(CHARDEVQ_INFO_0, chq0_, dev, unique<wstring>)); }
};

struct CHARDEVQ_INFO_1 {
  char16_t* chq1_dev;
  uint32_t chq1_priority;
  char16_t* chq1_devs;
  uint32_t chq1_numusers;
  uint32_t chq1_numahead;

  static constexpr auto described() {
    using C = CHARDEVQ_INFO_1;
    return fields(NTA_MEMBER(C, chq1_, dev, unique<wstring>), NTA_MEMBER(C, chq1_, priority, u32),
                  NTA_MEMBER(C, chq1_, devs, unique<wstring>), NTA_MEMBER(C, chq1_, numusers, u32),
                  NTA_MEMBER(C, chq1_, numahead, u32));
  }
};

using CharDevLevels = Levels<Level<0, CHARDEV_INFO_0>, Level<1, CHARDEV_INFO_1>>;
using CharDevQLevels = Levels<Level<0, CHARDEVQ_INFO_0>, Level<1, CHARDEVQ_INFO_1>>;

struct NetCharDevEnum : Method<0> {
  using In = EnumRequest<CharDevLevels>;
  using Out = EnumReply<CharDevLevels>;
};

struct NetCharDevQEnum : Method<3> {
  struct In {
    char16_t* ServerName;
    char16_t* UserName;
    EnumStruct<CharDevQLevels> InfoStruct;
    uint32_t PreferedMaximumLength;
    uint32_t* ResumeHandle;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "", unique<wstring>), NTA_FIELD(In, UserName, "", unique<wstring>),
                    NTA_FIELD(In, InfoStruct, "", type_of<EnumStruct<CharDevQLevels>>),
                    NTA_FIELD(In, PreferedMaximumLength, "", u32), NTA_FIELD(In, ResumeHandle, "", unique<u32>));
    }
  };
  using Out = EnumReply<CharDevQLevels>;
};

}  // namespace nta::protocols
