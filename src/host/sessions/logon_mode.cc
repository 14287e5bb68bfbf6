#include "host/sessions/logon_mode.h"

#include <array>
#include <string_view>

#include "base/files.h"

namespace nta::host {
namespace {

constexpr std::array<std::string_view, 4> words = {"enabled", "drain", "drain-until-restart", "disabled"};

}  // namespace

// "word" or, for what a restart of the machine ends, "word boot-id".
Result<LogonSwitch> LogonSwitch::open(std::string path, std::string boot_id) {
  LogonSwitch logons(std::move(path), std::move(boot_id));
  auto text = read_file(logons.path_);
  if (!text && text.error().code == Win32::file_not_found) return logons;
  if (!text) return std::move(text).error();
  std::string_view line = std::string_view(*text).substr(0, text->find('\n'));
  std::string_view word = line.substr(0, line.find(' '));
  for (uint32_t i = 0; i < words.size(); ++i) {
    if (word != words[i]) continue;
    auto mode = static_cast<LogonMode>(i);
    bool over = mode == LogonMode::drain_until_restart && line.substr(word.size()) != " " + logons.boot_id_;
    logons.mode_ = over ? LogonMode::enabled : mode;
    return logons;
  }
  return fail(Win32::invalid_data, "'{}' says '{}': enabled, drain, drain-until-restart or disabled is known",
              logons.path_, line);
}

Result<void> LogonSwitch::set(LogonMode mode) {
  auto index = static_cast<uint32_t>(mode);
  if (index >= words.size()) return fail(Win32::invalid_parameter, "{} is no logon mode", index);
  std::string text(words[index]);
  if (mode == LogonMode::drain_until_restart) text += " " + boot_id_;
  NTA_CHECK(replace_file(path_, text + "\n", Durability::on_disk));
  mode_ = mode;
  return {};
}

}  // namespace nta::host
