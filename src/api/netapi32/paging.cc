#include "api/netapi32/paging.h"

#include <algorithm>

#include "describe/pack.h"

namespace nta::api {
namespace {

/** Tells positions from other numbers: Windows refuses those. */
constexpr DWORD_PTR position_mark = DWORD_PTR{0x67726F75} << 32;

uint32_t rows_that_fit(const describe::Type& row, const std::byte* rows, uint32_t count, size_t bytes) {
  size_t taken = 0;
  for (uint32_t i = 0; i < count; ++i) {
    taken += describe::packed_size(row, rows + size_t{i} * row.size, 1);
    if (taken > bytes) return i;
  }
  return count;
}

}  // namespace

Result<uint32_t> position_of(const DWORD_PTR* resume) {
  if (!resume || *resume == 0) return 0u;
  if (*resume >> 32 != position_mark >> 32) return fail(Win32::invalid_parameter, "{} is no resume handle", *resume);
  return static_cast<uint32_t>(*resume);
}

DWORD_PTR resume_at(uint32_t position) { return position == 0 ? 0 : position_mark | position; }

Result<void> fill_page(const EnumOutputs& outputs, const describe::Type& row, const std::byte* rows, uint32_t count,
                       DWORD prefmaxlen, PDWORD_PTR resume) {
  NTA_TRY(uint32_t first, position_of(resume));
  first = std::min(first, count);
  const std::byte* start = rows + size_t{first} * row.size;
  uint32_t left = count - first;
  uint32_t fitting = prefmaxlen == MAX_PREFERRED_LENGTH ? left : rows_that_fit(row, start, left, prefmaxlen);
  Win32 status = fitting < left ? Win32::more_data : Win32::success;
  if (resume) *resume = status == Win32::more_data ? resume_at(first + fitting) : 0;
  return outputs.fill(row, start, fitting, left, status);
}

}  // namespace nta::api
