// Cell: one column of the screen, its character, colours and attributes, in 16 bytes that compare as one block.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nta::terminal {

struct Size {
  int rows = 24;
  int columns = 80;
  bool operator==(const Size&) const = default;
};
/** A client may ask for any size; cells are allocated for one between these. */
inline constexpr Size smallest_size{1, 2};
inline constexpr Size largest_size{500, 1000};
Size clamped(Size wanted);
Size clamped(uint32_t rows, uint32_t columns);

/** The terminal's own colour, one of its 256, or 24 bits of RGB. */
struct Color {
  uint32_t packed = 0;  // kind in the top byte (0 own, 1 indexed, 2 RGB), value below
  static constexpr Color indexed(uint32_t index) { return {0x01000000 | (index & 0xFF)}; }
  static constexpr Color rgb(uint32_t r, uint32_t g, uint32_t b) {
    return {0x02000000 | (r & 0xFF) << 16 | (g & 0xFF) << 8 | (b & 0xFF)};
  }
  constexpr bool is_own() const { return packed == 0; }
  constexpr bool is_indexed() const { return packed >> 24 == 1; }
  constexpr uint32_t value() const { return packed & 0xFFFFFF; }
  bool operator==(const Color&) const = default;
};

namespace attribute {
inline constexpr uint32_t bold = 1, faint = 2, italic = 4, blink = 8, inverse = 16, invisible = 32, strike = 64,
                          overline = 128;
inline constexpr uint32_t underline_shift = 8, underline_mask = 7u << underline_shift;  // 1 single … 5 dashed
}  // namespace attribute

struct Style {
  Color foreground;
  Color background;
  uint32_t attributes = 0;
  bool operator==(const Style&) const = default;
  /** What an erased cell looks like: the background stays (xterm's bce). */
  Style erased() const { return {{}, background, 0}; }
};

struct Cell {
  uint32_t glyph = U' ';  // code point; combining marks' number above it; 0: the right half of the wide one before
  Style style;

  static constexpr uint32_t character_bits = 21;
  char32_t character() const { return glyph & ((1u << character_bits) - 1); }
  uint32_t marks() const { return glyph >> character_bits; }
  bool is_right_half() const { return glyph == 0; }
  bool is_blank() const { return glyph == U' ' && style == Style{}; }
  bool operator==(const Cell&) const = default;
};
static_assert(sizeof(Cell) == 16);

/** The combinations of combining marks in use; cells hold a number. When full, further marks are dropped, until what no
 *  cell has any more is forgotten. */
class MarkTable {
 public:
  static constexpr uint32_t most = (1u << (32 - Cell::character_bits)) - 1;
  static constexpr size_t longest = 8;

  /** The number of "what `marks` stands for, then `mark`"; `marks` itself when there is no room. */
  uint32_t with(uint32_t marks, char32_t mark);
  /** It is full, and since those in use were looked for, new ones were asked for so often that going through so many
   *  cells costs little. */
  bool is_crowded(size_t cells) const { return held_ == most && new_ones_ * cells_a_mark >= cells; }
  /** Frees the numbers that are not among those in use, of which [n] tells for number n. */
  void forget_unused(const std::vector<bool>& in_use);
  /** Grows with that: a cell seen before may have another meaning now. */
  uint32_t times_forgotten() const { return times_forgotten_; }

  std::u32string_view text(uint32_t marks) const {
    return marks == 0 || marks > known_.size() ? std::u32string_view() : std::u32string_view(known_[marks - 1]);
  }

 private:
  static constexpr size_t cells_a_mark = 64;
  std::vector<std::u32string> known_;  // number 1 first; empty: free
  size_t held_ = 0;                    // that are not
  size_t new_ones_ = 0;                // asked for since those in use were looked for, whether there was room or not
  uint32_t times_forgotten_ = 0;
};

void append_utf8(std::string& out, char32_t character);
/** The cell's character with its marks; nothing for a right half. */
void append_cell(std::string& out, const Cell& cell, const MarkTable& marks);

}  // namespace nta::terminal
