// The users of a domain, page by page, as rows of a level.
#pragma once

#include "api/netapi32/operators.h"
#include "api/netapi32/user_fields.h"

namespace nta::api {

/** What a row is taken for where an answer may have so many bytes, as Windows and SAMR do. */
inline constexpr uint32_t bytes_of_row = 32;

class UserList {
 public:
  /** Users with one of these bits of control; 0: all. */
  static Result<UserList> open(SamServer server, const describe::Type& level, uint32_t control);

  /** Asks how many users the server has, whatever their kind; 0 where it does not say. */
  uint32_t ask_total() const;

  struct Page {
    Arena memory;
    void* rows = nullptr;
    size_t count = 0;
    uint32_t next = 0;  // position of the page behind it
    bool is_last = true;
  };
  /** The page at a position, 0 being the first; about `most` rows. A user who is deleted meanwhile is left out. */
  Result<Page> read(uint32_t position, uint32_t most);

 private:
  UserList(SamServer server, SamDomain domain, const describe::Type& level, uint32_t control)
      : server_(std::move(server)), domain_(std::move(domain)), level_(&level), filler_(level), control_(control) {}

  using Names = ndr::Decoded<protocols::SamrEnumerateUsersInDomain::Out>;
  Result<Names> names(uint32_t position, uint32_t most) const;
  Result<Page> read_names(uint32_t position, uint32_t most) const;
  Result<Page> read_whole(uint32_t position, uint32_t most);
  Result<Page> read_each(uint32_t position, uint32_t most);
  Result<void> read_some(std::span<const uint32_t> rids, Page& page) const;
  Result<void> need_operators();
  void fill(UserFacts facts, std::span<const uint32_t> groups, Page& page) const;

  SamServer server_;
  SamDomain domain_;
  const describe::Type* level_;
  UserFiller filler_;
  uint32_t control_;
  bool tells_whole_users_ = true;  // until the server is found not to
  std::optional<OperatorSids> operators_;
};

}  // namespace nta::api
