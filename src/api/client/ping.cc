// Dialling, logging on, and one harmless call of each service that tools need.
#include "api/client/ping.h"

#include "api/client/credentials.h"
#include "api/client/server.h"
#include "auth/spnego.h"
#include "base/utf16.h"
#include "protocols/srvsvc.h"
#include "protocols/termsrv_enumeration.h"
#include "transport/dial.h"
#include "transport/smb_connection.h"

namespace nta::client {
namespace {

using smb::Dialect;
using State = smb::ClientConnection::State;
using transport::SmbConnection;

std::string_view name_of(Dialect dialect) {
  switch (dialect) {
    case Dialect::smb_2_0_2:
      return "SMB 2.0.2";
    case Dialect::smb_2_1:
      return "SMB 2.1";
    case Dialect::smb_3_0:
      return "SMB 3.0";
    case Dialect::smb_3_0_2:
      return "SMB 3.0.2";
    case Dialect::smb_3_1_1:
      return "SMB 3.1.1";
    default:
      return "none";
  }
}

std::string protection_of(const SmbConnection::Terms& terms) {
  static constexpr std::string_view ciphers[] = {"none", "AES-128-CCM", "AES-128-GCM", "AES-256-CCM", "AES-256-GCM"};
  static constexpr std::string_view signatures[] = {"HMAC-SHA-256", "AES-128-CMAC", "AES-128-GMAC"};
  if (terms.is_encrypted) return fmt::format("encrypted, {}", ciphers[static_cast<size_t>(terms.algorithms.cipher)]);
  return fmt::format("signed, {}", signatures[static_cast<size_t>(terms.algorithms.signing)]);
}

/** The step that was under way when a connection failed. Once there are keys, an answer that is wrong was changed. */
PingStep step_at(State reached, Win32 why) {
  if (reached > State::negotiating && why == Win32::invalid_data) return PingStep::protection;
  switch (reached) {
    case State::fresh:
    case State::negotiating:
      return PingStep::dialect;
    case State::logging_on:
      return PingStep::log_on;
    case State::validating:
      return PingStep::protection;
    default:
      return PingStep::share;
  }
}

/** Fails when it is to log on: who has nothing to do that with is told first whether the server speaks SMB. */
std::shared_ptr<auth::SecurityContext> nobody(const Error& why) {
  auto make = [why]() -> Result<auth::MechanismPtr> { return why; };
  return auth::make_spnego_initiator({{.oids = {}, .make = make}});
}

class Ping {
 public:
  Ping(const ServerAddress& server, std::chrono::milliseconds step_time) : server_(server), step_time_(step_time) {}

  std::vector<PingResult> run() {
    if (server_.is_local() || reach()) ask();
    return std::move(results_);
  }

 private:
  transport::Wait wait() const { return {.deadline = transport::after(step_time_)}; }
  void good(PingStep step, std::string detail) { results_.push_back({step, Win32::success, std::move(detail)}); }
  bool bad(PingStep step, const Error& why) {
    results_.push_back({step, why.code, why.text});
    return false;
  }

  bool reach() {
    auto reached = transport::DialStep::name;
    auto dialled = transport::dial(server_.name, server_.port, wait(), &reached);
    bool has_name = dialled || reached == transport::DialStep::port;
    if (!has_name) return bad(PingStep::name, dialled.error());
    good(PingStep::name, dialled ? dialled->address : server_.name);
    if (!dialled) return bad(PingStep::port, dialled.error());
    good(PingStep::port, std::to_string(server_.port));
    return log_on(std::move(dialled->socket));
  }

  bool log_on(UniqueFd socket) {
    smb::ClientOptions options;
    options.server = to_utf16(server_.name);
    auto credentials = credentials_for(server_);
    auto security = credentials ? make_security(server_, "cifs", *credentials) : credentials.error();
    options.security = security ? *security : nobody(security.error());
    SmbConnection::Terms terms;
    auto connection = SmbConnection::open(std::move(socket), std::move(options), wait(), &terms);
    auto failed = connection ? State::ready : terms.reached;
    if (failed > State::negotiating) good(PingStep::dialect, std::string(name_of(terms.algorithms.dialect)));
    if (failed > State::logging_on)
      good(PingStep::log_on, *credentials ? to_utf8((*credentials)->account()) : "by the Kerberos tickets");
    auto failed_step = connection ? PingStep::share : step_at(failed, connection.error().code);
    if (failed_step == PingStep::share) good(PingStep::protection, protection_of(terms));
    if (failed_step == PingStep::log_on && security && *credentials)
      return bad(failed_step, fail(connection.error().code, "as '{}': {}", to_utf8((*credentials)->account()),
                                   connection.error().text));
    if (!connection) return bad(failed_step, connection.error());
    good(PingStep::share, "IPC$");
    return true;
  }

  void ask() {
    auto server = server_.is_local() ? Server::local() : Server::named(address_text());
    auto sessions = server->call<protocols::RpcGetAllSessions>(protocols::termsrv_enumeration, {1});
    if (!sessions)
      bad(PingStep::sessions, sessions.error());
    else if (uint32_t count = (*sessions)->pcEntries; count == 0)  // session 0 is always there
      bad(PingStep::sessions, fail(Win32::access_denied, "the account is shown none of the sessions"));
    else
      good(PingStep::sessions, fmt::format("{} session{}", count, count == 1 ? "" : "s"));
    auto time = server->call<protocols::NetrRemoteTOD>(protocols::srvsvc, {});
    if (time)
      good(PingStep::server, "answers");
    else
      bad(PingStep::server, time.error());
  }

  std::string address_text() const {
    bool is_v6 = server_.name.find(':') != std::string::npos;
    return is_v6 ? fmt::format("[{}]:{}", server_.name, server_.port)
                 : fmt::format("{}:{}", server_.name, server_.port);
  }

  const ServerAddress& server_;
  const std::chrono::milliseconds step_time_;
  std::vector<PingResult> results_;
};

}  // namespace

std::vector<PingResult> ping(const ServerAddress& server, std::chrono::milliseconds step_time) {
  return Ping(server, step_time).run();
}

}  // namespace nta::client
