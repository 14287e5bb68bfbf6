#include "base/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>

namespace nta::log {
namespace {

using Logger = std::shared_ptr<spdlog::logger>;

Logger prepare(Logger made, spdlog::level::level_enum least) {
  made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %L %v");
  made->set_level(least);
  made->flush_on(spdlog::level::debug);
  return made;
}

Logger to_stderr(spdlog::level::level_enum least) {
  return prepare(std::make_shared<spdlog::logger>("ntadmin", std::make_shared<spdlog::sinks::stderr_sink_mt>()), least);
}

std::atomic<Logger>& current() {
  static std::atomic<Logger> instance = to_stderr(spdlog::level::info);
  return instance;
}

Logger logger() { return current().load(); }

spdlog::level::level_enum spd(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

constexpr size_t longest_quoted = 512;  // bytes of a value of an audit line: a stranger may name a long name

// A line is a line, and a value in quotes one value, whatever a peer put into a name.
std::string printable(std::string_view text, std::string_view also_escaped = {}) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || also_escaped.find(c) != std::string_view::npos)
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out;
}

std::string quoted(std::string_view text) {
  return text.size() <= longest_quoted ? printable(text, "\"")
                                       : printable(text.substr(0, longest_quoted), "\"") + "...";
}

}  // namespace

Result<void> open(Level least, const std::string& path) {
  if (path.empty()) {
    current() = to_stderr(spd(least));
    return {};
  }
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
    current() = prepare(std::make_shared<spdlog::logger>("ntadmin", std::move(sink)), spd(least));
  } catch (const spdlog::spdlog_ex& error) {
    return fail(Win32::path_not_found, "cannot open log file '{}': {}", path, error.what());
  }
  return {};
}

void write(Level level, std::string_view id, std::string_view text) {
  logger()->log(spd(level), "{}: {}", id, printable(text));
}

void audit(const Audit& line) {
  logger()->log(spdlog::level::critical, "audit: who=\"{}\" from=\"{}\" action={} target=\"{}\" result={}",
                quoted(line.who), quoted(line.from), line.action, quoted(line.target), line.result);
}

}  // namespace nta::log
