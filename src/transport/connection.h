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

  /** The same call for each of `stubs`, without waiting for one answer before the next request: at most
   *  `most_under_way` are. Answers come in the order of the requests, each with its own fault. Fails as a whole with
   *  what ends the connection or the wait. */
  static constexpr size_t most_under_way = 32;
  using Replies = std::vector<Result<rpc::Reply>>;
  Result<Replies> call_each(size_t interface, uint16_t opnum, std::span<const Bytes> stubs, const Wait& wait);

  /** The halves of call(), for who waits on several connections at once: start() sends, and from then on the answer is
   *  fetched with poll() whenever fd() is readable; null while it has not come. Errors are those of call(). */
  Result<uint32_t> start(size_t interface, uint16_t opnum, ByteView stub, const Wait& wait);
  Result<std::optional<rpc::Reply>> poll(uint32_t call_id);
  int fd() const { return channel_->fd(); }
  /** The transport's (Channel); empty: it has none. */
  Bytes session_key() const { return channel_->session_key(); }

  /** Sends calls whose answers nobody needs (closing handles); they are dropped when they come. */
  Result<void> post_each(size_t interface, uint16_t opnum, std::span<const Bytes> stubs, const Wait& wait);

  /** Whether another call may be made: not after an error of the connection. Whether the server has closed shows
   *  at each start(), since asking costs a system call. */
  bool is_usable() const;
  bool is_closed_by_server() const { return channel_->is_dead(); }
  uint32_t group() const { return association_.group(); }

 private:
  Connection(std::unique_ptr<Channel> channel, rpc::ClientOptions options)
      : channel_(std::move(channel)), association_(std::move(options)) {}

  Result<void> check_alive();
  Result<void> send_requests(const Wait& wait);
  Result<size_t> take_replies(uint32_t first_id, Replies& replies);
  Result<void> flush(const Wait& wait);
  Result<void> receive(const Wait& wait);
  Result<void> wait_for_bind(const Wait& wait);
  Result<std::optional<rpc::Reply>> take_reply(uint32_t call_id);
  Result<rpc::Reply> wait_for_reply(uint32_t call_id, const Wait& wait);
  void give_up(uint32_t call_id, Win32 why);

  std::unique_ptr<Channel> channel_;
  rpc::ClientAssociation association_;
  bool is_broken_ = false;
};

}  // namespace nta::transport
