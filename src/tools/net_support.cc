// Names of servers, and lines of details.
#include "tools/net_support.h"

#include <algorithm>

#include "base/printable.h"
#include "base/utf16.h"
#include "ntadmin/win/lmaccess.h"

namespace nta::tools {

NetServer::NetServer(const std::string& name) : name_(to_utf16(name)) {}

NetServer NetServer::of_option(const Arguments& arguments) {
  return NetServer(arguments.value(server_option).value_or(""));
}

NetServer NetServer::of(const Arguments& arguments) {
  auto word = std::ranges::find_if(arguments.operands(), has_backslashes);
  return word == arguments.operands().end() ? of_option(arguments) : NetServer(*word);
}

Result<NetServer> NetServer::of_domain(const Arguments& arguments) {
  NetServer named = of(arguments);
  if (!arguments.has(domain_option)) return named;
  if (!named.is_local())
    return misuse("'--domain' and the server {} contradict each other; give one of them", named.place());
  NetInfo<WCHAR> controller;
  NTA_CHECK(net_done(NetGetDCName(nullptr, nullptr, controller.out()),
                     "no controller of a domain of this machine is known; name a server with --server"));
  return NetServer(to_utf8(controller.operator->()));
}

std::string NetServer::place() const { return is_local() ? "this host" : to_utf8(name_); }

std::vector<std::string> other_operands(const Arguments& arguments) {
  std::vector<std::string> words = arguments.operands();
  std::erase_if(words, has_backslashes);
  return words;
}

Result<void> print_details(std::span<const Detail> details, std::vector<std::string> objects, bool json) {
  size_t width = 0;
  for (const Detail& detail : details) width = std::max(width, detail.label.size());
  CollectedRows printed{.objects = std::move(objects)};
  for (const Detail& detail : details) {
    std::string value = printable(detail.value);
    std::string line = fmt::format("{:<{}}  {}", detail.label, width, value);
    line.erase(line.find_last_not_of(' ') + 1);
    printed.lines.push_back(line + "\n");
    if (detail.label.empty()) continue;  // a line between two groups
    printed.labels.emplace_back(detail.label);
    printed.values.push_back(std::move(value));
  }
  return print_collected(std::move(printed), json);
}

std::string text_of(LPCWSTR text) { return printable(to_utf8(view_or_empty(text))); }

std::string duration_text(uint32_t seconds) {
  uint32_t days = seconds / 86400;
  std::string text = days ? fmt::format("{}D ", days) : "";
  return text + fmt::format("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
}

}  // namespace nta::tools
