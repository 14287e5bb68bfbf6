// Named pipes of a server over SMB, as channels; those of one server share an SMB connection.
#pragma once

#include <functional>

#include "transport/channel.h"
#include "transport/smb_connection.h"

namespace nta::transport {

struct SmbTarget {
  std::string host;
  uint16_t port = 445;
  /** What a new connection logs on with; asked for each one. */
  std::function<Result<smb::ClientOptions>()> log_on;
};

/** A server's pipes, for any number of threads. */
class SmbServer {
 public:
  explicit SmbServer(SmbTarget target) : target_(std::move(target)) {}

  /** Opens a pipe over the connection that the other pipes use, which is made when there is none. `name` is without
   *  "\pipe\". Fails with rpc_server_unavailable (1722) where the server, or its pipe, is not there. */
  Result<std::unique_ptr<Channel>> open_pipe(std::string_view name, const Wait& wait);
  /** Opens a pipe over a connection of its own, whose descriptor can be watched. */
  Result<std::unique_ptr<Channel>> open_pipe_alone(std::string_view name, const Wait& wait);
  /** Makes the connection if there is none, and opens nothing. */
  Result<void> reach(const Wait& wait);

 private:
  Result<std::shared_ptr<SmbConnection>> connect(const Wait& wait);
  Result<std::shared_ptr<SmbConnection>> shared_connection(const Wait& wait);
  std::shared_ptr<SmbConnection> living_connection();
  std::shared_ptr<std::mutex> founding();

  SmbTarget target_;
  // Guarded by fork_mutex().
  std::shared_ptr<SmbConnection> connection_;
  uint32_t generation_ = fork_generation();
  // Held while a connection is made, so that one is made; a child gets a new one.
  std::shared_ptr<std::mutex> founding_ = std::make_shared<std::mutex>();
};

/** Whether the channel's descriptor is its own, to be watched by who owns it. */
enum class Watchable { no, yes };

/** Opens a pipe of a connection that is there. A pipe all of whose instances are taken is asked for again while there
 * is time: Windows starts some services when their pipe is first opened. */
Result<std::unique_ptr<Channel>> open_smb_channel(std::shared_ptr<SmbConnection> connection, std::string_view name,
                                                  Watchable watchable, const Wait& wait);

}  // namespace nta::transport
