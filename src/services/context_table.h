// Context handles of one client: what stands behind each, and its end when the client goes ([C706] 6.1.6).
#pragma once

#include <algorithm>
#include <map>
#include <memory>

#include "base/result.h"
#include "describe/type.h"

namespace nta::services {

/** What a context handle stands for. Destroyed when it is closed, or run down with the connection. */
class ContextObject {
 public:
  virtual ~ContextObject() = default;
};

class ContextTable {
 public:
  /** Fails (1450) when the client holds as many as one client may. */
  Result<describe::ContextHandle> add(std::unique_ptr<ContextObject> object);

  /** The object behind a handle of this client and of this kind, else invalid_handle (6). Handles go out with
   *  attributes of 0, so one that comes back with others is none of ours. */
  template <class T>
  Result<T*> find(const describe::ContextHandle& handle) const {
    auto found = handle.attributes == 0 ? objects_.find(handle.id) : objects_.end();
    auto* object = found == objects_.end() ? nullptr : dynamic_cast<T*>(found->second.get());
    if (!object) return fail(Win32::invalid_handle, "context handle {} is not one of this client", handle.id.text());
    return object;
  }

  void remove(const describe::ContextHandle& handle) { objects_.extract(handle.id); }
  /** Runs every handle down: the client has gone. Calls that wait on one are answered, to nobody. */
  void clear() { std::exchange(objects_, {}).clear(); }
  size_t size() const { return objects_.size(); }
  /** How many of one kind. */
  template <class T>
  size_t count() const {
    auto is_one = [](const auto& each) { return dynamic_cast<T*>(each.second.get()) != nullptr; };
    return static_cast<size_t>(std::count_if(objects_.begin(), objects_.end(), is_one));
  }

 private:
  static constexpr size_t most = 1024;
  std::map<Guid, std::unique_ptr<ContextObject>> objects_;
};

}  // namespace nta::services
