// What all server connections do, whatever carries their bytes.
#include "transport/server_connection.h"

namespace nta::transport {

namespace {

uint64_t next_id() {  // the loop thread's
  static uint64_t last = 0;
  return ++last;
}

rpc::ServerOptions association_options(RpcServer& server, const ConnectionInfo& info) {
  return {.max_fragment = info.max_fragment,
          .secondary_address = info.secondary_address,
          .owner = info.owner,
          .offers = info.offers,
          .carries_secret = server.carries_secret,
          .limits = server.limits.rpc,
          .somebody_from = info.token->is_anonymous() ? std::optional(info.least_level) : std::nullopt,
          .traffic = &server.traffic,
          .make_security = server.make_security};
}

}  // namespace

std::optional<RpcServer::Leg> RpcServer::authenticate(std::shared_ptr<auth::SecurityContext> context, Bytes token,
                                                      std::function<void(Leg)> done) {
  auto step = [context = std::move(context), token = std::move(token)] {
    auto result = context->step(token);
    auto identity = result && result->complete ? context->identity() : nullptr;
    return Leg{std::move(result), context->claimed_name(), std::move(identity)};
  };
  if (!run_authentication) return step();
  if (*legs >= limits.legs) return Leg{fail(Win32::no_system_resources, "{} log-ons are under way", *legs), {}};
  ++*legs;
  run_authentication(std::move(step), [legs = legs, done = std::move(done)](Result<Leg> leg) {
    --*legs;
    done(leg ? *std::move(leg) : Leg{std::move(leg).error(), {}});
  });
  return std::nullopt;
}

ServerConnection::ServerConnection(RpcServer& server, ConnectionInfo info)
    : server_(server),
      info_(std::move(info)),
      id_(next_id()),
      association_(server.interfaces, server.groups, association_options(server, info_)),
      expecting_since_(std::chrono::steady_clock::now()) {}

void ServerConnection::received(std::span<std::byte> bytes) {
  association_.feed(bytes);
  work();
}

void ServerConnection::respond(uint32_t call_id, ByteView stub) {
  association_.respond(call_id, stub);
  work();
}

void ServerConnection::fault(uint32_t call_id, uint32_t status, rpc::Executed executed) {
  association_.fault(call_id, status, executed);
  work();
}

/** Hands out what the association has to tell, then sends what it has to send. Callbacks come back in here. */
void ServerConnection::work() {
  if (is_working_ || is_closed_) return;
  auto self = shared_from_this();
  is_working_ = true;
  while (auto event = association_.next_event()) {
    take(std::move(*event));
    if (is_closed_) return;
  }
  is_working_ = false;
  if (!association_.output().empty()) send_output();
  if (association_.output().size() > server_.limits.unread_bytes)
    close(fail(Win32::no_system_resources, "{} bytes wait for a client that does not read",
               association_.output().size()));
  watch_time();
}

void ServerConnection::take(rpc::ServerEvent event) {
  auto self = shared_from_this();
  if (auto* request = std::get_if<rpc::Request>(&event)) {
    caller_ = request->level < info_.least_level ? nullptr : request->identity;
    if (expecting_ == Expecting::call_of_stranger) restart_clock();
    server_.sink.request(self, std::move(*request));
  } else if (auto* cancelled = std::get_if<rpc::Cancelled>(&event)) {
    server_.sink.cancelled(self, cancelled->call_id);
  } else if (auto* orphaned = std::get_if<rpc::Orphaned>(&event)) {
    server_.sink.orphaned(self, orphaned->call_id);
  } else if (auto* leg = std::get_if<rpc::Authenticate>(&event)) {
    authenticate(std::move(*leg));
  } else if (auto* closed = std::get_if<rpc::Closed>(&event)) {
    if (!association_.output().empty()) send_output();  // a bind_nak or fault that says why
    finish(closed->why);
  }
}

void ServerConnection::authenticate(rpc::Authenticate event) {
  auto done = [weak = weak_from_this()](RpcServer::Leg leg) {
    auto self = weak.lock();
    if (!self || self->is_closed_) return;
    self->authenticated(std::move(leg));
    self->work();
    if (!self->is_closed_) self->input_wanted();
  };
  auto at_once = server_.authenticate(std::move(event.context), std::move(event.token), std::move(done));
  if (at_once) authenticated(*std::move(at_once));  // work() goes on with what this leads to
}

void ServerConnection::authenticated(RpcServer::Leg leg) {
  if (leg.identity && leg.identity->user != info_.token->user)
    server_.sink.logged_on(shared_from_this(), *leg.identity);
  if (!leg.result) server_.sink.logon_refused(shared_from_this(), leg.claimed_name, leg.result.error());
  association_.authenticated(std::move(leg.result));
}

void ServerConnection::sent(size_t count) {
  bool was_paused = !wants_input();
  association_.sent(count);
  if (expecting_ == Expecting::reader) expecting_since_ = std::chrono::steady_clock::now();
  if (was_paused && wants_input()) input_wanted();
}

bool ServerConnection::wants_input() const {
  return !is_closed_ && association_.wants_input() && association_.output().size() < server_.limits.pause_bytes;
}

void ServerConnection::close(Error why) { finish(why); }

void ServerConnection::finish(const Error& why) {
  if (std::exchange(is_closed_, true)) return;
  auto self = shared_from_this();
  shut();
  server_.sink.disconnected(self, why);
  association_.end();
}

void ServerConnection::watch_time() {
  using State = rpc::ServerAssociation::State;
  Expecting now = Expecting::nothing;
  if (!association_.output().empty())
    now = Expecting::reader;
  else if (association_.state() != State::bound)
    now = Expecting::handshake;
  else if (association_.is_receiving())
    now = Expecting::rest_of_request;
  else if (association_.calls() == 0 && is_strangers())
    now = Expecting::call_of_stranger;
  if (now == expecting_) return;
  expecting_ = now;
  if (now != Expecting::nothing) expecting_since_ = std::chrono::steady_clock::now();
}

void ServerConnection::check_time(std::chrono::steady_clock::time_point now) {
  if (is_closed_) return;
  watch_time();
  auto spent = now - expecting_since_;
  const ConnectionLimits& limits = server_.limits;
  if (expecting_ == Expecting::handshake && spent > limits.handshake_time)
    close(fail(Win32::timeout, "no complete bind in {} ms", limits.handshake_time.count()));
  else if (expecting_ == Expecting::rest_of_request && spent > limits.request_time)
    close(fail(Win32::timeout, "half a request for {} ms", limits.request_time.count()));
  else if (expecting_ == Expecting::reader && spent > limits.reading_time)
    close(fail(Win32::timeout, "the client took no byte for {} ms", limits.reading_time.count()));
  else if (expecting_ == Expecting::call_of_stranger && spent > limits.stranger_time)
    close(fail(Win32::timeout, "a stranger without a call for {} ms", limits.stranger_time.count()));
}

}  // namespace nta::transport
