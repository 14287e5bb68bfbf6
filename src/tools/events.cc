// ntadmin events: follows what happens to sessions, for people, for programs, or as the reason to run a command.
#include <fmt/chrono.h>
#include <poll.h>

#include <array>
#include <optional>

#include "base/utf16.h"
#include "describe/natural.h"
#include "describe/show.h"
#include "tools/commands.h"
#include "tools/handlers.h"
#include "tools/table.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

using describe::time_hyper;
using describe::u32;
using describe::unique;
using describe::wstring;

struct Row {
  FileTime time;
  const char16_t* event;
  const char16_t* place;
  uint32_t session;
  const char16_t* name;
  const char16_t* user;
  const char16_t* domain;
};

constexpr auto json_fields = describe::fields(NTA_FIELD(Row, time, "Time", time_hyper),              //
                                              NTA_FIELD(Row, event, "Event", unique<wstring>),       //
                                              NTA_FIELD(Row, place, "Place", unique<wstring>),       //
                                              NTA_FIELD(Row, session, "SessionId", u32),             //
                                              NTA_FIELD(Row, name, "SessionName", unique<wstring>),  //
                                              NTA_FIELD(Row, user, "UserName", unique<wstring>),     //
                                              NTA_FIELD(Row, domain, "DomainName", unique<wstring>));
constexpr auto json_type = describe::structure_type<Row>(json_fields);

constexpr auto shown_fields = NTA_FIELDS(Row, event, session, user, name);
constexpr auto shown_type = describe::structure_type<Row>(shown_fields);

// Behind the time, which takes 19 columns.
constexpr std::array columns = {
    Column{"event", "EVENT", Side::left, 1, 0},
    Column{"session", "ID", Side::right, 0, 18},
    Column{"user", "USERNAME", Side::left, 20, 0},
    Column{"name", "SESSIONNAME", Side::left, 42, 0},
};

constexpr Option exec_option{"exec", "COMMAND", "run this for each event, by the shell"};
constexpr Option limit_option{"limit", "SECONDS", "kill a command that runs longer; 30 if left out"};
constexpr std::array options = {server_option, exec_option, limit_option, json_option, verbose_option};

constexpr uint32_t usual_limit = 30;
constexpr uint32_t longest_limit = 86'400;

Result<void> show(const SessionNews& news, bool json) {
  auto text = [](const std::u16string& value) { return value.empty() ? nullptr : value.c_str(); };
  Row row{news.time,
          text(news.event),
          text(news.place),
          news.session,
          text(news.facts.name),
          text(news.facts.user),
          text(news.facts.domain)};
  if (json) {
    std::string object;
    describe::append_json(json_type, &row, object);
    return print(object + "\n");
  }
  std::time_t seconds = unix_from_filetime(news.time);
  return print(fmt::format("{:%Y-%m-%d %H:%M:%S}{}", fmt::localtime(seconds), line(columns, shown_type, &row, false)));
}

Result<std::optional<Handlers>> handlers_of(const Arguments& arguments) {
  auto command = arguments.value(exec_option);
  auto limit = parse_number(arguments.value(limit_option).value_or(std::to_string(usual_limit)));
  if (!limit || *limit == 0 || *limit > longest_limit)
    return misuse("--limit '{}': 1 to {} seconds", arguments.value(limit_option).value_or(""), longest_limit);
  std::optional<Handlers> handlers;
  if (command) handlers.emplace(*command, std::chrono::seconds(*limit));
  return handlers;
}

/** While too many events wait for the command, further ones stay with the host. */
Result<void> follow(SessionWatch& watch, std::optional<Handlers>& handlers, bool json) {
  for (;;) {
    bool has_room = !handlers || handlers->has_room();
    pollfd watched[] = {{has_room ? watch.fd() : -1, POLLIN, 0}, {handlers ? handlers->fd() : -1, POLLIN, 0}};
    ::poll(watched, std::size(watched), handlers ? handlers->time_left() : -1);
    if (watched[0].revents) {
      for (SessionNews& news : watch.take()) {
        NTA_CHECK(show(news, json));
        if (handlers) handlers->add(std::move(news));
      }
    }
    if (handlers) handlers->step();
  }
}

Result<void> events(const Arguments& arguments) {
  NTA_TRY(auto handlers, handlers_of(arguments));
  NTA_TRY(Server server, Server::of(arguments));
  std::string place = server.place();
  NTA_TRY(auto watch, SessionWatch::open(std::move(server)));
  if (arguments.has(verbose_option)) talk("Following the sessions of {}", place);
  return follow(*watch, handlers, arguments.has(json_option));
}

}  // namespace

const Command events_command = {
    .name = "events",
    .alias = "",
    .what = "follow what happens to sessions",
    .operands = {"", 0, 0},
    .options = options,
    .notes =
        "Events: connect, disconnect, logon, logoff, lock, unlock, shadow. Ctrl-C ends it.\n"
        "The command finds NTADMIN_EVENT, NTADMIN_PLACE, NTADMIN_SESSION_ID, NTADMIN_SESSION_NAME,\n"
        "NTADMIN_USER, NTADMIN_DOMAIN and NTADMIN_TIME in its environment.\n",
    .run = events,
};

}  // namespace nta::tools
