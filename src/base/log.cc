#include "base/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace nta::log {
namespace {

using Logger = std::shared_ptr<spdlog::logger>;

Logger prepare(Logger made, spdlog::level::level_enum least) {
  made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %L %v");
  made->set_level(least);
  made->flush_on(spdlog::level::debug);
  return made;
}

/** What journald reads in front of a line (sd-daemon(3)); audit lines are notices. */
class Priority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& line, const std::tm&, spdlog::memory_buf_t& out) override {
    out.append(std::string_view("<7><6><4><3><5>").substr(3 * rank(line.level), 3));
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Priority>(); }

 private:
  static size_t rank(spdlog::level::level_enum level) {
    return static_cast<size_t>(std::max(level, spdlog::level::debug) - spdlog::level::debug);
  }
};

// systemd.exec(5): the variable names the file that stderr was, and a program may have been given another since.
bool stderr_is_journal() {
  const char* named = std::getenv("JOURNAL_STREAM");
  struct stat file {};
  return named && fstat(STDERR_FILENO, &file) == 0 && fmt::format("{}:{}", file.st_dev, file.st_ino) == named;
}

Logger to_stderr(spdlog::level::level_enum least) {
  auto logger =
      prepare(std::make_shared<spdlog::logger>("ntadmin", std::make_shared<spdlog::sinks::stderr_sink_mt>()), least);
  if (!stderr_is_journal()) return logger;
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<Priority>('*').set_pattern("%*%v");
  logger->set_formatter(std::move(formatter));
  return logger;
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
std::string printable(std::string_view text, char also_escaped = '\0') {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == also_escaped)
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out;
}

std::string quoted(std::string_view text) {
  return text.size() <= longest_quoted ? printable(text, '"') : printable(text.substr(0, longest_quoted), '"') + "...";
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
