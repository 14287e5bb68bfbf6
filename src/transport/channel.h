// Channel: a stream of RPC bytes to a server. The unix socket today, SMB pipes and TCP beneath the same interface.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/types.h"
#include "transport/wait.h"

namespace nta::transport {

class Channel {
 public:
  virtual ~Channel() = default;

  /** Sends at least one byte of `bytes`, and says how many. */
  virtual Result<size_t> send_some(ByteView bytes, const Wait& wait) = 0;
  /** Receives at least one byte; 0 when the server has closed. */
  virtual Result<size_t> receive_some(std::span<std::byte> into, const Wait& wait) = 0;
  /** Whether an idle channel is of no more use: closed by the server, or by a fork. Does not block. */
  virtual bool is_dead() const = 0;
  /** Whether send_some() itself notices that the server has closed: then nobody needs to ask is_dead() before. */
  virtual bool notices_end_in_send() const { return false; }
  /** The largest fragment worth proposing on this transport. */
  virtual uint16_t max_fragment() const = 0;
  /** The descriptor to poll; -1 when there is none (any more). */
  virtual int fd() const = 0;
  /** What a protocol above encrypts secrets with: the SMB session's key. Empty where a transport has none. */
  virtual Bytes session_key() const { return {}; }
};

inline constexpr std::chrono::milliseconds default_connect_time{5'000};
inline constexpr std::chrono::milliseconds default_call_time{30'000};

/** Fragments on a local socket: a large answer costs least in few pieces. A multiple of 8, as agreed sizes are. */
inline constexpr uint16_t local_fragment = 65528;

/** What a channel fails with when the server refused to take what was sent, because the log-on beneath it has ended: it
 *  can be sent again over a new channel. */
inline constexpr Win32 logon_has_ended = Win32::no_such_logon_session;

/** Fails with rpc_server_unavailable (1722) when nobody listens there, access_denied (5) when it may not be used. */
Result<std::unique_ptr<Channel>> connect_unix(const std::string& path, const Wait& wait);

/** A channel over a connected stream socket, which it takes over. */
std::unique_ptr<Channel> make_socket_channel(int socket, uint16_t max_fragment = local_fragment);

}  // namespace nta::transport
