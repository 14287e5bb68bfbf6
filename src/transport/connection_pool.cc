// Lending and taking back of connections.
#include "transport/connection_pool.h"

#include <algorithm>

namespace nta::transport {

/** A connection in use; counted until it is given back. */
struct ConnectionPool::Loan {
  Places& places;
  ConnectionPtr connection;
  bool is_reused = false;
};

ConnectionPool::ConnectionPool(Opener opener, std::vector<rpc::SyntaxId> interfaces, PoolOptions options)
    : opener_(std::move(opener)),
      interfaces_(std::move(interfaces)),
      options_(std::move(options)),
      places_(options_.most),
      endless_places_(options_.most_endless) {}

ConnectionPool::~ConnectionPool() = default;

Result<rpc::Reply> ConnectionPool::call(size_t interface, uint16_t opnum, ByteView stub, const Wait& wait) {
  return use(wait, [&](Connection& connection) { return connection.call(interface, opnum, stub, wait); });
}

Result<rpc::Reply> ConnectionPool::call_sealed(size_t interface, uint16_t opnum, const MakeStub& make_stub,
                                               const Wait& wait) {
  return use(wait, [&](Connection& connection) -> Result<rpc::Reply> {
    NTA_TRY(Bytes stub, make_stub(connection.session_key()));
    auto reply = connection.call(interface, opnum, stub, wait);
    wipe(stub);
    return reply;
  });
}

Result<Connection::Replies> ConnectionPool::call_each(size_t interface, uint16_t opnum, std::span<const Bytes> stubs,
                                                      const Wait& wait) {
  return use(wait, [&](Connection& connection) { return connection.call_each(interface, opnum, stubs, wait); });
}

Result<void> ConnectionPool::post_each(size_t interface, uint16_t opnum, std::span<const Bytes> stubs,
                                       const Wait& wait) {
  if (idle() == 0) return {};
  NTA_TRY(Loan loan, borrow(Source::idle_or_new, wait));
  auto posted = loan.connection->post_each(interface, opnum, stubs, wait);
  give_back(std::move(loan));
  return posted;
}

template <class Use>
auto ConnectionPool::use(const Wait& wait, Use use_it) -> decltype(use_it(std::declval<Connection&>())) {
  for (Source source = Source::idle_or_new;; source = Source::only_new) {
    NTA_TRY(Loan loan, borrow(source, wait));
    auto result = use_it(*loan.connection);
    bool is_reused = loan.is_reused;
    give_back(std::move(loan));
    // The server was restarted since the last call: the request was not out, so it may be sent again. A new
    // connection that fails in the same way is the server's fault, and the caller hears of it.
    if (!result && result.error().code == Win32::rpc_call_failed_dne && is_reused) continue;
    return result;
  }
}

/** What the server has closed while nobody looked. */
void ConnectionPool::drop_dead() {
  std::vector<Idle> all;
  {
    std::lock_guard lock(fork_mutex());
    all.swap(idle_);
  }
  std::erase_if(all, [](const Idle& idle) { return idle.connection->is_closed_by_server(); });
  std::lock_guard lock(fork_mutex());
  idle_.insert(idle_.begin(), std::make_move_iterator(all.begin()), std::make_move_iterator(all.end()));
}

Result<ConnectionPool::Loan> ConnectionPool::borrow(Source source, const Wait& wait) {
  if (source == Source::only_new) drop_dead();
  Places& places = wait.deadline ? places_ : endless_places_;
  std::unique_lock lock(fork_mutex());
  forget_other_process();
  NTA_CHECK(places.take(lock, wait));
  if (source == Source::idle_or_new && !idle_.empty()) {
    Loan loan{places, std::move(idle_.back().connection), true};  // the most recently used one: others may grow old
    idle_.pop_back();
    return loan;
  }
  if (places_.taken() + endless_places_.taken() == 1 && idle_.empty()) group_ = 0;  // it ended with its last connection
  lock.unlock();
  auto opened = connect(wait);
  if (opened) return Loan{places, *std::move(opened)};
  lock.lock();
  places.give_back();
  return std::move(opened).error();
}

Result<ConnectionPool::ConnectionPtr> ConnectionPool::connect(const Wait& wait) {
  Wait connecting = wait;
  Deadline latest = after(options_.connect_time);
  connecting.deadline = wait.deadline ? std::min(wait.deadline, latest) : latest;

  auto known_group = [this] {
    std::lock_guard lock(fork_mutex());
    return group_;
  };
  uint32_t group = known_group();
  std::unique_lock founding(*founding_, std::defer_lock);
  if (group == 0) {
    founding.lock();  // another thread may be making the group: at most connect_time
    group = known_group();
  }
  auto connection = connect_to_group(group, connecting);
  // The server may have lost the group in a restart, while other calls still held their broken connections.
  if (!connection && group != 0 && connection.error().code == Win32::rpc_call_failed_dne)
    connection = connect_to_group(0, connecting);
  if (!connection) return connection;
  std::lock_guard lock(fork_mutex());
  group_ = (*connection)->group();
  return connection;
}

Result<ConnectionPool::ConnectionPtr> ConnectionPool::connect_to_group(uint32_t group, const Wait& wait) {
  rpc::ClientOptions options = options_.rpc;
  options.group = group;
  NTA_TRY(auto channel, opener_(wait));
  if (options_.make_security) {
    NTA_TRY(options.security, options_.make_security());
  }
  return Connection::open(std::move(channel), interfaces_, options, wait);
}

void ConnectionPool::give_back(Loan loan) {
  std::vector<Idle> old;
  bool is_usable = loan.connection->is_usable();
  std::lock_guard lock(fork_mutex());
  auto now = Clock::now();
  if (is_usable) idle_.push_back({std::move(loan.connection), now});
  loan.places.give_back();
  auto spare = [&](const Idle& idle) { return now - idle.since > options_.idle_time; };
  while (idle_.size() > 1 && spare(idle_.front())) {
    old.push_back(std::move(idle_.front()));
    idle_.erase(idle_.begin());
  }
}

/** In a forked child the connections are the parent's: closed here already, and not to be used. */
void ConnectionPool::forget_other_process() {
  if (generation_ == fork_generation()) return;
  generation_ = fork_generation();
  idle_.clear();
  places_.forget();
  endless_places_.forget();
  group_ = 0;
  founding_ = std::make_shared<std::mutex>();
}

void ConnectionPool::close_idle() {
  std::vector<Idle> closing;
  std::lock_guard lock(fork_mutex());
  forget_other_process();
  closing.swap(idle_);
}

size_t ConnectionPool::idle() const {
  std::lock_guard lock(fork_mutex());
  return idle_.size();
}

}  // namespace nta::transport
