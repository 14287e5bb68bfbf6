// Arena: the memory of one decoded message. Everything in it dies together; nothing in it has a destructor.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace nta {

class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  /** Zeroed memory, at most 16-byte aligned. */
  void* allocate(size_t size, size_t align) {
    size_t start = (used_ + align - 1) & ~(align - 1);
    if (blocks_.empty() || start + size > capacity_) start = add_block(size);
    used_ = start + size;
    total_ += size;
    return std::memset(blocks_.back().get() + start, 0, size);
  }

  template <class T>
  T* make(size_t count = 1) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
  }

  /** A NUL-terminated copy. */
  char16_t* text(std::u16string_view from) {
    auto* copy = make<char16_t>(from.size() + 1);
    std::memcpy(copy, from.data(), from.size() * sizeof(char16_t));
    return copy;
  }

  template <class T>
  T* copy(std::span<const T> from) {
    auto* to = make<T>(from.size());
    if (!from.empty()) std::memcpy(static_cast<void*>(to), from.data(), from.size_bytes());
    return to;
  }

  /** Bytes handed out so far. */
  size_t total() const { return total_; }

 private:
  static constexpr size_t first_block = 2048;
  static constexpr size_t largest_step = 1u << 20;

  size_t add_block(size_t size) {
    size_t next = capacity_ ? std::min(capacity_ * 2, largest_step) : first_block;
    capacity_ = std::max(next, size + 16);
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(capacity_));
    return 0;
  }

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  size_t capacity_ = 0;
  size_t used_ = 0;
  size_t total_ = 0;
};

}  // namespace nta
