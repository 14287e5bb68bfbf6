#include "describe/pack.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

#include "base/utf16.h"
#include "describe/memory.h"

namespace nta::describe {
namespace {

constexpr size_t rounded(size_t size, size_t align) { return (size + align - 1) & ~(align - 1); }

bool narrows(const Type& from, const Type& to) { return from.target->size == 2 && to.target->size == 1; }

/** The members that point at text, of a structure that points at nothing else. */
class Texts {
 public:
  static std::optional<Texts> of(const Type& type) {
    Texts texts;
    if (type.form != Form::structure) return std::nullopt;
    for (const Field& field : type) {
      if (field.type->plain != 0) continue;
      bool is_text = field.type->form == Form::pointer && field.type->target->form == Form::string;
      if (!is_text || texts.count_ == most) return std::nullopt;
      texts.members_[texts.count_++] = &field;
    }
    return texts;
  }
  std::span<const Field* const> members() const { return std::span(members_).first(count_); }

 private:
  static constexpr size_t most = 16;
  std::array<const Field*, most> members_{};
  size_t count_ = 0;
};

/** Walks the rows: copies as far as there is room, and measures the rest. */
class Packer {
 public:
  Packer(std::span<std::byte> block, size_t rows_size) : block_(block), used_(rows_size) {}
  size_t used() const { return used_; }
  /** Notes where the pointers of the block are. */
  void note_pointers(std::vector<size_t>& places) { pointers_ = &places; }

  void rows(const Type& from, const Type& to, const void* source, size_t count, size_t offset) {
    bool is_same = &from == &to;
    if (is_same) put(offset, source, count * from.size);
    if (is_same && from.plain == from.size) return;
    if (is_same)
      if (auto texts = Texts::of(from)) return text_rows(*texts, from.size, source, count, offset);
    for (size_t i = 0; i < count; ++i) {
      const void* row = at(source, i * from.size);
      size_t copy = offset + i * to.size;
      is_same ? follow(from, {}, row, copy) : value(from, {}, to, row, copy);
    }
  }

 private:
  /** The member that a value is, which knows where its counts are. */
  struct Member {
    const Field* field = nullptr;
    const void* owner = nullptr;
  };

  /** What most lists are made of. */
  void text_rows(const Texts& texts, size_t row_size, const void* source, size_t count, size_t offset) {
    for (size_t i = 0; i < count; ++i) {
      const void* row = at(source, i * row_size);
      for (const Field* member : texts.members())
        if (const auto* text = load<const void*>(at(row, member->offset)))
          point(offset + i * row_size + member->offset, same_string(*member->type->target, text));
    }
  }

  bool has_room(size_t offset, size_t count) const { return offset + count <= block_.size(); }
  [[gnu::always_inline]] void put(size_t offset, const void* bytes, size_t count) {
    if (count != 0 && has_room(offset, count)) std::memcpy(&block_[offset], bytes, count);
  }
  [[gnu::always_inline]] void clear(size_t offset, size_t count) {
    if (count != 0 && has_room(offset, count)) std::memset(&block_[offset], 0, count);
  }
  [[gnu::always_inline]] void point(size_t offset, size_t target) {
    if (!has_room(target, 0)) return;
    void* address = block_.data() + target;
    put(offset, &address, sizeof address);
    if (pointers_) pointers_->push_back(offset);
  }
  [[gnu::always_inline]] size_t reserve(size_t size, size_t align) {
    size_t start = rounded(used_, align);
    clear(used_, start - used_);
    used_ = start + size;
    return start;
  }
  size_t reserve_cleared(size_t size, size_t align) {
    size_t start = reserve(size, align);
    clear(start, size);
    return start;
  }

