// What an API function hands out: rows or one value in a block of its own, wide or narrow.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "api/ntadmin/blocks.h"
#include "api/wtsapi32/tables.h"
#include "base/arena.h"
#include "describe/pack.h"

namespace nta::api {

/** W and A. */
enum class Text { wide, narrow };

/** The text of a fixed buffer that came over the wire: up to its terminator, or all of it. */
template <size_t Size>
std::u16string_view text_in(const char16_t (&buffer)[Size]) {
  return {buffer, static_cast<size_t>(std::find(buffer, buffer + Size, u'\0') - buffer)};
}

/** A terminated copy, or null for empty text. */
inline char16_t* text_or_null(Arena& arena, std::u16string_view text) {
  return text.empty() ? nullptr : arena.text(text);
}

/** Rows of `Wide` as a block of rows of `Row`, which is `Wide` itself or its A form. */
template <class Row, class Wide>
Result<Row*> hand_out(std::span<const Wide> rows, BlockKind kind) {
  NTA_TRY(void* block,
          describe::pack(describe::type_of<Wide>, describe::type_of<Row>, rows.data(), rows.size(), new_block));
  describe_block(block, kind, static_cast<uint32_t>(rows.size()));
  return static_cast<Row*>(block);
}

}  // namespace nta::api
