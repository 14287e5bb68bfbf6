#include "session/terminal/scrollback.h"

#include <algorithm>
#include <cstring>

namespace nta::terminal {
namespace {

struct Header {
  uint16_t text_bytes;
  uint16_t runs_and_wrapped;  // number of runs * 2, + 1 when the line goes on in the next
};

template <class T>
size_t take(const std::vector<std::byte>& data, size_t at, T* to, size_t count) {
  if (count) std::memcpy(to, data.data() + at, count * sizeof(T));
  return at + count * sizeof(T);
}

template <class T>
void append(std::vector<std::byte>& data, const T* from, size_t count) {
  const auto* bytes = reinterpret_cast<const std::byte*>(from);
  data.insert(data.end(), bytes, bytes + count * sizeof(T));
}

constexpr size_t most_text_bytes = UINT16_MAX;
static_assert(largest_size.columns * 4 * (1 + MarkTable::longest) <= most_text_bytes);

}  // namespace

void LineText::assign(const Grid& grid, int row, const MarkTable& marks) {
  text.clear();
  runs.clear();
  wrapped = grid.wrapped(row);
  std::span<const Cell> cells = grid.row(row).first(static_cast<size_t>(grid.used(row)));
  while (!cells.empty() && cells.back().is_blank()) cells = cells.first(cells.size() - 1);
  size_t run_start = 0;
  auto end_run = [&](const Style& style) {
    if (text.size() > run_start)
      runs.push_back({static_cast<uint16_t>(text.size() - run_start), static_cast<uint16_t>(style.attributes),
                      style.foreground, style.background});
    run_start = text.size();
  };
  const Cell* previous = cells.data();
  for (size_t i = 0; i < cells.size();) {
    if (cells[i].style != previous->style) end_run(previous->style);
    previous = &cells[i];
    size_t ascii = i;
    while (ascii < cells.size() && cells[ascii].glyph - 1 < 0x7F && cells[ascii].style == previous->style) ++ascii;
    size_t length = text.size();
    text.resize(length + ascii - i);
    for (; i < ascii; ++i) text[length++] = static_cast<char>(cells[i].glyph);
    if (i < cells.size() && cells[i].style == previous->style) append_cell(text, cells[i++], marks);
  }
  if (!cells.empty() && (!runs.empty() || previous->style != Style{})) end_run(previous->style);
}

void Scrollback::push(const LineText& line) {
  if (limits_.lines == 0) {
    ++end_;
    return;
  }
  while (lines_ >= limits_.lines || (lines_ && bytes() > limits_.bytes)) drop_oldest_line();
  size_t bytes = sizeof(Header) + line.runs.size() * sizeof(StyleRun) + line.text.size();
  Chunk& chunk = chunk_for(bytes);
  Header header{static_cast<uint16_t>(line.text.size()),
                static_cast<uint16_t>(line.runs.size() * 2 + (line.wrapped ? 1 : 0))};
  append(chunk.data, &header, 1);
  append(chunk.data, line.runs.data(), line.runs.size());
  append(chunk.data, line.text.data(), line.text.size());
  ++chunk.lines;
  ++lines_;
  ++end_;
}

void Scrollback::clear() {
  chunks_.clear();
  lines_ = bytes_ = 0;
}

size_t Scrollback::read(const Chunk& chunk, size_t at, LineText* line) {
  Header header;
  at = take(chunk.data, at, &header, 1);
  size_t runs = header.runs_and_wrapped / 2;
  if (!line) return at + runs * sizeof(StyleRun) + header.text_bytes;
  line->wrapped = header.runs_and_wrapped & 1;
  line->runs.resize(runs);
  at = take(chunk.data, at, line->runs.data(), runs);
  line->text.resize(header.text_bytes);
  return take(chunk.data, at, line->text.data(), header.text_bytes);
}

Scrollback::Chunk& Scrollback::chunk_for(size_t bytes) {
  if (chunks_.empty() || chunks_.back().data.size() + bytes > chunks_.back().data.capacity()) {
    Chunk& chunk = chunks_.emplace_back();
    chunk.data = std::move(spare_);
    chunk.data.clear();
    chunk.data.reserve(std::max(bytes, chunk_bytes));
    bytes_ += chunk.data.capacity();
  }
  return chunks_.back();
}

void Scrollback::drop_oldest_line() {
  Chunk& oldest = chunks_.front();
  oldest.start = read(oldest, oldest.start, nullptr);
  --lines_;
  if (--oldest.lines) return;
  bytes_ -= oldest.data.capacity();
  spare_ = std::move(oldest.data);
  chunks_.pop_front();
}

}  // namespace nta::terminal
