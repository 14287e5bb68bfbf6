// SyntaxId: what names an interface or a transfer syntax in a bind ([C706] 12.6.3.1, p_syntax_id_t).
#pragma once

#include <optional>

#include "base/guid.h"

namespace nta::rpc {

struct SyntaxId {
  Guid uuid;
  uint16_t major = 0;
  uint16_t minor = 0;
  auto operator<=>(const SyntaxId&) const = default;
};

/** NDR 2.0, the only transfer syntax spoken here ([C706] 14). */
inline constexpr SyntaxId ndr_syntax{guid("8a885d04-1ceb-11c9-9fe8-08002b104860"), 2, 0};
/** NDR64, which 64-bit Windows offers beside it ([MS-RPCE] 2.2.5); refused. */
inline constexpr SyntaxId ndr64_syntax{guid("71710533-beba-4937-8319-b5dbef9ccc36"), 1, 0};

/** Bits of bind-time feature negotiation ([MS-RPCE] 2.2.2.14). */
inline constexpr uint16_t feature_security_multiplexing = 1;
inline constexpr uint16_t feature_keep_connection_on_orphan = 2;

/** The pseudo transfer syntax that offers `features`: the bitmap is the last eight bytes of its UUID. */
constexpr SyntaxId feature_syntax(uint16_t features) {
  SyntaxId syntax{guid("6cb71c2c-9812-4540-0000-000000000000"), 1, 0};
  syntax.uuid.data4[0] = static_cast<uint8_t>(features & 0xFF);
  syntax.uuid.data4[1] = static_cast<uint8_t>(features >> 8);
  return syntax;
}

/** The features a syntax offers; nothing when it is not the pseudo syntax. */
constexpr std::optional<uint16_t> features_of(const SyntaxId& syntax) {
  SyntaxId bare = syntax;
  bare.uuid.data4 = {};
  if (bare != feature_syntax(0)) return std::nullopt;
  return static_cast<uint16_t>(syntax.uuid.data4[0] | syntax.uuid.data4[1] << 8);
}

}  // namespace nta::rpc
