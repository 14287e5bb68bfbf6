// Threads, a line about their progress, and the table of all.
#include "tools/fleet.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iostream>
#include <mutex>
#include <optional>
#include <thread>

#include "describe/show.h"
#include "tools/hint.h"
#include "tools/table.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr size_t at_once = 32;
constexpr size_t most_servers = 100'000;

struct Asked {
  std::string server;
  CollectedRows rows;
  std::optional<Error> failed;
};

/** One line on a terminal, written over as servers answer. */
class Progress {
 public:
  explicit Progress(size_t all) : all_(all), is_shown_(::isatty(STDERR_FILENO) == 1) {}
  ~Progress() {
    if (is_shown_) fmt::print(stderr, "\r\033[K");
  }
  void answered(bool is_good) {
    std::lock_guard lock(mutex_);
    ++done_;
    if (!is_good) ++failed_;
    if (!is_shown_) return;
    fmt::print(stderr, "\r{} of {} servers answered, {} failed\033[K", done_ - failed_, all_, failed_);
    std::fflush(stderr);
  }

 private:
  const size_t all_;
  const bool is_shown_;
  std::mutex mutex_;
  size_t done_ = 0;
  size_t failed_ = 0;
};

void ask_all(const Command& command, const Arguments& arguments, std::vector<Asked>& fleet) {
  Progress progress(fleet.size());
  std::atomic<size_t> next = 0;
  auto work = [&] {
    for (size_t i = next++; i < fleet.size(); i = next++) {
      collected_rows() = &fleet[i].rows;
      auto done = command.run(arguments.with(server_option, fleet[i].server));
      collected_rows() = nullptr;
      if (!done) fleet[i].failed = std::move(done).error();
      progress.answered(!fleet[i].failed);
    }
  };
  std::vector<std::thread> threads;
  for (size_t i = 0; i < std::min(at_once, fleet.size()); ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
}

std::string json_of(const std::vector<Asked>& fleet) {
  std::vector<std::string> objects;
  for (const Asked& asked : fleet) {
    std::string server = "{\"Server\":";
    describe::append_json_string(asked.server, server);
    for (const std::string& object : asked.rows.objects)
      objects.push_back(server + (object == "{}" ? "" : ",") + object.substr(1));
    if (!asked.failed) continue;
    std::string text = fmt::format("{},\"Error\":{},\"Message\":", server, code(asked.failed->code));
    describe::append_json_string(asked.failed->text, text);
    objects.push_back(text + "}");
  }
  return objects.empty() ? "[]\n" : fmt::format("[\n {}\n]\n", fmt::join(objects, ",\n "));
}

std::string padded(const std::string& text, size_t width) {
  size_t used = display_width(text);
  return text + std::string(used < width ? width - used : 0, ' ');
}

/** What each server tells about one thing, as a row of its values. */
std::string details_of(const std::vector<Asked>& fleet, const std::vector<std::string>& labels) {
  std::vector<std::vector<std::string>> rows{{"SERVER"}};
  rows[0].insert(rows[0].end(), labels.begin(), labels.end());
  for (const Asked& asked : fleet) {
    if (asked.rows.values.size() != labels.size()) continue;
    rows.push_back({asked.server});
    rows.back().insert(rows.back().end(), asked.rows.values.begin(), asked.rows.values.end());
  }
  std::vector<size_t> widths(labels.size() + 1);
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) line += padded(row[i], widths[i] + 2);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string table_of(const std::vector<Asked>& fleet) {
  for (const Asked& asked : fleet)
    if (!asked.rows.labels.empty()) return details_of(fleet, asked.rows.labels);
  constexpr std::string_view heading = "SERVER";
  size_t width = heading.size();
  const std::string* columns = nullptr;
  for (const Asked& asked : fleet) {
    width = std::max(width, display_width(asked.server));
    if (!columns && !asked.rows.heading.empty()) columns = &asked.rows.heading;
  }
  std::string text;
  if (columns) text = padded(std::string(heading), width + 1) + *columns;
  for (const Asked& asked : fleet)
    for (const std::string& line : asked.rows.lines) text += padded(asked.server, width + 1) + line;
  return text;
}

}  // namespace

CollectedRows*& collected_rows() {
  thread_local CollectedRows* rows = nullptr;
  return rows;
}

Result<std::vector<std::string>> read_fleet(const std::string& path) {
  std::ifstream file;
  if (path != "-") file.open(path);
  std::istream& in = path == "-" ? std::cin : file;
  if (!in) return fail(Win32::file_not_found, "cannot read the list of servers '{}'", path);
  std::vector<std::string> servers;
  for (std::string line; std::getline(in, line);) {
    line.erase(0, line.find_first_not_of(" \t"));
    line.erase(line.find_last_not_of(" \t\r") + 1);
    if (line.empty() || line[0] == '#') continue;
    if (servers.size() == most_servers)
      return fail(Win32::invalid_parameter, "'{}' names more than {} servers", path, most_servers);
    servers.push_back(std::move(line));
  }
  if (servers.empty()) return fail(Win32::invalid_parameter, "'{}' names no server", path);
  return servers;
}

Result<void> run_fleet(const Command& command, const Arguments& arguments) {
  if (command.changes && command.changes(arguments))
    return misuse("--fleet is for questions: what changes a server is said to one at a time");
  bool takes_server = command.operands.text.starts_with("[\\\\server]");
  bool names_server = takes_server && std::ranges::any_of(arguments.operands(), [](const std::string& word) {
                        return word.starts_with("\\\\");
                      });
  if (names_server || arguments.has(server_option)) return misuse("the servers are those that --fleet names");
  NTA_TRY(auto servers, read_fleet(*arguments.value(fleet_option)));
  std::vector<Asked> fleet;
  for (auto& server : servers) fleet.push_back({.server = std::move(server), .rows = {}, .failed = {}});
  ask_all(command, arguments, fleet);
  NTA_CHECK(print(arguments.has(json_option) ? json_of(fleet) : table_of(fleet)));
  size_t failures = 0;
  const Error* first = nullptr;
  for (const Asked& asked : fleet) {
    if (!asked.failed) continue;
    talk("ntadmin: {}: {} ({})", asked.server, asked.failed->text, code(asked.failed->code));
    if (failures++ == 0) first = &*asked.failed;
  }
  if (!first) return {};
  return fail(first->code, "{} of {} servers failed", failures, fleet.size());
}

}  // namespace nta::tools
