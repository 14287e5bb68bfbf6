// The blocking driver of a ClientAssociation.
#include "transport/connection.h"

#include "transport/receive_buffer.h"

namespace nta::transport {

namespace {

constexpr std::chrono::milliseconds farewell_time{100};  // for telling the server that nobody waits any more

/** What ended a wait, as an RPC client sees it: its caller set the time, or ended it. */
Error ended_wait(Error error) {
  if (error.code == Win32::timeout) return {Win32::rpc_call_cancelled, "no answer in time: " + error.text};
  return error;
}

bool is_end_of_wait(Win32 code) { return code == Win32::timeout || code == Win32::rpc_call_cancelled; }

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(std::unique_ptr<Channel> channel,
                                                     std::span<const rpc::SyntaxId> interfaces,
                                                     rpc::ClientOptions options, const Wait& wait) {
  options.max_fragment = channel->max_fragment();
  std::unique_ptr<Connection> connection(new Connection(std::move(channel), std::move(options)));
  NTA_CHECK(connection->association_.bind(interfaces));
  NTA_CHECK(connection->wait_for_bind(wait));
  return connection;
}

Result<void> Connection::wait_for_bind(const Wait& wait) {
  while (association_.state() != rpc::ClientAssociation::State::bound) {
    auto moved = flush(wait);
    if (moved) moved = receive(wait);
    if (!moved && is_end_of_wait(moved.error().code)) return ended_wait(std::move(moved).error());
    if (!moved) return fail(Win32::rpc_server_unavailable, "lost in the bind: {}", moved.error().text);
    if (association_.state() != rpc::ClientAssociation::State::closed) continue;
    while (auto event = association_.next_event())
      if (auto* end = std::get_if<rpc::Disconnected>(&*event)) return std::move(end->why);
  }
  (void)association_.next_event();  // Bound: start_call knows the results
  return flush(wait);               // an auth3 may be left
}

Result<rpc::Reply> Connection::call(size_t interface, uint16_t opnum, ByteView stub, const Wait& wait) {
  NTA_TRY(uint32_t id, start(interface, opnum, stub, wait));
  return wait_for_reply(id, wait);
}

Result<void> Connection::post_each(size_t interface, uint16_t opnum, std::span<const Bytes> stubs, const Wait& wait) {
  NTA_CHECK(check_alive());
  for (const Bytes& stub : stubs) {
    NTA_TRY(uint32_t id, association_.start_call(interface, opnum, stub));
    association_.forget(id);
  }
  return send_requests(wait);
}

Result<void> Connection::check_alive() {
  if (!is_broken_ && !channel_->is_dead()) return {};
  is_broken_ = true;
  return fail(Win32::rpc_call_failed_dne, "the server has closed the connection");
}

Result<void> Connection::send_requests(const Wait& wait) {
  auto sent = flush(wait);
  if (sent) return sent;
  is_broken_ = true;  // part of a PDU may be out: nothing can follow it
  if (is_end_of_wait(sent.error().code)) return ended_wait(std::move(sent).error());
  return fail(Win32::rpc_call_failed_dne, "the request could not be sent: {}", sent.error().text);
}

Result<uint32_t> Connection::start(size_t interface, uint16_t opnum, ByteView stub, const Wait& wait) {
  if (is_broken_ || !channel_->notices_end_in_send()) NTA_CHECK(check_alive());
  NTA_TRY(uint32_t id, association_.start_call(interface, opnum, stub));
  NTA_CHECK(send_requests(wait));
  return id;
}

Result<Connection::Replies> Connection::call_each(size_t interface, uint16_t opnum, std::span<const Bytes> stubs,
                                                  const Wait& wait) {
  NTA_CHECK(check_alive());
  Replies replies(stubs.size(), fail(Win32::rpc_call_failed, "no answer"));
  uint32_t first_id = 0;
  for (size_t started = 0, answered = 0; answered < stubs.size();) {
    for (; started < stubs.size() && started - answered < most_under_way; ++started) {
      NTA_TRY(uint32_t id, association_.start_call(interface, opnum, stubs[started]));
      if (started == 0) first_id = id;
    }
    auto moved = flush(wait);
    if (moved) moved = receive(wait);
    if (!moved) {
      is_broken_ = true;  // answers may still come, and are nobody's
      if (is_end_of_wait(moved.error().code)) return ended_wait(std::move(moved).error());
      return fail(Win32::rpc_call_failed, "the connection broke in the calls: {}", moved.error().text);
    }
    NTA_TRY(size_t taken, take_replies(first_id, replies));
    answered += taken;
  }
  return replies;
}

/** Puts the answers that have come in to their places; how many. Those of posted calls are among them. */
Result<size_t> Connection::take_replies(uint32_t first_id, Replies& replies) {
  size_t taken = 0;
  while (auto event = association_.next_event()) {
    if (auto* reply = std::get_if<rpc::Reply>(&*event); reply && reply->call_id - first_id < replies.size()) {
      replies[reply->call_id - first_id] = std::move(*reply);
      ++taken;
    }
    if (auto* fault = std::get_if<rpc::Faulted>(&*event); fault && fault->call_id - first_id < replies.size()) {
      replies[fault->call_id - first_id] = fail(fault->win32(), "the server raised fault {:#010x}", fault->status);
      ++taken;
    }
    if (auto* end = std::get_if<rpc::Disconnected>(&*event)) {
      is_broken_ = true;
      return std::move(end->why);
    }
  }
  return taken;
}

/** The answer, where it is among what has come in. */
Result<std::optional<rpc::Reply>> Connection::take_reply(uint32_t call_id) {
  while (auto event = association_.next_event()) {
    if (auto* reply = std::get_if<rpc::Reply>(&*event); reply && reply->call_id == call_id)
      return std::optional(std::move(*reply));
    if (auto* fault = std::get_if<rpc::Faulted>(&*event); fault && fault->call_id == call_id)
      return fail(fault->win32(), "the server raised fault {:#010x}", fault->status);
    if (auto* end = std::get_if<rpc::Disconnected>(&*event)) {
      is_broken_ = true;
      return std::move(end->why);
    }
  }
  return std::optional<rpc::Reply>();
}

Result<std::optional<rpc::Reply>> Connection::poll(uint32_t call_id) {
  for (;;) {
    NTA_TRY(auto reply, take_reply(call_id));
    if (reply) return reply;
    auto moved = receive({.deadline = Clock::now()});
    if (moved) continue;
    if (moved.error().code == Win32::timeout) return std::optional<rpc::Reply>();
    is_broken_ = true;
    return fail(Win32::rpc_call_failed, "the connection broke in the call: {}", moved.error().text);
  }
}

Result<rpc::Reply> Connection::wait_for_reply(uint32_t call_id, const Wait& wait) {
  for (;;) {
    NTA_TRY(auto reply, take_reply(call_id));
    if (reply) return *std::move(reply);
    auto moved = flush(wait);  // a request that had to wait for the one before it
    if (moved) moved = receive(wait);
    if (moved) continue;
    if (!is_end_of_wait(moved.error().code)) {
      is_broken_ = true;
      if (moved.error().code == logon_has_ended) return fail(Win32::rpc_call_failed_dne, "{}", moved.error().text);
      return fail(Win32::rpc_call_failed, "the connection broke in the call: {}", moved.error().text);
    }
    give_up(call_id, moved.error().code);
    return ended_wait(std::move(moved).error());
  }
}

/** Leaves a call alone. After a time-out the connection itself is in doubt and not used again. */
void Connection::give_up(uint32_t call_id, Win32 why) {
  association_.orphan(call_id);
  bool is_told = flush({.deadline = after(farewell_time)}).has_value();
  is_broken_ = !is_told || why == Win32::timeout || !association_.keeps_connection_on_orphan();
}

Result<void> Connection::flush(const Wait& wait) {
  while (!association_.output().empty()) {
    NTA_TRY(size_t count, channel_->send_some(association_.output(), wait));
    association_.sent(count);
  }
  return {};
}

Result<void> Connection::receive(const Wait& wait) {
  std::span<std::byte> into = receive_buffer();
  NTA_TRY(size_t count, channel_->receive_some(into, wait));
  if (count == 0) return fail(Win32::broken_pipe, "the server closed it");
  association_.feed(into.first(count));
  return {};
}

bool Connection::is_usable() const {
  return !is_broken_ && association_.state() == rpc::ClientAssociation::State::bound;
}

}  // namespace nta::transport
