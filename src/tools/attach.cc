// ntadmin attach: shows a session of this host in the terminal it runs in.
#include "session/client/attach.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "base/utf16.h"
#include "tools/commands.h"
#include "tools/find_session.h"
#include "tools/open_session.h"

namespace nta::tools {
namespace {

constexpr Option new_option{"new", "", "a new session even if there is a disconnected one"};
constexpr Option key_option{"detach-key", "KEY", "the key that disconnects; the host's setting (^]) if left out",
                            "detachkey"};
constexpr Option channel_option{"channel", "NAME=COMMAND",
                                "serve a virtual channel with a command; may be given again"};
constexpr std::array options = {new_option, key_option, channel_option};

Result<SessionRequest> request_of(const Arguments& arguments) {
  using protocols::Wanted;
  std::string text = arguments.operand();
  SessionRequest request{.program = arguments.program()};
  if (arguments.has(new_option)) {
    if (!text.empty()) return misuse("session {} or a new one: which?", text);
    request.wanted = Wanted::a_new_one;
  } else if (auto id = parse_number(text)) {
    request.wanted = Wanted::by_id;
    request.id = SessionId(*id);
  } else if (!text.empty()) {
    request.wanted = Wanted::by_name;
    request.name = text;
  }
  return request;
}

/** Where the person sits, as far as this process knows: over SSH it is in the environment. The host looks for itself.
 */
void tell_client(session::AttachOptions& how) {
  const char* ssh = std::getenv("SSH_CONNECTION");
  if (!ssh) return;
  std::string_view text(ssh);
  how.client_address = text.substr(0, text.find(' '));
  how.protocol = WTS_PROTOCOL_TYPE_RDP;
}

Result<std::vector<session::ChannelCommand>> channels_of(const Arguments& arguments) {
  std::vector<session::ChannelCommand> channels;
  for (const std::string& text : arguments.values(channel_option)) {
    NTA_TRY(auto channel, session::parse_channel(text));
    auto same = [&](const session::ChannelCommand& each) { return equal_ignoring_case(each.name, channel.name); };
    if (std::ranges::any_of(channels, same)) return misuse("channel {} is there twice", channel.name);
    channels.push_back(std::move(channel));
  }
  if (channels.size() > session::most_channels)
    return misuse("{} channels, {} are the most", channels.size(), session::most_channels);
  return channels;
}

// Whoever types it in a session by habit means that session. Who has become another user there means one of theirs, and
// has an environment of their own.
Result<void> refuse_inside_own() {
  auto inside = std::getenv("NTADMIN_SESSION") ? parse_number(std::getenv("NTADMIN_SESSION")) : std::nullopt;
  if (!inside) return {};
  auto own = session_of_this_process();
  if (!own || own->value != *inside) return {};
  return fail(Win32::busy, "this terminal is session {} itself; --new opens another inside it", *inside);
}

// A session shown in itself would show itself for ever.
Result<void> refuse_own(SessionId id) {
  auto own = session_of_this_process();
  if (own && *own == id) return fail(Win32::busy, "this terminal is session {} itself", id.value);
  return {};
}

Result<void> show(const OpenedSession& opened, const std::optional<std::string>& wanted_key,
                  std::vector<session::ChannelCommand> channels) {
  std::string key = wanted_key.value_or(opened.detach_key);
  std::string directory = std::filesystem::path(opened.socket).parent_path();
  NTA_TRY(auto connection, session::Connection::open(directory, session::Role::client));
  session::AttachOptions how{.take_over = true};
  how.channels = std::move(channels);
  if (!key.empty()) {
    NTA_TRY(how.detach_key, session::parse_detach_key(key));
  }
  tell_client(how);
  NTA_TRY(auto outcome, session::attach(connection, how));
  if (outcome.end == session::AttachEnd::lost)
    return fail(Win32::netname_deleted, "session {} ended without a word", opened.id.value);
  return {};
}

Result<void> attach(const Arguments& arguments) {
  NTA_TRY(auto request, request_of(arguments));
  auto key = arguments.value(key_option);
  // Before a session is made for nothing.
  if (key) NTA_CHECK(session::parse_detach_key(*key));
  NTA_TRY(auto channels, channels_of(arguments));
  // A session is not made for nobody to see; of one that exists the host first says whether it does.
  bool may_make_one = request.wanted == protocols::Wanted::own || request.wanted == protocols::Wanted::a_new_one;
  for (auto [descriptor, name] : {std::pair(STDIN_FILENO, "input"), std::pair(STDOUT_FILENO, "output")})
    if (may_make_one && !isatty(descriptor))
      return fail(Win32::invalid_handle, "attach shows a session in a terminal, and standard {} is none", name);
  if (request.wanted == protocols::Wanted::own) NTA_CHECK(refuse_inside_own());
  NTA_TRY(auto session, open_session(request));
  if (!session.created) NTA_CHECK(refuse_own(session.id));
  leave_host();
  auto shown = show(session, key, channels);
  bool was_ending = !shown && shown.error().code == Win32::ctx_close_pending;
  if (request.wanted != protocols::Wanted::own || !was_ending) return shown;
  // The session that was left is being logged off: this is a log-on like any other.
  request.wanted = protocols::Wanted::a_new_one;
  NTA_TRY(session, open_session(request));
  leave_host();
  return show(session, key, std::move(channels));
}

}  // namespace

const Command attach_command = {
    .name = "attach",
    .alias = "",
    .what = "show a session in this terminal",
    .operands = {"[sessionname | username | id]", 0, 1, Program::allowed},
    .options = options,
    .notes =
        "Without a session: your disconnected one, else a new one with your shell or the program.\n"
        "Control-] disconnects; so does closing the terminal. 'exit' in the session logs off.\n"
        "A program in the session opens a channel by its name, of up to 7 characters, and talks to the command's\n"
        "standard input and output.\n",
    .run = attach,
};

}  // namespace nta::tools
