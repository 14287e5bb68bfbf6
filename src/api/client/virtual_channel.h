// A virtual channel to the client of a session of this machine: this program's end of it.
//
// Calls may come from several threads and close() ends them; each waits without a lock.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/shown.h"
#include "base/types.h"
#include "transport/wait.h"

namespace nta::client {

class NTA_SHOWN VirtualChannel {
 public:
  /** 1 the session has no client; 2 the client serves no channel of that name; 5 no right to; 170 it is open already;
   *  7022 no such session; 50 the session is of a release that has no channels. */
  static Result<std::shared_ptr<VirtualChannel>> open(SessionId session, std::string_view name);

  VirtualChannel(transport::ForkClosedFd end, uint32_t options);

  /** Some of what came, but no more than one chunk. Fails with timeout (1460) or rpc_call_cancelled (1818, a signal)
   *  as `wait` says, broken_pipe (109) when the other side is gone, insufficient_buffer (122), with nothing lost, when
   *  the chunk is larger, invalid_handle (6) once closed. */
  Result<size_t> read(std::span<std::byte> into, transport::Deadline deadline);
  /** All of it; waits while the other side does not read. The bytes that went are in `written` also after a failure. */
  Result<void> write(ByteView message, size_t& written);
  /** Drops what has come and was not read. */
  Result<void> purge_input();

  /** CHANNEL_OPTION_*, as the client announced them. */
  uint32_t options() const { return options_; }
  /** Readable when there is something to read, or the other side is gone. */
  int fd() const;
  /** Ends the calls under way, and refuses further ones. The end itself goes with this object. */
  void close();

 private:
  bool shows_protocol() const;
  Result<void> check_open() const;
  Result<void> wait_for(short events, const transport::Deadline& deadline, transport::OnSignal on_signal);
  Result<void> check_chunk_fits(size_t size);
  Result<void> send(ByteView bytes, size_t& sent);
  Result<void> send_chunks(ByteView message, size_t& written);

  transport::ForkClosedFd end_;
  uint32_t options_;
  transport::AbortSignal abort_;
};

}  // namespace nta::client
