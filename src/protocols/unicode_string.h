// RPC_UNICODE_STRING ([MS-DTYP] 2.3.10): counted text, with or without a terminator behind what counts; RPC_STRING.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "protocols/method.h"
#include "protocols/rows.h"

namespace nta::protocols {

struct RPC_UNICODE_STRING {
  uint16_t Length;         // bytes
  uint16_t MaximumLength;  // bytes
  char16_t* Buffer;

  static constexpr auto described() {
    using S = RPC_UNICODE_STRING;
    return fields(NTA_UNSHOWN(S, Length), NTA_UNSHOWN(S, MaximumLength),
                  NTA_FIELD(S, Buffer, "", unique<array_of<wchar>>)
                      .counted(NTA_HALF(S, MaximumLength))
                      .sent(NTA_HALF(S, Length)));
  }
};

/** The same of one-byte characters: [MS-SAMR] 2.2.2.1, and STRING of [MS-LSAT]. */
struct RPC_STRING {
  uint16_t Length;
  uint16_t MaximumLength;
  uint8_t* Buffer;

  static constexpr auto described() {
    using S = RPC_STRING;
    return fields(NTA_UNSHOWN(S, Length), NTA_UNSHOWN(S, MaximumLength),
                  NTA_FIELD(S, Buffer, "", unique<array_of<u8>>)
                      .counted(NTA_NUMBER(S, MaximumLength))
                      .sent(NTA_NUMBER(S, Length)));
  }
};

inline std::u16string_view text_of(const RPC_UNICODE_STRING& text) {
  return text.Buffer ? std::u16string_view(text.Buffer, text.Length / 2) : std::u16string_view();
}

/** At most 32,766 units; what is longer is cut. */
inline RPC_UNICODE_STRING counted_text(Arena& memory, std::u16string_view text) {
  constexpr size_t most = 0xFFFE / 2 - 1;
  text = text.substr(0, most);
  return {static_cast<uint16_t>(2 * text.size()), static_cast<uint16_t>(2 * text.size() + 2), memory.text(text)};
}

}  // namespace nta::protocols
