// srvsvc: character devices of LAN Manager, which no server since has had. Reserved in [MS-SRVS]; other implementations
// know the form of two calls, and Windows answers them with "not supported".
#pragma once

#include "protocols/net_levels.h"

namespace nta::protocols {

struct CHARDEV_INFO_0 {
  char16_t* ch0_dev;

  static constexpr auto described() { return NTA_MEMBERS(CHARDEV_INFO_0, ch0_, dev); }
};

struct CHARDEV_INFO_1 {
  char16_t* ch1_dev;
  uint32_t ch1_status;
  char16_t* ch1_username;
  uint32_t ch1_time;

  static constexpr auto described() {
    using C = CHARDEV_INFO_1;
    return NTA_MEMBERS(C, ch1_, dev, status, username, time);
  }
};

struct CHARDEVQ_INFO_0 {
  char16_t* chq0_dev;

  static constexpr auto described() { return NTA_MEMBERS(CHARDEVQ_INFO_0, chq0_, dev); }
};

struct CHARDEVQ_INFO_1 {
  char16_t* chq1_dev;
  uint32_t chq1_priority;
  char16_t* chq1_devs;
  uint32_t chq1_numusers;
  uint32_t chq1_numahead;

  static constexpr auto described() {
    using C = CHARDEVQ_INFO_1;
    return NTA_MEMBERS(C, chq1_, dev, priority, devs, numusers, numahead);
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
      return fields(NTA_UNSHOWN(In, ServerName), NTA_UNSHOWN(In, UserName),
                    NTA_FIELD(In, InfoStruct, "", type_of<EnumStruct<CharDevQLevels>>),
                    NTA_UNSHOWN(In, PreferedMaximumLength), NTA_UNSHOWN(In, ResumeHandle));
    }
  };
  using Out = EnumReply<CharDevQLevels>;
};

}  // namespace nta::protocols
