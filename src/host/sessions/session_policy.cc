#include "host/sessions/session_policy.h"

#include "base/utf16.h"

namespace nta::host {
namespace {

std::chrono::milliseconds first_set(uint32_t user, uint32_t listener) {
  return std::chrono::milliseconds(user ? user : listener);
}

template <size_t Size>
std::string text_in(const char16_t (&buffer)[Size]) {
  return to_utf8(std::u16string_view(buffer, static_cast<size_t>(std::find(buffer, buffer + Size, u'\0') - buffer)));
}

}  // namespace

SessionPolicy policy_of(const WTSLISTENERCONFIGW& listener, const user_settings::UserConfig& user) {
  const WTSUSERCONFIGW& own = user.common;
  SessionPolicy policy;
  policy.may_log_on = own.AllowLogonTerminalServer != 0;
  policy.limit = {.connected = first_set(own.TimeoutSettingsConnections, listener.TimeoutSettingsConnection),
                  .disconnected = first_set(own.TimeoutSettingsDisconnections, listener.TimeoutSettingsDisconnection),
                  .idle = first_set(own.TimeoutSettingsIdle, listener.TimeoutSettingsIdle)};
  bool ends =
      (listener.fInheritBrokenTimeoutSettings ? own.BrokenTimeoutSettings : listener.BrokenTimeoutSettings) != 0;
  policy.when_broken = ends ? WhenBroken::end : WhenBroken::disconnect;
  policy.reconnect_from = own.ReconnectSettings ? ReconnectFrom::the_same_client : ReconnectFrom::anywhere;
  policy.shadow = shadow_policy(listener.fInheritShadowSettings ? own.ShadowingSettings : listener.ShadowSettings);
  policy.program = text_in(own.InitialProgram);
  policy.program_is_fixed = !policy.program.empty() && own.InheritInitialProgram == 0;
  if (policy.program.empty()) policy.program = text_in(listener.InitialProgram);
  policy.working_directory = text_in(own.WorkDirectory);
  if (policy.working_directory.empty()) policy.working_directory = text_in(listener.WorkDirectory);
  return policy;
}

std::vector<std::string> words_of(std::string_view command_line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, begun = false;
  for (char c : command_line) {
    if (c == '"') {
      quoted = !quoted;
      begun = true;
    } else if (c == ' ' && !quoted) {
      if (begun) words.push_back(std::move(word));
      word.clear();
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  if (begun) words.push_back(std::move(word));
  return words;
}

}  // namespace nta::host
