// ntadmin msg: a message to the people in sessions.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <iostream>
#include <iterator>

#include "base/files.h"
#include "base/utf16.h"
#include "ntadmin/win/winuser.h"
#include "tools/account_name.h"
#include "tools/commands.h"
#include "tools/find_session.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr Option time_option{"time", "SECONDS", "how long the message is shown (60)"};
constexpr Option wait_option{"wait", "", "wait until the person has pressed a button", "w"};
constexpr std::array options = {server_option, time_option, wait_option, verbose_option};

Result<DWORD> seconds_of(const Arguments& arguments) {
  auto text = arguments.value(time_option);
  if (!text) return DWORD{60};
  DWORD seconds = 0;
  auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  if (error != std::errc() || end != text->data() + text->size()) return misuse("'{}' is no number of seconds", *text);
  return seconds;
}

/** The words behind the first operand, or all of standard input. */
std::string text_of(const Arguments& arguments) {
  std::string text;
  for (size_t i = 1; i < arguments.operands().size(); ++i) text += (i > 1 ? " " : "") + arguments.operands()[i];
  if (arguments.operands().size() > 1) return text;
  if (::isatty(STDIN_FILENO)) talk("Enter the message; end it with Control-D:");
  text.assign(std::istreambuf_iterator<char>(std::cin), {});
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

/** `@FILE` stands for the names in it, one a line. */
Result<std::vector<std::string>> names_of(const std::string& operand) {
  if (!operand.starts_with('@')) return std::vector{operand};
  NTA_TRY(std::string text, read_file(operand.substr(1)));
  std::vector<std::string> names;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    std::string name = text.substr(at, end - at);
    while (!name.empty() && (name.back() == '\r' || name.back() == ' ')) name.pop_back();
    if (!name.empty()) names.push_back(name);
    at = end + 1;
  }
  return names;
}

/** The sessions that have a user and are meant by one of the names; `*` means all of them. */
Result<std::vector<DWORD>> receivers(const Server& server, const std::string& operand) {
  NTA_TRY(auto names, names_of(operand));
  NTA_TRY(auto sessions, list_sessions(server));
  std::vector<DWORD> ids;
  bool is_there = false;
  for (const auto& session : sessions.all()) {
    auto means_it = [&](const std::string& name) { return name == "*" || is_meant(session, name, ByUser::yes); };
    if (std::ranges::none_of(names, means_it)) continue;
    is_there = true;
    if (session.State != WTSListen && session.pUserName) ids.push_back(session.SessionId);
  }
  if (!ids.empty()) return ids;
  if (operand == "*") return fail(Win32::ctx_winstation_not_found, "nobody is logged on to {}", server.place());
  if (is_there)
    return fail(Win32::ctx_winstation_not_found, "nobody is logged on in session {} of {}", operand, server.place());
  return no_such_session(server, operand);
}

std::string title() {
  char when[32];
  std::time_t now = std::time(nullptr);
  std::tm local;
  std::strftime(when, sizeof when, "%x %X", ::localtime_r(&now, &local));
  return fmt::format("Message from {} {}", user_name(::getuid()), when);
}

struct Outgoing {
  std::u16string title;
  std::u16string text;
  DWORD seconds;
  BOOL wait;
  BOOL verbose;
};

DWORD bytes_of(const std::u16string& text) { return static_cast<DWORD>(text.size() * sizeof(char16_t)); }

Result<void> send(const Server& server, DWORD session, Outgoing& message) {
  DWORD response = 0;
  if (message.verbose) talk("Sending a message to session {} of {}", session, server.place());
  if (!WTSSendMessageW(server.handle(), session, message.title.data(), bytes_of(message.title), message.text.data(),
                       bytes_of(message.text), MB_OK, message.seconds, &response, message.wait))
    return act_error(server, session, "send a message to");
  if (message.wait) talk("Session {} {}", session, response == IDTIMEOUT ? "has not answered in time" : "has answered");
  return {};
}

/** Everybody gets it; the first failure is what the command ends with. */
Result<void> msg(const Arguments& arguments) {
  NTA_TRY(auto server, Server::of(arguments));
  NTA_TRY(DWORD seconds, seconds_of(arguments));
  NTA_TRY(auto ids, receivers(server, arguments.operand()));
  std::string text = text_of(arguments);
  if (text.empty()) return misuse("the message is empty: nothing is sent");
  Outgoing message{to_utf16(title()), to_utf16(text), seconds, arguments.has(wait_option),
                   arguments.has(verbose_option)};
  Result<void> outcome;
  for (DWORD id : ids) {
    auto sent = send(server, id, message);
    if (!sent && !outcome) talk("ntadmin: {}", sent.error().text);
    if (!sent && outcome) outcome = std::move(sent);
  }
  return outcome;
}

}  // namespace

const Command msg_command = {
    .name = "msg",
    .alias = "",
    .what = "send a message to the people in sessions",
    .operands = {"{sessionname | id | username | @file | *} [message]", 1, 4096},
    .options = options,
    .notes =
        "Without a message: standard input. @file names sessions, one a line; * means everybody.\n"
        "With --wait sessions are asked one after the other.\n",
    .run = msg,
};

}  // namespace nta::tools
