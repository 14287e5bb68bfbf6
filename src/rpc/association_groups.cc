// The bookkeeping of association_groups.h.
#include "rpc/association_groups.h"

namespace nta::rpc {

AssociationGroups::Lease& AssociationGroups::Lease::operator=(Lease&& other) noexcept {
  if (this != &other) {
    end();
    groups_ = std::exchange(other.groups_, nullptr);
    id_ = other.id_;
  }
  return *this;
}

void AssociationGroups::Lease::end() {
  if (auto* groups = std::exchange(groups_, nullptr)) groups->leave(id_);
}

AssociationGroups::Lease AssociationGroups::open(const std::string& owner) {
  do {
    ++last_;
  } while (last_ == 0 || groups_.contains(last_));
  groups_[last_] = {owner, 1};
  return Lease(*this, last_);
}

Result<AssociationGroups::Lease> AssociationGroups::join(uint32_t id, const std::string& owner) {
  auto found = groups_.find(id);
  if (found == groups_.end() || found->second.owner != owner)
    return fail(Win32::access_denied, "no association group {} of {}", id, owner);
  ++found->second.members;
  return Lease(*this, id);
}

void AssociationGroups::leave(uint32_t id) {
  auto found = groups_.find(id);
  if (--found->second.members > 0) return;
  groups_.erase(found);
  if (on_empty_) on_empty_(id);
}

}  // namespace nta::rpc
