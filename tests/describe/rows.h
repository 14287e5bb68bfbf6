// A row as the API has it, wide and narrow.
#pragma once

#include "describe/type.h"

namespace nta::describe {

template <class Char>
struct Row {
  uint32_t Id;
  Char* Name;
  void* Owner;
  Char Title[4];
  int64_t Since;
};
using WideRow = Row<char16_t>;
using NarrowRow = Row<char>;

template <>
inline constexpr auto fields_of<WideRow> = fields(NTA_FIELD(WideRow, Id, "Id", u32),
                                                  NTA_FIELD(WideRow, Name, "Name", unique<wstring>),
                                                  NTA_FIELD(WideRow, Owner, "Owner", unique<sid>),
                                                  NTA_FIELD(WideRow, Title, "Title", wtext<4>),
                                                  NTA_FIELD(WideRow, Since, "Since", time_pair));
template <>
inline constexpr auto fields_of<NarrowRow> = fields(NTA_FIELD(NarrowRow, Id, "Id", u32),
                                                    NTA_FIELD(NarrowRow, Name, "Name", unique<astring>),
                                                    NTA_FIELD(NarrowRow, Owner, "Owner", unique<sid>),
                                                    NTA_FIELD(NarrowRow, Title, "Title", atext<4>),
                                                    NTA_FIELD(NarrowRow, Since, "Since", time_pair));

}  // namespace nta::describe
