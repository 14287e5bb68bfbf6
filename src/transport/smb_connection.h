// SmbConnection: one SMB connection, used by the pipes of any number of threads at once. Blocking, with deadlines.
//
// It has no thread of its own: of the threads that wait for answers one reads the socket, for all of them, and wakes
// whose answer has come; when it has its own, it leaves reading to another. A forked child finds the connection gone.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "smb/client_connection.h"
#include "transport/wakeup.h"

namespace nta::transport {

class SmbConnection {
 public:
  /** What was agreed on, and how far that came where it failed: for who tells a person. */
  struct Terms {
    smb::ClientConnection::State reached = smb::ClientConnection::State::fresh;
    smb::Algorithms algorithms{};
    bool is_encrypted = false;
  };

  /** Negotiates, logs on and connects to IPC$ over a connected socket. Fails with what the server says of the log-on
   *  (1326, 1909, ...), and with rpc_server_unavailable (1722) when it ends the connection or does not answer. */
  static Result<std::shared_ptr<SmbConnection>> open(UniqueFd socket, smb::ClientOptions options, const Wait& wait,
                                                     Terms* terms = nullptr);
  ~SmbConnection();

  /** Sends the request that `make` asks the protocol for, and gives its number. Nobody can ask for the answer to one
   *  that was not sent in time: it is forgotten. */
  template <class Make>
  Result<uint64_t> start(Make make, const Wait& wait) {
    if (is_of_other_process()) return gone();
    std::unique_lock lock(mutex_);
    if (lost_) return *lost_;
    NTA_TRY(uint64_t request, make(protocol_));
    auto flushed = flush(lock, wait);
    if (flushed) return request;
    protocol_.forget(request);
    answers_.erase(request);  // another thread may have sent it, and read on
    return std::move(flushed).error();
  }
  /** Sends what can be sent at once of a request whose answer nobody needs. */
  template <class Make>
  void post(Make make) {
    if (is_of_other_process()) return;
    std::unique_lock lock(mutex_);
    if (lost_) return;
    if (auto request = make(protocol_)) protocol_.forget(*request);
    send_some();
  }
  /** The answer to a request; after a failure to wait it may be asked for again, or left alone. */
  Result<smb::Answer> wait_for(uint64_t request, const Wait& wait);
  /** Nobody will ask for this answer. */
  void forget(uint64_t request);

  /** Whether it is of no use for further calls. */
  bool is_dead() const;
  /** The session's time is over, and it could not be renewed: what is under way goes on, and everything new takes
   * another connection. */
  void retire() { is_retired_ = true; }
  int fd() const { return fd_.get(); }
  uint32_t largest_transfer() const { return largest_transfer_; }
  const Terms& terms() const { return terms_; }
  /** What the protocols in the pipes encrypt secrets with. */
  Bytes session_key() const {
    if (is_of_other_process()) return {};
    std::unique_lock lock(mutex_);
    ByteView key = protocol_.session_key();
    return {key.begin(), key.end()};
  }

 private:
  SmbConnection(UniqueFd socket, smb::ClientOptions options)
      : fd_(socket.release()),
        generation_(fork_generation()),
        renewed_security_(std::move(options.renewed_security)),
        protocol_(std::move(options)) {}

  using Lock = std::unique_lock<std::mutex>;
  struct Waiter {
    uint64_t request;
    Wakeup& wakeup;
  };

  Result<void> log_on(const Wait& wait);
  Result<void> become_ready(Lock& lock, const Wait& wait);
  Result<void> flush(Lock& lock, const Wait& wait);
  bool send_some();
  Result<void> lead(Lock& lock, const Wait& wait);
  Result<void> follow(Lock& lock, Waiter waiter, const Wait& wait);
  void renew(Lock& lock);
  void leave_expired();
  void receive();
  void take_events();
  void lose(Error why);
  void wake_next_leader();
  bool is_of_other_process() const { return generation_ != fork_generation(); }
  static Error gone() { return fail(Win32::netname_deleted, "the connection was made before a fork"); }

  ForkClosedFd fd_;
  const uint32_t generation_;
  const std::function<Result<std::shared_ptr<auth::SecurityContext>>()> renewed_security_;
  uint32_t largest_transfer_ = 0;
  Terms terms_;

  // Guarded by mutex_, which no thread of another process touches: it may have been locked at the fork.
  mutable std::mutex mutex_;
  smb::ClientConnection protocol_;
  std::map<uint64_t, smb::Answer> answers_;
  std::vector<Waiter*> waiters_;  // those that do not read
  std::optional<Error> lost_;
  bool is_being_read_ = false;
  bool is_ready_ = false;
  bool is_expired_ = false;
  std::atomic<bool> is_retired_ = false;
};

}  // namespace nta::transport
