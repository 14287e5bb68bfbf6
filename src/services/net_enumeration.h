// Enumerations that can be taken up again ([MS-SRVS] 3.1.4.5 and its like): level, preferred size, total, resume
// handle.
//
// The resume handle is the id of the last row that was sent. Ids only grow, so that an enumeration repeats nothing and
// loses nothing that stays, whatever comes and goes between two calls.
#pragma once

#include "describe/pack.h"
#include "describe/prefix.h"
#include "protocols/net_levels.h"
#include "services/call.h"

namespace nta::services {

/** What the answer is when the caller's size takes no row at all: calls differ in it. */
enum class NoRoom { is_too_small, is_more_data };

inline constexpr uint32_t everything = 0xFFFFFFFF;  // MAX_PREFERRED_LENGTH

/** A level that begins as Whole does, which `fill` has. */
template <class Whole, class Part, class Fill, class... From>
Part beginning_of(const Fill& fill, From&&... from) {
  Whole whole{};
  fill(whole, from...);
  return describe::prefix_of<Part>(whole);
}

namespace detail {

/** Fills rows while they fit into `room` bytes of the caller's buffer; returns how many. */
template <class Row, class Item, class Fill>
uint32_t fill_rows(std::span<const Item> items, uint32_t room, Fill& fill, Arena& memory, void*& buffer) {
  auto* rows = memory.make<Row>(items.size());
  buffer = rows;
  size_t used = 0;
  uint32_t count = 0;
  for (const Item& item : items) {
    fill(rows[count], item, memory);
    used += describe::packed_size(describe::type_of<Row>, &rows[count], 1);
    if (room != everything && used > room) break;
    ++count;
  }
  return count;
}

}  // namespace detail

/** `items` are what passed the filters, by rising id; `id_of` gives it. `fill(row, item, memory)` exists for the levels
 *  that the method has; any other is invalid_level. */
template <class M, class Item, class IdOf, class Fill>
Result<void> enumerate(Call<M>& call, const std::vector<Item>& items, NoRoom no_room, IdOf id_of, Fill fill) {
  const auto& in = call.in();
  auto& out = call.out;
  uint32_t level = in.InfoStruct.Level;
  out.InfoStruct.Level = level;
  uint32_t last_sent = in.ResumeHandle ? *in.ResumeHandle : 0;
  auto first = std::find_if(items.begin(), items.end(), [&](const Item& item) { return id_of(item) > last_sent; });
  std::span<const Item> left(first, items.end());

  std::optional<uint32_t> count;
  void* buffer = nullptr;
  M::In::Levels::with_row(level, [&]<class Row>(std::type_identity<Row>) {
    if constexpr (requires(Row & row, const Item& item) { fill(row, item, call.memory); })
      count = detail::fill_rows<Row>(left, in.PreferedMaximumLength, fill, call.memory, buffer);
  });
  if (!count) return fail(Win32::invalid_level, "level {} is none of this method", level);
  if (*count == 0 && !left.empty() && no_room == NoRoom::is_too_small)
    return fail(Win32::buffer_too_small, "not one row fits into {} bytes", in.PreferedMaximumLength);

  out.InfoStruct.Info = call.memory.template make<protocols::InfoContainer>();
  *out.InfoStruct.Info = {*count, buffer};
  out.TotalEntries = static_cast<uint32_t>(left.size());
  bool is_all = *count == left.size();
  if (in.ResumeHandle) {
    out.ResumeHandle = call.memory.template make<uint32_t>();
    *out.ResumeHandle = is_all ? 0 : *count == 0 ? last_sent : id_of(left[*count - 1]);
  }
  if (is_all) return {};
  return fail(Win32::more_data, "{} of {} rows fit into {} bytes", *count, left.size(), in.PreferedMaximumLength);
}

/** Answers with one structure of the level asked for; `fill(row)` exists for the levels that the method has. */
template <class Family, class M, class Fill>
Result<void> give_info(Call<M>& call, uint32_t level, Fill fill) {
  call.out.Level = level;
  bool is_known = false;
  Family::with_row(level, [&]<class Row>(std::type_identity<Row>) {
    if constexpr (requires(Row & row) { fill(row); }) {
      auto* row = call.memory.template make<Row>();
      fill(*row);
      call.out.Info = row;
      is_known = true;
    }
  });
  if (is_known) return {};
  return fail(Win32::invalid_level, "level {} is none of this method", level);
}

}  // namespace nta::services
