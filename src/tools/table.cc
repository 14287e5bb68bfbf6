// Laying out the lines of a table.
#include "tools/table.h"

#include <fmt/format.h>

#include <csignal>
#include <cwchar>

#include "base/printable.h"
#include "base/utf16.h"

namespace nta::tools {
namespace {

void put(const Column& column, std::string_view text, std::string& out) {
  size_t width = display_width(text);
  size_t wanted = column.side == Side::left ? column.from : column.to - std::min(width, column.to);
  size_t used = display_width(out);
  // One space at least between two cells, except after the mark.
  out.append(std::max(wanted > used ? wanted - used : 0, size_t{used > 1 ? 1u : 0u}), ' ');
  out += text;
}

std::string finish(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

}  // namespace

size_t display_width(std::string_view utf8) {
  size_t width = 0;
  std::u16string units = to_utf16(utf8);
  for (size_t i = 0; i < units.size(); ++i) {
    wchar_t point = units[i];
    if (point >= 0xD800 && point < 0xDC00 && i + 1 < units.size())
      point = static_cast<wchar_t>(0x10000 + ((point - 0xD800) << 10) + (units[++i] - 0xDC00));
    int columns = wcwidth(point);
    width += columns < 0 ? 1 : static_cast<size_t>(columns);
  }
  return width;
}

std::string heading(std::span<const Column> columns) {
  std::string out = " ";
  for (const Column& column : columns) put(column, column.heading, out);
  return finish(std::move(out));
}

std::string line(std::span<const Column> columns, const describe::Type& row, const void* value, bool marked) {
  std::string out = marked ? ">" : " ";
  for (const Column& column : columns) put(column, printable(describe::cell(row, value, column.member)), out);
  return finish(std::move(out));
}

Result<void> print_collected(CollectedRows rows, bool json) {
  if (CollectedRows* collected = collected_rows()) {
    *collected = std::move(rows);
    return {};
  }
  if (!json) return print(rows.heading + fmt::format("{}", fmt::join(rows.lines, "")));
  return print(rows.objects.empty() ? "[]\n" : fmt::format("[\n {}\n]\n", fmt::join(rows.objects, ",\n ")));
}

Result<void> print(std::string_view text) {
  // A reader that goes away (`| head`) ends the program in silence, as with any other. Only here: a host that goes away
  // while it is asked something is an error to be told.
  std::signal(SIGPIPE, SIG_DFL);
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return {};
  return fail(win32_from_errno(errno), "cannot write to standard output");
}

}  // namespace nta::tools
