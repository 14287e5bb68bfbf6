// AssociationGroups: which connections of a server share context handles ([MS-RPCE] 3.3.1.1.2, [C706] 12.6.3.1).
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/result.h"

namespace nta::rpc {

class AssociationGroups {
 public:
  /** Membership of one association; ends with the object. */
  class Lease {
   public:
    Lease() = default;
    Lease(Lease&& other) noexcept : groups_(std::exchange(other.groups_, nullptr)), id_(other.id_) {}
    Lease& operator=(Lease&& other) noexcept;
    ~Lease() { end(); }
    /** 0: no group. */
    uint32_t id() const { return groups_ ? id_ : 0; }
    void end();

   private:
    friend class AssociationGroups;
    Lease(AssociationGroups& groups, uint32_t id) : groups_(&groups), id_(id) {}
    AssociationGroups* groups_ = nullptr;
    uint32_t id_ = 0;
  };

  /** A new group. `owner` names the transport's identity: only the same one may join, since ids can be guessed. */
  Lease open(const std::string& owner);
  Result<Lease> join(uint32_t id, const std::string& owner);

  /** Called with the id when the last association of a group is gone: its context handles are run down. */
  void on_empty(std::function<void(uint32_t)> callback) { on_empty_ = std::move(callback); }
  size_t size() const { return groups_.size(); }

 private:
  struct Group {
    std::string owner;
    size_t members = 0;
  };
  void leave(uint32_t id);

  std::map<uint32_t, Group> groups_;
  uint32_t last_ = 0;
  std::function<void(uint32_t)> on_empty_;
};

}  // namespace nta::rpc
