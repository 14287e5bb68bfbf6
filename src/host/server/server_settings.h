// ServerSettings: what NetServerSetInfo and NetWkstaSetInfo set, kept in <state-dir>/server.conf.
#pragma once

#include <string>

#include "base/result.h"
#include "describe/type.h"

namespace nta::host {

/** The values are those of [MS-SRVS] 2.2.4.42 and [MS-WKST] 2.2.5.4, the initial ones those of Windows. */
struct ServerSettings {
  char16_t comment[257] = {};
  uint32_t users = 0xFFFFFFFF;
  int32_t disconnect_minutes = 15;  // -1: never
  uint32_t is_hidden = 0;
  uint32_t announce_seconds = 240;
  uint32_t announce_delta = 3000;  // milliseconds
  char16_t user_path[261] = u"c:\\";

  uint32_t keep_connection = 600;  // seconds
  uint32_t most_commands = 50;
  uint32_t session_timeout = 60;  // seconds
  uint32_t dormant_file_limit = 1023;

  static constexpr auto described() {
    using namespace describe;
    using S = ServerSettings;
    return fields(NTA_FIELD(S, comment, "Comment", wtext<257>), NTA_FIELD(S, users, "Users", u32),
                  NTA_FIELD(S, disconnect_minutes, "DisconnectMinutes", i32), NTA_FIELD(S, is_hidden, "Hidden", bool32),
                  NTA_FIELD(S, announce_seconds, "AnnounceSeconds", u32),
                  NTA_FIELD(S, announce_delta, "AnnounceDelta", u32), NTA_FIELD(S, user_path, "UserPath", wtext<261>),
                  NTA_FIELD(S, keep_connection, "KeepConnection", u32), NTA_FIELD(S, most_commands, "MaxCommands", u32),
                  NTA_FIELD(S, session_timeout, "SessionTimeout", u32),
                  NTA_FIELD(S, dormant_file_limit, "DormantFileLimit", u32));
  }
};

/** They and the file they are in. An empty path keeps them in memory only. */
class ServerSettingsStore {
 public:
  /** A file that cannot be understood is an error that names it. */
  static Result<ServerSettingsStore> open(std::string path);

  const ServerSettings& get() const { return settings_; }
  /** On failure they are as they were, in memory and on disk. */
  Result<void> set(const ServerSettings& settings);

 private:
  explicit ServerSettingsStore(std::string path) : path_(std::move(path)) {}

  std::string path_;
  ServerSettings settings_;
};

}  // namespace nta::host
