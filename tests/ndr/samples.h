// Described structures that exercise every form of the wire, with bytes worked out by hand from [C706] chapter 14.
#pragma once

#include "describe/type.h"
#include "hex.h"

namespace nta::describe {

struct Pair {
  uint8_t small;
  uint32_t large;
};
template <>
inline constexpr auto fields_of<Pair> = fields(NTA_FIELD(Pair, small, "small", u8),
                                               NTA_FIELD(Pair, large, "large", u32));

struct Named {
  char16_t* name;
  uint32_t count;
  Pair* pairs;
};
template <>
inline constexpr auto fields_of<Named> =
    fields(NTA_FIELD(Named, name, "name", unique<wstring>), NTA_FIELD(Named, count, "count", u32),
           NTA_FIELD(Named, pairs, "pairs", unique<array_of<type_of<Pair>>>).counted(NTA_NUMBER(Named, count)));

struct Rows {
  Named* rows;
  uint32_t rows_count;
  uint32_t result;
};
template <>
inline constexpr auto fields_of<Rows> =
    fields(NTA_FIELD(Rows, rows, "rows", unique<array_of<type_of<Named>>>).counted(NTA_NUMBER(Rows, rows_count)),
           NTA_FIELD(Rows, rows_count, "rows_count", u32), NTA_FIELD(Rows, result, "result", u32));

struct CountedText {  // RPC_UNICODE_STRING
  uint16_t length;
  uint16_t maximum;
  char16_t* buffer;
};
template <>
inline constexpr auto fields_of<CountedText> = fields(NTA_FIELD(CountedText, length, "", u16),
                                                      NTA_FIELD(CountedText, maximum, "", u16),
                                                      NTA_FIELD(CountedText, buffer, "buffer", unique<array_of<wchar>>)
                                                          .counted(NTA_HALF(CountedText, maximum))
                                                          .sent(NTA_HALF(CountedText, length)));

struct Choice {
  uint32_t level;
  union Arms {
    uint32_t number;
    char16_t* text;
  } arms;
};
inline constexpr std::array choice_arms{Arm{1, &u32}, Arm{2, &unique<wstring>}, Arm{3, nullptr}};
inline constexpr Type choice_union = union_type<Choice::Arms>(u32, choice_arms);
template <>
inline constexpr auto fields_of<Choice> =
    fields(NTA_FIELD(Choice, level, "level", u32),
           NTA_FIELD(Choice, arms, "arms", choice_union).switched(NTA_NUMBER(Choice, level)));

/** Has a gap, which does not leave the process, and a text, which is always terminated. */
struct Label {
  uint8_t mark;
  uint16_t number;
  char16_t text[3];
};
template <>
inline constexpr auto fields_of<Label> = fields(NTA_FIELD(Label, mark, "mark", u8),
                                                NTA_FIELD(Label, number, "number", u16),
                                                NTA_FIELD(Label, text, "text", wtext<3>));

struct Labelled {
  uint32_t level;
  union Arms {
    Label label;
    char16_t* text;
  } arms;
};
inline constexpr std::array labelled_arms{Arm{1, &type_of<Label>}, Arm{2, &unique<wstring>}, Arm{3, nullptr}};
inline constexpr Type labelled_union = union_type<Labelled::Arms>(u32, labelled_arms);
template <>
inline constexpr auto fields_of<Labelled> =
    fields(NTA_FIELD(Labelled, level, "level", u32),
           NTA_FIELD(Labelled, arms, "arms", labelled_union).switched(NTA_NUMBER(Labelled, level)));

struct LabelledRows {
  Labelled* rows;
  uint32_t rows_count;
};
template <>
inline constexpr auto fields_of<LabelledRows> = fields(NTA_FIELD(LabelledRows, rows, "rows",
                                                                 unique<array_of<type_of<Labelled>>>)
                                                           .counted(NTA_NUMBER(LabelledRows, rows_count)),
                                                       NTA_FIELD(LabelledRows, rows_count, "rows_count", u32));

struct Shared {
  uint32_t* first;
  uint32_t* second;
};
template <>
inline constexpr auto fields_of<Shared> = fields(NTA_FIELD(Shared, first, "first", full<u32>),
                                                 NTA_FIELD(Shared, second, "second", full<u32>));

struct SharedRows {
  Shared* rows;
  uint32_t rows_count;
};
template <>
inline constexpr auto fields_of<SharedRows> = fields(
    NTA_FIELD(SharedRows, rows, "rows", unique<array_of<type_of<Shared>>>).counted(NTA_NUMBER(SharedRows, rows_count)),
    NTA_FIELD(SharedRows, rows_count, "rows_count", u32));

struct Forms {
  uint8_t flag;
  int64_t pair_time;
  uint8_t between;
  int64_t hyper_time;
  uint32_t kind;
  Guid id;
  ContextHandle handle;
  char16_t text[4];
  void* owner;
  uint32_t sent;
  uint8_t address[6];
};
template <>
inline constexpr auto fields_of<Forms> =
    fields(NTA_FIELD(Forms, flag, "flag", boolean8), NTA_FIELD(Forms, pair_time, "pair_time", time_pair),
           NTA_FIELD(Forms, between, "between", u8), NTA_FIELD(Forms, hyper_time, "hyper_time", time_hyper),
           NTA_FIELD(Forms, kind, "kind", enum16), NTA_FIELD(Forms, id, "id", uuid),
           NTA_FIELD(Forms, handle, "handle", context_handle), NTA_FIELD(Forms, text, "text", wtext<4>),
           NTA_FIELD(Forms, owner, "owner", unique<sid>), NTA_FIELD(Forms, sent, "sent", u32),
           NTA_FIELD(Forms, address, "address", fixed<u8, 6>).sent(NTA_NUMBER(Forms, sent)));

struct ReadReply {  // an array sized by the request: its count is in memory only
  uint8_t* data;
  uint32_t data_size;
  uint32_t result;
};
template <>
inline constexpr auto fields_of<ReadReply> =
    fields(NTA_FIELD(ReadReply, data, "data", ref<array_of<u8>>).counted(NTA_NUMBER(ReadReply, data_size)),
           NTA_FIELD(ReadReply, data_size, "", local32), NTA_FIELD(ReadReply, result, "result", u32));

}  // namespace nta::describe
