// Leading, following, and the handshake.
#include "transport/smb_connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "transport/receive_buffer.h"

namespace nta::transport {

Result<std::shared_ptr<SmbConnection>> SmbConnection::open(UniqueFd socket, smb::ClientOptions options,
                                                           const Wait& wait, Terms* terms) {
  std::shared_ptr<SmbConnection> connection(new SmbConnection(std::move(socket), std::move(options)));
  auto done = connection->log_on(wait);
  if (terms) *terms = connection->terms_;
  NTA_CHECK(std::move(done));
  return connection;
}

SmbConnection::~SmbConnection() {
  if (is_ready_) post([](auto& protocol) { return protocol.log_off(); });
}

Result<void> SmbConnection::log_on(const Wait& wait) {
  Lock lock(mutex_);
  auto done = become_ready(lock, wait);
  auto state = protocol_.state();
  terms_.reached = state == smb::ClientConnection::State::closed ? protocol_.reached() : state;
  terms_.algorithms = protocol_.algorithms();
  terms_.is_encrypted = protocol_.encrypts();
  largest_transfer_ = protocol_.largest_transfer();
  return done;
}

Result<void> SmbConnection::become_ready(Lock& lock, const Wait& wait) {
  protocol_.start();
  while (!is_ready_ && !lost_) {
    auto moved = flush(lock, wait);
    if (moved) moved = lead(lock, wait);
    if (moved) continue;
    if (moved.error().code == Win32::timeout)
      return fail(Win32::rpc_server_unavailable, "the server takes connections, but does not answer");
    return moved;
  }
  if (lost_ && lost_->code == Win32::broken_pipe)
    return fail(Win32::rpc_server_unavailable, "the server ended the connection: {}", lost_->text);
  if (lost_) return *lost_;
  return {};
}

/** Until everything is out. Part of a message that stayed inside would spoil those that follow. */
Result<void> SmbConnection::flush(Lock& lock, const Wait& wait) {
  while (!send_some()) {
    if (lost_) return *lost_;
    lock.unlock();
    auto writable = wait_until(fd_.get(), POLLOUT, wait);
    lock.lock();
    if (!writable) return writable;
  }
  return {};
}

/** True when nothing is left to be sent. */
bool SmbConnection::send_some() {
  while (!protocol_.output().empty()) {
    auto bytes = protocol_.output();
    ssize_t count = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      protocol_.sent(static_cast<size_t>(count));
    } else if (errno == EAGAIN) {
      return false;
    } else if (errno != EINTR) {
      lose(fail(Win32::broken_pipe, "send: {}", std::strerror(errno)));
      return true;
    }
  }
  return true;
}

Result<smb::Answer> SmbConnection::wait_for(uint64_t request, const Wait& wait) {
  if (is_of_other_process()) return gone();
  Wakeup& wakeup = Wakeup::of_this_thread();  // may take fork_mutex(), which mutex_ is not held under
  Lock lock(mutex_);
  for (;;) {
    if (auto found = answers_.find(request); found != answers_.end()) {
      auto answer = std::move(found->second);
      answers_.erase(found);
      wake_next_leader();
      return answer;
    }
    if (lost_) return *lost_;
    auto moved = is_being_read_ ? follow(lock, {request, wakeup}, wait) : lead(lock, wait);
    if (moved) continue;
    wake_next_leader();
    return std::move(moved).error();
  }
}

Result<void> SmbConnection::lead(Lock& lock, const Wait& wait) {
  is_being_read_ = true;
  short events = protocol_.output().empty() ? POLLIN : POLLIN | POLLOUT;
  lock.unlock();
  auto ready = wait_until(fd_.get(), events, wait);
  lock.lock();
  is_being_read_ = false;
  if (!ready) return ready;
  receive();
  if (std::exchange(is_expired_, false)) renew(lock);
  send_some();
  return {};
}

/** Logs on again in the session, whose pipes and their handles go on. That may ask a KDC, so the others are not kept
 * from their deadlines by the lock. */
void SmbConnection::renew(Lock& lock) {
  if (!renewed_security_) return leave_expired();
  is_being_read_ = true;
  lock.unlock();
  auto security = renewed_security_();
  auto first = security ? (*security)->step({}) : Result<auth::SecurityContext::Leg>(security.error());
  lock.lock();
  is_being_read_ = false;
  if (lost_) return;
  if (!first) return leave_expired();
  protocol_.renew(*std::move(security), *std::move(first));
}

void SmbConnection::leave_expired() {
  protocol_.leave_expired();
  take_events();
}

Result<void> SmbConnection::follow(Lock& lock, Waiter waiter, const Wait& wait) {
  waiters_.push_back(&waiter);
  lock.unlock();
  auto woken = waiter.wakeup.wait(wait);
  lock.lock();
  std::erase(waiters_, &waiter);
  return woken;
}

void SmbConnection::receive() {
  std::span<std::byte> into = receive_buffer();
  ssize_t count = ::recv(fd_.get(), into.data(), into.size(), MSG_DONTWAIT);
  if (count > 0) {
    protocol_.feed(into.first(static_cast<size_t>(count)));
    take_events();
  } else if (count == 0) {
    lose(fail(Win32::broken_pipe, "the server closed the connection"));
  } else if (errno != EAGAIN && errno != EINTR) {
    lose(fail(Win32::broken_pipe, "recv: {}", std::strerror(errno)));
  }
}

void SmbConnection::take_events() {
  while (auto event = protocol_.next_event()) {
    if (auto* answer = std::get_if<smb::Answer>(&*event)) {
      for (Waiter* waiter : waiters_)
        if (waiter->request == answer->request) waiter->wakeup.wake();
      answers_.emplace(answer->request, std::move(*answer));
    } else if (auto* end = std::get_if<smb::Lost>(&*event)) {
      lose(std::move(end->why));
    } else if (std::holds_alternative<smb::Expired>(*event)) {
      is_expired_ = true;
    } else {
      is_ready_ = true;
    }
  }
}

void SmbConnection::lose(Error why) {
  if (lost_) return;
  lost_ = std::move(why);
  ::shutdown(fd_.get(), SHUT_RDWR);
  for (Waiter* waiter : waiters_) waiter->wakeup.wake();
}

void SmbConnection::wake_next_leader() {
  if (!is_being_read_ && !waiters_.empty()) waiters_.front()->wakeup.wake();
}

void SmbConnection::forget(uint64_t request) {
  if (is_of_other_process()) return;
  Lock lock(mutex_);
  answers_.erase(request);
  protocol_.forget(request);
}

bool SmbConnection::is_dead() const {
  if (is_of_other_process() || is_retired_) return true;
  Lock lock(mutex_);
  if (lost_) return true;
  std::byte one;
  ssize_t count = ::recv(fd_.get(), &one, 1, MSG_PEEK | MSG_DONTWAIT);
  return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
}

}  // namespace nta::transport