  void value(const Type& from, const Member& member, const Type& to, const void* source, size_t offset) {
    if (&from == &to) {
      put(offset, source, from.size);
      return follow(from, member, source, offset);
    }
    switch (from.form) {
      case Form::structure:
        return structure(from, to, source, offset);
      case Form::text:
        return text(from, to, source, offset);
      case Form::pointer:
        return pointer(from, member, to, source, offset);
      case Form::union_:
        return arm(from, member, to, source, offset);
      default:
        return put(offset, source, from.size);
    }
  }

  /** The value itself has been copied as it is: what it points at is still to be. */
  void follow(const Type& type, const Member& member, const void* source, size_t offset) {
    if (type.form == Form::structure) {
      for (const Field& field : type) {
        if (field.type->plain != 0) continue;
        const void* member_source = at(source, field.offset);
        bool is_text = field.type->form == Form::pointer && field.type->target->form == Form::string;
        if (!is_text)
          follow(*field.type, {&field, source}, member_source, offset + field.offset);
        else if (const auto* text = load<const void*>(member_source))
          point(offset + field.offset, same_string(*field.type->target, text));
      }
    } else if (type.form == Form::pointer) {
      pointer(type, member, type, source, offset);
    } else if (type.form == Form::union_) {
      arm(type, member, type, source, offset);
    }
  }

  void structure(const Type& from, const Type& to, const void* source, size_t offset) {
    for (uint32_t i = 0; i < from.field_count; ++i) {
      const Field& field = from.fields[i];
      value(*field.type, {&field, source}, *to.fields[i].type, at(source, field.offset), offset + to.fields[i].offset);
    }
  }

  void text(const Type& from, const Type& to, const void* source, size_t offset) {
    if (!narrows(from, to)) return put(offset, source, from.size);
    std::string narrow = to_utf8(view_or_empty(static_cast<const char16_t*>(source)));
    size_t end = std::min<size_t>(narrow.size(), to.count - 1);
    while (end < narrow.size() && end > 0 && (narrow[end] & 0xC0) == 0x80) --end;  // cut between characters
    narrow.resize(end);
    put(offset, narrow.c_str(), narrow.size() + 1);
  }

  void pointer(const Type& from, const Member& member, const Type& to, const void* source, size_t offset) {
    const auto* target = load<const void*>(source);
    if (!target) return;  // the copy has it, or zeros
    const Type& pointee = *from.target;
    switch (pointee.form) {
      case Form::string:
        return point(offset, string(pointee, *to.target, target));
      case Form::sid:
        return point(offset, copy(target, sid_size(target), 4));
      case Form::array: {
        const Field& field = *member.field;
        uint32_t count = read_number(field.length_is ? field.length_is : field.size_is, member.owner);
        size_t start = reserve_cleared(size_t{count} * to.target->size, to.target->align);
        point(offset, start);
        return rows(*pointee.target, *to.target->target, target, count, start);
      }
      default: {
        size_t start = reserve_cleared(to.target->size, to.target->align);
        point(offset, start);
        return value(pointee, member, *to.target, target, start);
      }
    }
  }

  [[gnu::always_inline]] size_t copy(const void* source, size_t size, size_t align) {
    size_t start = reserve(size, align);
    put(start, source, size);
    return start;
  }

  [[gnu::always_inline]] size_t same_string(const Type& type, const void* source) {
    if (type.size != sizeof(char16_t)) return copy(source, text_length(source, type.size) + 1, type.align);
    // Most are short: measured and copied in one go, for as long as there is room.
    size_t start = reserve(0, type.align);
    std::span<std::byte> room = block_.subspan(std::min(start, block_.size()));
    size_t size = 0;
    bool is_whole = false;
    while (!is_whole && size + sizeof(char16_t) <= room.size()) {
      auto unit = load<char16_t>(at(source, size));
      store(room.data() + size, unit);
      size += sizeof unit;
      is_whole = unit == 0;
    }
    if (!is_whole) size += (text_length(at(source, size), sizeof(char16_t)) + 1) * sizeof(char16_t);
    used_ = start + size;
    return start;
  }
  size_t string(const Type& from, const Type& to, const void* source) {
    if (!narrows(from, to)) return same_string(from, source);
    std::string narrow = to_utf8(static_cast<const char16_t*>(source));
    return copy(narrow.c_str(), narrow.size() + 1, 1);
  }

