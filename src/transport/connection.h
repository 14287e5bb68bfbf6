// Connection: one bound RPC association over a channel, for one thread at a time. Blocking, with deadlines.
#pragma once

#include "rpc/client_association.h"
#include "transport/channel.h"

namespace nta::transport {

class Connection {
 public:
  /** Binds to `interfaces` over `channel`; their indices are what call() takes. A refused interface fails its calls,
   *  not the bind. */
  static Result<std::unique_ptr<Connection>> open(std::unique_ptr<Channel> channel,
                                                  std::span<const rpc::SyntaxId> interfaces, rpc::ClientOptions options,
                                                  const Wait& wait);

  /** One call and its answer. Fails with the fault's Win32 code; with rpc_call_cancelled (1818) when its time is
   *  over, a signal or an abort ended it; with rpc_call_failed (1726) when the connection broke, or
   *  rpc_call_failed_dne (1727) when it broke before the request was out, so that it cannot have been executed. */
  Result<rpc::Reply> call(size_t interface, uint16_t opnum, ByteView stub, const Wait& wait);

  /** The halves of call(), for who waits on several connections at once: start() sends, and from then on the answer is
   *  fetched with poll() whenever fd() is readable; null while it has not come. Errors are those of call(). */
  Result<uint32_t> start(size_t interface, uint16_t opnum, ByteView stub, const Wait& wait);
  Result<std::optional<rpc::Reply>> poll(uint32_t call_id);
  int fd() const { return channel_->fd(); }
  /** The transport's (Channel); empty: it has none. */
  Bytes session_key() const { return channel_->session_key(); }

  /** Sends a call whose answer nobody needs (closing a handle); it is dropped when it comes. */
  Result<void> post(size_t interface, uint16_t opnum, ByteView stub, const Wait& wait);

  /** Whether another call may be made: not after an error of the connection, nor when the server has closed. */
  bool is_usable() const;
  uint32_t group() const { return association_.group(); }

 private:
  Connection(std::unique_ptr<Channel> channel, rpc::ClientOptions options)
      : channel_(std::move(channel)), association_(std::move(options)) {}

  Result<void> flush(const Wait& wait);
  Result<void> receive(const Wait& wait);
  Result<void> wait_for_bind(const Wait& wait);
  Result<std::optional<rpc::Reply>> take_reply(uint32_t call_id);
  Result<rpc::Reply> wait_for_reply(uint32_t call_id, const Wait& wait);
  void give_up(uint32_t call_id, Win32 why);

  std::unique_ptr<Channel> channel_;
  rpc::ClientAssociation association_;
  Bytes buffer_;
  bool is_broken_ = false;
};

}  // namespace nta::transport
