// Security identifiers: the value type, its text and its raw bytes ([MS-DTYP] 2.4.2).
#pragma once

#include <sys/types.h>

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace nta {

struct Sid {
  static constexpr size_t most_sub_authorities = 15;

  uint64_t authority = 0;  // 48 bits
  uint8_t count = 0;
  std::array<uint32_t, most_sub_authorities> sub{};

  auto operator<=>(const Sid&) const = default;

  /** "S-1-5-18". */
  std::string text() const;
  static std::optional<Sid> parse(std::string_view text);

  /** The packed form: revision, count, authority big-endian, sub-authorities little-endian. */
  Bytes bytes() const;
  static Result<Sid> from_bytes(ByteView bytes);

  /** This SID with one more sub-authority; at most 15. */
  Sid with(uint32_t rid) const;
};

template <class... Numbers>
constexpr Sid make_sid(uint64_t authority, Numbers... numbers) {
  static_assert(sizeof...(numbers) <= Sid::most_sub_authorities);
  return Sid{authority, sizeof...(numbers), {static_cast<uint32_t>(numbers)...}};
}

inline constexpr Sid sid_system = make_sid(5, 18);
inline constexpr Sid sid_local_service = make_sid(5, 19);
inline constexpr Sid sid_network_service = make_sid(5, 20);
inline constexpr Sid sid_everyone = make_sid(1, 0);
inline constexpr Sid sid_anonymous = make_sid(5, 7);
inline constexpr Sid sid_authenticated_users = make_sid(5, 11);
inline constexpr Sid sid_administrators = make_sid(5, 32, 544);
inline constexpr Sid sid_users = make_sid(5, 32, 545);
inline constexpr Sid sid_guests = make_sid(5, 32, 546);
inline constexpr Sid sid_power_users = make_sid(5, 32, 547);
inline constexpr Sid sid_account_operators = make_sid(5, 32, 548);
inline constexpr Sid sid_server_operators = make_sid(5, 32, 549);
inline constexpr Sid sid_print_operators = make_sid(5, 32, 550);
inline constexpr Sid sid_remote_desktop_users = make_sid(5, 32, 555);

/** SID of a Unix user with no account of its own: S-1-22-1-uid, and S-1-5-18 for root (docs/identity.md). */
Sid sid_of_uid(uid_t uid);

}  // namespace nta
