// UserConfig: what is set for the sessions of one user.
#pragma once

#include <algorithm>

#include "describe/wts_config.h"

namespace nta::host {

/** WTSUSERCONFIGW, and the two classes of WTS_CONFIG_CLASS that it has no member for. */
struct UserConfig {
  WTSUSERCONFIGW common;
  uint32_t ModemCallbackSettings;
  char16_t ModemCallbackPhoneNumber[49];

  /** The members of `common`, which is at the front, then its own. */
  static constexpr auto described() {
    using namespace describe;
    constexpr auto own = fields(NTA_FIELD(UserConfig, ModemCallbackSettings, "ModemCallbackSettings", u32),
                                NTA_FIELD(UserConfig, ModemCallbackPhoneNumber, "ModemCallbackPhoneNumber", wtext<49>));
    constexpr auto& common_fields = fields_of<WTSUSERCONFIGW>;
    std::array<Field, common_fields.size() + own.size()> all{};
    std::copy(common_fields.begin(), common_fields.end(), all.begin());
    std::copy(own.begin(), own.end(), all.begin() + common_fields.size());
    return all;
  }
};

/** May log on, brings his own program, no limits, disconnected when the connection breaks, shadowed when he agrees. */
UserConfig default_user_config();

}  // namespace nta::host
