// Links, one a server and environment.
#include "api/client/link.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>

#include "api/client/local_host.h"
#include "protocols/all.h"

namespace nta::client {
namespace {

std::vector<rpc::SyntaxId> bound_interfaces() {
  std::vector<rpc::SyntaxId> interfaces;
  for (const auto* interface : protocols::all_interfaces)
    interfaces.push_back({interface->uuid, interface->major, interface->minor});
  return interfaces;
}

Result<std::unique_ptr<transport::Channel>> open_local(const transport::Wait& wait) {
  NTA_TRY(LocalHost host, find_local_host());
  return connect_local(host, wait);
}

}  // namespace

Link::Link(transport::ConnectionPool::Opener opener) : opener_(opener), pool_(std::move(opener), bound_interfaces()) {}

const std::string& Link::local_environment() {
  thread_local std::string text;  // its memory is used again: this runs at every local call
  text.clear();
  for (const char* name : {"NTADMIN_HOST", "NTADMIN_AUTOSTART", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HOME"}) {
    const char* value = secure_getenv(name);
    text.append(value ? value : "").push_back('\n');
  }
  return text;
}

std::shared_ptr<Link> Link::local(const std::string& environment) {
  static auto& links = *new std::map<std::string, std::shared_ptr<Link>>;  // outlives other threads' calls at exit
  std::lock_guard lock(transport::fork_mutex());
  auto& link = links[environment];
  if (!link) link = std::make_shared<Link>(open_local);
  return link;
}

Result<std::unique_ptr<transport::Connection>> Link::connect(const transport::Wait& wait) {
  transport::Wait connecting = wait;
  transport::Deadline latest = transport::after(transport::default_connect_time);
  connecting.deadline = wait.deadline ? std::min(wait.deadline, latest) : latest;
  NTA_TRY(auto channel, opener_(connecting));
  return transport::Connection::open(std::move(channel), bound_interfaces(), {}, connecting);
}

std::optional<describe::ContextHandle> KeptHandle::get() const {
  std::lock_guard lock(transport::fork_mutex());
  return generation_ == transport::fork_generation() ? handle_ : std::nullopt;
}

describe::ContextHandle KeptHandle::keep(const describe::ContextHandle& handle) {
  std::lock_guard lock(transport::fork_mutex());
  if (!handle_ || generation_ != transport::fork_generation()) handle_ = handle;
  generation_ = transport::fork_generation();
  return *handle_;
}

void KeptHandle::forget(const describe::ContextHandle& handle) {
  std::lock_guard lock(transport::fork_mutex());
  if (handle_ == handle) handle_.reset();
}

size_t bound_index(const protocols::Interface& interface) {
  size_t index = 0;
  while (protocols::all_interfaces[index] != &interface) ++index;
  return index;
}

}  // namespace nta::client
