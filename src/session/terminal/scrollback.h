// Scrollback: the lines that left the top of the primary screen, as UTF-8 text and runs of style in 16 KiB chunks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "session/terminal/grid.h"

namespace nta::terminal {

/** `bytes` of a line's text in one style. */
struct StyleRun {
  uint16_t bytes;
  uint16_t attributes;
  Color foreground;
  Color background;
  Style style() const { return {foreground, background, attributes}; }
  bool operator==(const StyleRun&) const = default;
};

/** A row as text: trailing blanks are left out, no run means that all of it is plain. */
struct LineText {
  std::string text;
  std::vector<StyleRun> runs;
  bool wrapped = false;
  void assign(const Grid& grid, int row, const MarkTable& marks);
  bool operator==(const LineText&) const = default;
};

struct ScrollbackLimits {
  size_t lines = 2000;
  size_t bytes = 4u << 20;  // a program could fill every cell with its own colour and marks
};

class Scrollback {
 public:
  explicit Scrollback(ScrollbackLimits limits) : limits_(limits) {}

  void push(const LineText& line);
  /** Forgets the lines; numbers go on. */
  void clear();

  /** Lines are numbered from the first one ever pushed; kept are [first(), end()). */
  uint64_t first() const { return end_ - lines_; }
  uint64_t end() const { return end_; }
  size_t bytes() const { return bytes_; }

  /** Calls visit(const LineText&) for the kept lines from number `from` on. */
  template <class Visit>
  void visit(uint64_t from, Visit&& visit) const {
    LineText line;
    uint64_t number = first();
    for (const Chunk& chunk : chunks_) {
      if (number + chunk.lines <= from) {
        number += chunk.lines;
        continue;
      }
      for (size_t at = chunk.start; at < chunk.data.size(); ++number) {
        at = read(chunk, at, number >= from ? &line : nullptr);
        if (number >= from) visit(line);
      }
    }
  }

 private:
  static constexpr size_t chunk_bytes = 16 << 10;
  struct Chunk {
    std::vector<std::byte> data;
    size_t start = 0;  // of the first line still kept
    size_t lines = 0;
  };

  static size_t read(const Chunk& chunk, size_t at, LineText* line);
  Chunk& chunk_for(size_t bytes);
  void drop_oldest_line();

  ScrollbackLimits limits_;
  std::deque<Chunk> chunks_;
  std::vector<std::byte> spare_;  // of the last chunk dropped: no allocation while lines stream through
  uint64_t end_ = 0;
  size_t lines_ = 0;
  size_t bytes_ = 0;  // allocated by the chunks
};

}  // namespace nta::terminal
