#include "auth/use_table.h"

#include <algorithm>

#include "base/utf16.h"

namespace nta::auth {
namespace {

bool is_same_user(const std::optional<Credentials>& a, const std::optional<Credentials>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->nt_hash == b->nt_hash && upper_case(a->account()) == upper_case(b->account());
}

Result<void> check_lengths(const Use& use) {
  bool fits = to_utf16(use.server).size() <= UseTable::longest_server && use.remote.size() <= UseTable::longest_remote;
  if (fits && use.credentials)
    fits = use.credentials->user.size() <= UseTable::longest_user &&
           use.credentials->domain.size() <= UseTable::longest_user;
  if (!fits) return fail(Win32::invalid_parameter, "a use with a name that is too long");
  return {};
}

auto at(auto& uses, std::string_view server, uint16_t port) {
  return std::ranges::find_if(
      uses, [=](const Use& use) { return use.port == port && equal_ignoring_case(use.server, server); });
}

}  // namespace

const Use* UseTable::find(std::string_view server, uint16_t port) const {
  auto found = at(uses_, server, port);
  return found == uses_.end() ? nullptr : &*found;
}

Result<bool> UseTable::add(Use use, Proof proof) {
  NTA_CHECK(check_lengths(use));
  auto known = at(uses_, use.server, use.port);
  if (known != uses_.end()) {
    if (!is_same_user(known->credentials, use.credentials))
      return fail(Win32::session_credential_conflict, "'{}' is in use under another name", use.server);
    ++known->count;
    return true;
  }
  if (proof == Proof::missing) return false;
  if (uses_.size() == most_uses) return fail(Win32::no_system_resources, "{} servers are in use", most_uses);
  use.count = 1;
  use.number = ++last_number_;
  uses_.push_back(std::move(use));
  return true;
}

bool UseTable::remove(std::string_view server, uint16_t port, Extent extent) {
  auto known = at(uses_, server, port);
  if (known == uses_.end()) return false;
  if (extent == Extent::all_of_them || --known->count == 0) uses_.erase(known);
  return true;
}

}  // namespace nta::auth
