// UserConfig: what is set for the sessions of one user; and how it stands in the parameters of his account.
#pragma once

#include <optional>

#include "base/bytes.h"
#include "user_settings/wts_config.h"

namespace nta::user_settings {

/** WTSUSERCONFIGW, and the two classes of WTS_CONFIG_CLASS that it has no member for. */
struct UserConfig {
  WTSUSERCONFIGW common;
  uint32_t ModemCallbackSettings;
  char16_t ModemCallbackPhoneNumber[49];

  /** The members of `common`, which is at the front, then its own. */
  static constexpr auto described() {
    return describe::joined(describe::fields_of<WTSUSERCONFIGW>,
                            NTA_FIELDS(UserConfig, ModemCallbackSettings, ModemCallbackPhoneNumber));
  }
};

/** May log on, brings his own program, no limits, disconnected when the connection breaks, shadowed when he agrees. */
UserConfig default_user_config();

/** What is set for one class: of the three the one that the class has. */
struct ConfigValue {
  const char16_t* text = nullptr;
  uint32_t number = 0;
  const WTSUSERCONFIGW* whole = nullptr;
};

/** Sets what a WTS_CONFIG_CLASS stands for; invalid_parameter: it cannot be set, or not to this. */
Result<void> put_config_class(UserConfig& config, uint32_t config_class, const ConfigValue& value);

/** What the account's parameters say; none where nothing was ever set in them (CtxCfgPresent is missing). Members that
 *  they say nothing of are as by default. */
std::optional<UserConfig> user_config_in(ByteView parameters);

/** The parameters with what `config` says, and everything else that they were. */
Bytes with_user_config(ByteView parameters, const UserConfig& config);

}  // namespace nta::user_settings
