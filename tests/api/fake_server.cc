// Sockets and threads of the fake: one a connection.
#include "fake_server.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cstdlib>
#include <cstring>

namespace nta::test {
namespace {

size_t index_of(const protocols::Interface& interface) {
  size_t index = 0;
  while (protocols::all_interfaces[index] != &interface) ++index;
  return index;
}

}  // namespace

FakeServer::FakeServer() {
  for (const auto* interface : protocols::all_interfaces)
    interfaces_.push_back({interface->uuid, interface->major, interface->minor});
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
  listener_ = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_.get(), 100) != 0)
    std::abort();
  acceptor_ = std::thread([this] { accept_all(); });
}

FakeServer::~FakeServer() {
  ::shutdown(listener_.get(), SHUT_RDWR);
  acceptor_.join();
  drop_connections();
  for (auto& connection : connections_) connection.thread.join();
}

void FakeServer::drop_connections() {
  std::lock_guard lock(mutex_);
  for (auto& connection : connections_) ::shutdown(connection.fd.get(), SHUT_RDWR);
}

void FakeServer::set(const protocols::Interface& interface, uint16_t opnum, Handler handler) {
  std::lock_guard lock(mutex_);
  handlers_[{index_of(interface), opnum}] = std::move(handler);
}

std::vector<std::string> FakeServer::requests() {
  std::lock_guard lock(mutex_);
  return std::exchange(requests_, {});
}

bool FakeServer::wait_for_requests(size_t count) {
  std::unique_lock lock(mutex_);
  return arrived_.wait_for(lock, std::chrono::seconds(30), [&] { return requests_.size() >= count; });
}

void FakeServer::accept_all() {
  for (;;) {
    UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!fd) return;
    std::lock_guard lock(mutex_);
    int number = fd.get();
    connections_.push_back({std::move(fd), std::thread([this, number] { serve(number); })});
  }
}

void FakeServer::serve(int fd) {
  std::unique_lock lock(mutex_);
  rpc::ServerAssociation association(interfaces_, groups_, {.owner = "test"});
  std::vector<std::byte> buffer(65536);
  for (;;) {
    lock.unlock();
    ssize_t count = ::recv(fd, buffer.data(), buffer.size(), 0);
    lock.lock();
    if (count <= 0) break;
    association.feed(std::span(buffer).first(static_cast<size_t>(count)));
    while (auto event = association.next_event()) {
      if (auto* request = std::get_if<rpc::Request>(&*event)) answer(association, *request);
    }
    while (!association.output().empty()) {
      ssize_t sent = ::send(fd, association.output().data(), association.output().size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      association.sent(static_cast<size_t>(sent));
    }
    if (association.state() == rpc::ServerAssociation::State::closed) break;
  }
  ::shutdown(fd, SHUT_RDWR);
}

void FakeServer::answer(rpc::ServerAssociation& association, const rpc::Request& request) {
  requests_.push_back(fmt::format("{}.{}", protocols::all_interfaces[request.interface]->name, request.opnum));
  arrived_.notify_all();
  auto handler = handlers_.find({request.interface, request.opnum});
  if (handler == handlers_.end()) return association.fault(request.call_id, rpc::fault_op_range);
  if (auto stub = handler->second(request)) association.respond(request.call_id, *stub);
}

}  // namespace nta::test
