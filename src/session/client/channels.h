// The client's end of virtual channels: a command for each, started when a program in the session opens the channel.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/types.h"
#include "session/protocol/channel_messages.h"

namespace nta::session {

struct ChannelCommand {
  std::string name;
  uint32_t options = 0;  // CHANNEL_OPTION_*
  std::string command;   // for the shell
};

/** "NAME=COMMAND", or "NAME,show-protocol=COMMAND". invalid_parameter with what is wrong. */
Result<ChannelCommand> parse_channel(std::string_view text);

class Channels {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Channels(std::vector<ChannelCommand> commands);
  Channels(const Channels&) = delete;
  Channels& operator=(const Channels&) = delete;
  /** Those that run have seen their input end: they get a moment to finish, then they are killed. */
  ~Channels();

  /** What Attach says; points into this object. */
  const std::vector<ChannelOffer>& offers() const { return offers_; }

  /** Starts the command of the channel with `end` as its standard input and output. False when it does not run. */
  bool serve(uint32_t number, std::string_view name, UniqueFd end);
  /** The program has gone; a command that does not end by itself within 10 s is killed. */
  void closed(uint32_t number);
  /** The terminal now shows another session: the channels of this one are closed. */
  void leave_session();

  /** The session is of an earlier release and opens none. */
  void are_not_known(uint32_t session);

  /** Channels whose commands have ended since the last call. */
  std::vector<uint32_t> take_ended();
  std::optional<Clock::time_point> next_deadline() const;
  void kill_late();

  /** What the person should know: commands that failed. A line each. */
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  struct Running {
    uint32_t number;  // 0: of a session that was left
    pid_t pid;
    const ChannelCommand* of;
    std::optional<Clock::time_point> kill_at;
  };
  void complain(const ChannelCommand& of, std::string_view what);

  std::vector<ChannelCommand> commands_;
  std::vector<ChannelOffer> offers_;
  std::vector<Running> running_;
  std::vector<std::string> complaints_;
};

}  // namespace nta::session
