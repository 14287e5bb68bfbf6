// Pipes of a remote server, and the authentication that some of them want inside RPC as well.
#include "api/client/remote_way.h"

#include <algorithm>
#include <array>

#include "api/client/credentials.h"
#include "base/utf16.h"
#include "transport/smb_channel.h"

namespace nta::client {
namespace {

// [MS-TSTS] 2.1: Terminal Services take calls at packet privacy only, whatever the transport does.
constexpr std::array<std::string_view, 5> private_pipes = {
    "LSM_API_service", "TermSrv_API_service", "Ctx_WinStation_API_service", "SessEnvPublicRpc", "TSVIP_Service"};

bool wants_privacy(std::string_view pipe) {
  return std::ranges::any_of(private_pipes, [&](auto name) { return equal_ignoring_case(name, pipe); });
}

class RemoteWay final : public Way {
 public:
  explicit RemoteWay(const ServerAddress& address)
      : address_(address), server_({address.name, address.port, [address] { return log_on(address); }}) {}

  Result<std::unique_ptr<transport::Channel>> open(std::string_view pipe, Sharing sharing,
                                                   const transport::Wait& wait) override {
    return sharing == Sharing::shared ? server_.open_pipe(pipe, wait) : server_.open_pipe_alone(pipe, wait);
  }
  bool has_one_endpoint() const override { return false; }
  transport::PoolOptions pool_options(std::string_view pipe) override;
  Result<void> reach(const transport::Wait& wait) override { return server_.reach(wait); }
  Result<Bytes> session_key(const transport::Wait& wait) override { return server_.session_key(wait); }

 private:
  static Result<smb::ClientOptions> log_on(const ServerAddress& address) {
    smb::ClientOptions options;
    options.server = to_utf16(address.name);
    NTA_TRY(options.security, make_security(address, "cifs"));
    return options;
  }

  const ServerAddress address_;
  transport::SmbServer server_;
};

transport::PoolOptions RemoteWay::pool_options(std::string_view pipe) {
  transport::PoolOptions options;
  if (!wants_privacy(pipe)) return options;
  options.rpc.package = auth::Package::spnego;
  options.rpc.level = auth::Level::privacy;
  options.make_security = [address = address_] { return make_security(address, "host"); };
  return options;
}

}  // namespace

std::unique_ptr<Way> make_remote_way(const ServerAddress& address) { return std::make_unique<RemoteWay>(address); }

}  // namespace nta::client