  // What no arm describes is left out.
  void arm(const Type& from, const Member& member, const Type& to, const void* source, size_t offset) {
    uint32_t tag = read_number(member.field->switch_is, member.owner);
    const Type* selected = nullptr;
    const Type* into = nullptr;
    bool is_known = select_arm(from, tag, selected) && select_arm(to, tag, into) && selected && into;
    clear(offset, to.size);
    if (is_known) value(*selected, {nullptr, source}, *into, source, offset);
  }

  std::span<std::byte> block_;
  size_t used_;
  std::vector<size_t>* pointers_ = nullptr;
};

/** What small lists are put together in, before it is known how large their block is. */
struct Draft {
  static constexpr size_t room = 16u << 10;
  std::byte bytes[room];
  std::vector<size_t> pointers;

  void copy_to(std::byte* block, size_t size) const {
    std::memcpy(block, bytes, size);
    for (size_t place : pointers) store(block + place, block + (load<const std::byte*>(block + place) - bytes));
  }
};

// Pages of their own: what is freed inside the heap would stay with the process.
void* map_pages(size_t size) {
  void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? nullptr : pages;
}

}  // namespace

Result<void*> pack(const Type& from, const Type& to, const void* rows, size_t count, Allocate allocate, size_t* bytes) {
  size_t rows_size = count * to.size;
  Draft draft;
  Packer drafting(draft.bytes, rows_size);
  draft.pointers.reserve(std::min(count, Draft::room / sizeof(void*)));
  drafting.note_pointers(draft.pointers);
  std::memset(draft.bytes, 0, std::min(rows_size, sizeof draft.bytes));
  drafting.rows(from, to, rows, count, 0);
  size_t size = drafting.used();
  auto* block = static_cast<std::byte*>(allocate(size));
  if (!block) return fail(Win32::not_enough_memory, "no memory for an answer of {} bytes", size);
  if (size <= sizeof draft.bytes) {
    draft.copy_to(block, size);
  } else {
    std::memset(block, 0, size);
    Packer({block, size}, rows_size).rows(from, to, rows, count, 0);
  }
  if (bytes) *bytes = size;
  return static_cast<void*>(block);
}

RowParts::~RowParts() {
  for (const Part& part : parts_) munmap(part.rows, part.bytes);
}

Result<void> RowParts::add(const void* rows, size_t count) {
  if (count == 0) return {};
  Part part{nullptr, count, 0};
  NTA_TRY(part.rows, pack(*row_, rows, count, map_pages, &part.bytes));
  parts_.push_back(part);
  count_ += count;
  return {};
}

Result<void*> RowParts::join(Allocate allocate) {
  size_t rows_size = count_ * row_->size;
  Packer measure({}, rows_size);
  for (const Part& part : parts_) measure.rows(*row_, *row_, part.rows, part.count, 0);
  auto* block = static_cast<std::byte*>(allocate(measure.used()));
  if (!block) return fail(Win32::not_enough_memory, "no memory for an answer of {} bytes", measure.used());
  Packer packer({block, measure.used()}, rows_size);
  size_t offset = 0;
  for (Part& part : parts_) {
    packer.rows(*row_, *row_, part.rows, part.count, offset);
    offset += part.count * row_->size;
    munmap(std::exchange(part.rows, nullptr), std::exchange(part.bytes, 0));
  }
  parts_.clear();
  count_ = 0;
  return static_cast<void*>(block);
}

size_t packed_size(const Type& row, const void* rows, size_t count) {
  Packer measure({}, count * row.size);
  measure.rows(row, row, rows, count, 0);
  return measure.used();
}

}  // namespace nta::describe
