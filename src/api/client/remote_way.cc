// Pipes of a remote server, and the authentication that some of them want inside RPC as well; its interfaces over TCP,
// where all of them do.
#include "api/client/remote_way.h"

#include <algorithm>
#include <array>

#include "api/client/credentials.h"
#include "api/client/endpoint_mapper.h"
#include "base/utf16.h"
#include "protocols/all.h"
#include "transport/smb_channel.h"
#include "transport/tcp_channel.h"

namespace nta::client {
namespace {

// [MS-TSTS] 2.1: Terminal Services take calls at packet privacy only, whatever the transport does.
constexpr std::array<std::string_view, 5> private_pipes = {
    "LSM_API_service", "TermSrv_API_service", "Ctx_WinStation_API_service", "SessEnvPublicRpc", "TSVIP_Service"};

/** What has neither a pipe nor a port: ntadmin's own, and mgmt, which is wherever another interface is. */
bool is_of_one_host(const protocols::Interface& interface) {
  return interface.uuid == protocols::local_host.uuid || interface.uuid == protocols::mgmt.uuid;
}

bool wants_privacy(std::string_view pipe) {
  return std::ranges::any_of(private_pipes, [&](auto name) { return equal_ignoring_case(name, pipe); });
}

transport::PoolOptions private_pool(const ServerAddress& address) {
  transport::PoolOptions options;
  options.rpc.package = auth::Package::spnego;
  options.rpc.level = auth::Level::privacy;
  options.make_security = [address] { return make_security(address.over_smb(), "host"); };
  return options;
}

class SmbWay final : public Way {
 public:
  using Security = std::function<Result<std::shared_ptr<auth::SecurityContext>>()>;

  SmbWay(const ServerAddress& address, Security security)
      : address_(address), server_({address.name, address.port, [address, security = std::move(security)] {
                                      return log_on(address, security);
                                    }}) {}

  /** An interface without a pipe is one that Windows offers over TCP only. */
  std::optional<std::string_view> place_of(const protocols::Interface& interface) const override {
    if (!interface.pipe.empty()) return interface.pipe;
    return is_of_one_host(interface) ? std::nullopt : std::optional(interface.name);
  }
  Result<std::unique_ptr<transport::Channel>> open(const protocols::Interface& interface, Sharing sharing,
                                                   const transport::Wait& wait) override {
    if (interface.pipe.empty()) return connect_mapped(address_.name, interface, wait);
    return sharing == Sharing::shared ? server_.open_pipe(interface.pipe, wait)
                                      : server_.open_pipe_alone(interface.pipe, wait);
  }
  transport::PoolOptions pool_options(const protocols::Interface& interface) override {
    bool is_private = interface.pipe.empty() || wants_privacy(interface.pipe);
    return is_private ? private_pool(address_) : transport::PoolOptions();
  }
  Result<void> reach(const transport::Wait& wait) override { return server_.reach(wait); }

 private:
  static Result<smb::ClientOptions> log_on(const ServerAddress& address, const Security& security) {
    smb::ClientOptions options;
    options.server = to_utf16(address.name);
    NTA_TRY(options.security, security());
    options.renewed_security = security;
    return options;
  }

  const ServerAddress address_;
  transport::SmbServer server_;
};

/** The interfaces of a server over TCP: all at the port that its name has, or where its endpoint mapper says. */
class TcpWay final : public Way {
 public:
  explicit TcpWay(const ServerAddress& address) : address_(address) {}

  std::optional<std::string_view> place_of(const protocols::Interface& interface) const override {
    if (is_of_one_host(interface)) return std::nullopt;
    return address_.port != 0 ? std::string_view("tcp") : interface.name;
  }
  Result<std::unique_ptr<transport::Channel>> open(const protocols::Interface& interface, Sharing,
                                                   const transport::Wait& wait) override {
    if (address_.port == 0) return connect_mapped(address_.name, interface, wait);
    return transport::connect_tcp(address_.name, address_.port, wait);
  }
  transport::PoolOptions pool_options(const protocols::Interface&) override { return private_pool(address_); }
  Result<void> reach(const transport::Wait& wait) override {
    NTA_CHECK(open(protocols::srvsvc, Sharing::own, wait));
    return {};
  }

 private:
  const ServerAddress address_;
};

}  // namespace

std::unique_ptr<Way> make_remote_way(const ServerAddress& address) {
  if (address.transport == ServerAddress::Transport::tcp) return std::make_unique<TcpWay>(address);
  return std::make_unique<SmbWay>(address, [address] { return make_security(address, "cifs"); });
}

std::unique_ptr<Way> make_proving_way(const ServerAddress& address, std::optional<auth::Credentials> credentials) {
  // Connections are made one at a time. Those after the first ask what the use says by then.
  auto proof = std::make_shared<std::optional<std::optional<Credentials>>>(std::move(credentials));
  return std::make_unique<SmbWay>(address, [address, proof]() -> Result<std::shared_ptr<auth::SecurityContext>> {
    auto first = std::exchange(*proof, std::nullopt);
    if (!first) return make_security(address, "cifs");
    if (*first) return make_security(address, "cifs", *std::move(first));
    NTA_TRY(auto own, credentials_in_file(address));
    return make_security(address, "cifs", std::move(own));
  });
}

}  // namespace nta::client
