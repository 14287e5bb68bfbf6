// Tables as Windows' tools print them: fixed columns, one character in front for the mark of one's own session.
#pragma once

#include <cstdio>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "describe/show.h"
#include "describe/type.h"
#include "tools/fleet.h"

namespace nta::tools {

enum class Side { left, right };

/** Where a column stands. Left: its cells start at `from`; right: they end before `to`. A cell that is too long pushes
 *  the rest of its row to the right: nothing is ever cut, so that what is printed can be typed again. */
struct Column {
  std::string_view member;  // the name in the row's description
  std::string_view heading;
  Side side;
  size_t from;
  size_t to;
};

std::string heading(std::span<const Column> columns);
/** Cells are the members' describe::cell; `marked` puts the '>' in front. */
std::string line(std::span<const Column> columns, const describe::Type& row, const void* value, bool marked);

/** Columns that a terminal needs for UTF-8 text. */
size_t display_width(std::string_view utf8);

/** Writes to stdout, all of it; fails when nobody takes it (a full disk). */
Result<void> print(std::string_view text);

/** How a command shows its rows: two descriptions of one structure, since people and programs want different members.
 */
struct View {
  std::span<const Column> columns;
  const describe::Type& shown;  // the members that `columns` names
  const describe::Type& json;
};

/** A table's lines, or the objects that are the same in JSON; where many servers are asked, they are collected. */
Result<void> print_collected(CollectedRows rows, bool json);

/** Rows as JSON or as a table. A Row has a member `own`: whether it is of the caller's session. */
template <class Row>
Result<void> print_rows(const View& view, std::span<const Row> rows, bool json) {
  CollectedRows printed{.heading = heading(view.columns)};
  for (const Row& row : rows) {
    printed.lines.push_back(line(view.columns, view.shown, &row, row.own != 0));
    describe::append_json(view.json, &row, printed.objects.emplace_back());
  }
  return print_collected(std::move(printed), json);
}

}  // namespace nta::tools
