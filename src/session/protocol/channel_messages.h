// Virtual channels: a program on one side, a command of the attach client on the other, and between them a pair of
// sockets that the session makes. The session passes each side its end and is then out of the way: it keeps a copy of
// the client's, to see the program go and to end the channel with the client.
//
// A channel that shows its protocol is a pair of SOCK_SEQPACKET: each packet is a chunk, CHANNEL_PDU_HEADER first. Any
// other is a stream of bytes. The rules of messages.h hold here too.
#pragma once

#include "session/protocol/messages.h"

namespace nta::session {

/** Of pchannel.h, which is the programs' header: static channels of one client, and the length of their names. */
inline constexpr size_t most_channels = 30;
inline constexpr size_t longest_channel_name = 7;
inline constexpr uint32_t channel_shows_protocol = 0x200000;
inline constexpr uint32_t channel_initialized = 0x80000000;

/** Opens a channel that the session's client has announced; needs a ticket. Channel, then Answer. 1 there is no client,
 *  2 it announced no such channel, 170 somebody has it open. One whose command is still ending is waited for, and so is
 *  the client that a new session was made for. */
struct OpenChannel {
  static constexpr MessageType type = MessageType::open_channel;
  uint32_t request = 0;
  const char* name = nullptr;
  const char* ticket = nullptr;
  static constexpr auto described() { return NTA_FIELDS(OpenChannel, request, name, ticket); }
};

/** The program's end comes with this message (SCM_RIGHTS). */
struct Channel {
  static constexpr MessageType type = MessageType::channel;
  uint32_t request = 0;
  uint32_t options = 0;  // CHANNEL_OPTION_*
  static constexpr auto described() { return NTA_FIELDS(Channel, request, options); }
};

/** To the client, with its end. It says ChannelEnded when nothing of its own holds that any more. */
struct ServeChannel {
  static constexpr MessageType type = MessageType::serve_channel;
  uint32_t channel = 0;  // a number for the messages about it
  const char* name = nullptr;
  static constexpr auto described() { return NTA_FIELDS(ServeChannel, channel, name); }
};

/** To the client: the program has closed its end. What serves the channel has a while to finish. */
struct ChannelClosed {
  static constexpr MessageType type = MessageType::channel_closed;
  uint32_t channel = 0;
  static constexpr auto described() { return NTA_FIELDS(ChannelClosed, channel); }
};

/** From the client. */
struct ChannelEnded {
  static constexpr MessageType type = MessageType::channel_ended;
  uint32_t channel = 0;
  static constexpr auto described() { return NTA_FIELDS(ChannelEnded, channel); }
};

}  // namespace nta::session
