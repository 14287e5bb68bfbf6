#include "services/context_table.h"

namespace nta::services {

Result<describe::ContextHandle> ContextTable::add(std::unique_ptr<ContextObject> object) {
  if (objects_.size() >= most)
    return fail(Win32::no_system_resources, "this client already holds {} context handles", objects_.size());
  describe::ContextHandle handle{0, Guid::random()};
  objects_.emplace(handle.id, std::move(object));
  return handle;
}

}  // namespace nta::services
