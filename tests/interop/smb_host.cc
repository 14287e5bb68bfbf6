// An SMB server with one made account for tests: prints its port, serves until its standard input ends. What is behind
// its pipes answers every request with the request's own stub. An argument says how it encrypts: off or required.
#include <unistd.h>

#include <asio/posix/stream_descriptor.hpp>
#include <cstdio>

#include "auth/acceptors.h"
#include "base/log.h"
#include "transport/smb_endpoint.h"

namespace nta {
namespace {

constexpr rpc::SyntaxId srvsvc{guid("4b324fc8-1670-01d3-1278-5a47bf6ee188"), 3, 0};
constexpr rpc::SyntaxId lsm{guid("484809d6-4239-471b-b5bc-61df8c23ac48"), 1, 0};

class Echo final : public transport::CallSink {
 public:
  void request(const transport::ServerConnectionPtr& connection, rpc::Request request) override {
    if (request.opnum == 99) return;  // never answered
    connection->respond(request.call_id, request.stub);
  }
  void cancelled(const transport::ServerConnectionPtr& connection, uint32_t id) override {
    connection->fault(id, rpc::fault_cancel);
  }
  void orphaned(const transport::ServerConnectionPtr&, uint32_t) override {}
  void logged_on(const transport::ServerConnectionPtr&, const auth::AccessToken&) override {}
  void logon_refused(const transport::ServerConnectionPtr&, const std::string&, const Error&) override {}
  void disconnected(const transport::ServerConnectionPtr&, const Error&) override {}
};

/** Says on standard error what happens. */
class Witness final : public transport::SmbObserver {
 public:
  void session_started(const Session& session) override {
    log::info("session", "{} from {}{}", session.token->name, session.client,
              session.is_encrypted ? ", encrypted" : "");
  }
  void session_ended(transport::SmbNumber, End) override { log::info("session-end", ""); }
  void tree_connected(transport::SmbNumber, uint32_t) override {}
  void tree_disconnected(transport::SmbNumber, uint32_t) override {}
  void pipe_opened(const Pipe& pipe) override { log::info("pipe", "{}", pipe.name); }
  void pipe_closed(transport::SmbNumber) override {}
  void logon_failed(const std::string& from, const std::string&, const Error& why) override {
    log::info("logon", "{}: {}", from, why.text);
  }
  void refused(const std::string& from, const std::string& what) override {
    log::info("refused", "{}: {}", from, what);
  }
  void moved(size_t, size_t) override {}
};

/** "secret" is alice's password. */
Result<auth::ntlm::Account> find_account(std::u16string_view user, std::u16string_view) {
  if (user != u"alice") return fail(Win32::logon_failure, "no such user");
  auto token = std::make_shared<auth::AccessToken>();
  token->user = sid_of_uid(1000);
  token->name = "TEST\\alice";
  token->origin = auth::Origin::smb_session;
  return auth::ntlm::Account{auth::ntlm::nt_hash(u"secret"), std::move(token)};
}

int serve(std::string_view encryption) {
  auto authority = std::make_shared<auth::ntlm::Authority>();
  authority->netbios_name = u"TEST";
  authority->dns_name = u"test";
  authority->find_account = find_account;
  auth::Acceptors acceptors(authority);
  Echo echo;
  Witness witness;
  asio::io_context loop;
  transport::RpcServer rpc{.interfaces = {srvsvc, lsm}, .sink = echo};
  rpc.make_security = [&](uint8_t type, auth::Level level) { return acceptors.for_rpc(type, level); };
  transport::SmbEndpointOptions options{.address = "127.0.0.1"};
  options.pipes = {{"srvsvc", srvsvc}, {"lsm_api_service", lsm}, {"lsarpc", lsm}};
  if (encryption == "off") options.smb.encryption = smb::Encryption::off;
  if (encryption == "required") options.smb.encryption = smb::Encryption::required;
  options.smb.security_hint = acceptors.smb_hint();
  options.smb.make_security = [&] { return acceptors.for_smb(); };
  transport::SmbEndpoint endpoint(loop, rpc, witness, std::move(options));
  if (auto started = endpoint.start(); !started) return std::fprintf(stderr, "%s\n", started.error().text.c_str());
  std::printf("%u\n", endpoint.port());
  std::fflush(stdout);
  asio::posix::stream_descriptor input(loop, ::dup(STDIN_FILENO));
  input.async_wait(asio::posix::descriptor_base::wait_read, [&](const asio::error_code&) { loop.stop(); });
  loop.run();
  return 0;
}

}  // namespace
}  // namespace nta

int main(int argc, char** argv) { return nta::serve(argc > 1 ? argv[1] : ""); }
