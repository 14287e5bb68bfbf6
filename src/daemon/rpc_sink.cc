#include "daemon/rpc_sink.h"

#include <algorithm>
#include <cstring>

namespace nta::daemon {
namespace {

/** What passwords in a call are encrypted with: an SMB session's key. Where there is none Windows and Samba take a text
 *  for it that everybody knows; that does where the call is sealed, or does not leave this machine. */
ByteView password_key(const transport::ServerConnection& connection, auth::Level level) {
  if (!connection.session_key().empty()) return connection.session_key();
  bool is_local = connection.to().empty();
  return is_local || level >= auth::Level::privacy ? as_byte_view("SystemLibraryDTC") : ByteView();
}

// Of one connection. A call that its client gave up is at work until whoever serves it is done, too.
constexpr long most_at_work = 256;

}  // namespace

RpcSink::RpcSink(const services::Dispatcher& dispatcher, RpcCallers& callers)
    : dispatcher_(dispatcher), callers_(callers) {}

std::vector<rpc::SyntaxId> RpcSink::interfaces() const {
  std::vector<rpc::SyntaxId> list;
  for (const services::Service& service : dispatcher_.services())
    list.push_back({service.interface->uuid, service.interface->major, service.interface->minor});
  return list;
}

std::shared_ptr<services::Client> RpcSink::client_of(const transport::ServerConnection& connection,
                                                     const rpc::Request& request) {
  auto& client = clients_[connection.id()];
  if (!client) client = std::make_shared<services::Client>();
  ByteView key = password_key(connection, request.level);
  bool is_changed = client->token != connection.token() || !std::ranges::equal(client->session_key, key) ||
                    client->logon_key != request.session_key;
  if (is_changed || client->from.empty()) {
    // Each call may have a security context of its own: those under way keep what they began with.
    client = std::make_shared<services::Client>(*client);
    client->token = connection.token();
    client->from = connection.from();
    client->session_key.assign(key.begin(), key.end());
    client->logon_key = request.session_key;
    client->to = connection.to();
    auto& contexts = contexts_[{connection.group(), client->token->user}];
    if (!contexts) contexts = std::make_shared<services::ContextTable>();
    client->contexts = contexts;
  }
  return client;
}

void RpcSink::request(const transport::ServerConnectionPtr& connection, rpc::Request request) {
  auto& at_work = at_work_[connection->id()];
  if (!at_work) at_work = std::make_shared<char>();
  if (at_work.use_count() > most_at_work) {
    if (request.carries_secret) wipe(request.stub);
    return connection->fault(request.call_id, rpc::fault_too_busy);
  }
  // Whoever answers later must find that the client still waits for this call: it may have gone, or have given the call
  // up and used its id for another.
  auto waiting = [weak = std::weak_ptr(connection), id = request.call_id, number = request.number] {
    auto alive = weak.lock();
    return alive && alive->has_call(id, number) ? alive : nullptr;
  };
  auto reply = [waiting, id = request.call_id, has_secret = request.carries_secret, at_work](Result<Bytes> stub) {
    auto alive = waiting();
    if (alive && stub) alive->respond(id, *stub);
    if (alive && !stub) alive->fault(id, fault_from(stub.error().code));
    if (stub && has_secret) wipe(*stub);
  };
  ByteReader stub(request.stub, request.order);
  services::Reply answer(std::move(reply), [waiting] { return waiting() != nullptr; });
  dispatcher_.serve(client_of(*connection, request), request.interface, request.opnum, stub, std::move(answer));
  if (request.carries_secret) wipe(request.stub);
}

// What the call does is done all the same; only nobody waits for it any more, least of all for an event.
void RpcSink::cancelled(const transport::ServerConnectionPtr& connection, uint32_t call_id) {
  connection->fault(call_id, rpc::fault_cancel);
}

void RpcSink::orphaned(const transport::ServerConnectionPtr&, uint32_t) {}

// On this machine nobody's hours end.
void RpcSink::logged_on(const transport::ServerConnectionPtr& connection, const auth::AccessToken& identity) {
  bool is_local = connection->to().empty();
  if (!is_local) callers_.add(connection, identity);
}

// What is no log-on at all, but garbage, is a stranger's to write: it leaves no line.
void RpcSink::logon_refused(const transport::ServerConnectionPtr& connection, const std::string& name,
                            const Error& why) {
  if (why.code == Win32::rpc_sec_pkg_error || why.code == Win32::rpc_bad_stub_data)
    return log::debug("bad-token", "{}: {}", connection->from(), why.text);
  log::audit({.who = name,
              .from = connection->from(),
              .action = "network.logon",
              .target = why.text,
              .result = code(why.code)});
}

void RpcSink::disconnected(const transport::ServerConnectionPtr& connection, const Error& why) {
  log::debug("client-gone", "{}: {}", connection->from(), why.text);
  clients_.erase(connection->id());
  callers_.remove(*connection);
  at_work_.erase(connection->id());
}

void RpcSink::group_ended(uint32_t group) {
  auto first = contexts_.lower_bound({group, Sid()});
  auto last = first;
  std::vector<std::shared_ptr<services::ContextTable>> ended;
  for (; last != contexts_.end() && last->first.first == group; ++last) ended.push_back(std::move(last->second));
  contexts_.erase(first, last);
  for (auto& contexts : ended) contexts->clear();
}

}  // namespace nta::daemon
