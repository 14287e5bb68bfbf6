// Arena: the memory of one decoded message. Everything in it dies together; nothing in it has a destructor.
#pragma once

#include <algorithm>
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
  void* allocate(size_t size, size_t align) { return std::memset(allocate_for_overwrite(size, align), 0, size); }

  /** Memory as it comes, for those who set all of it that anybody reads afterwards. */
  void* allocate_for_overwrite(size_t size, size_t align) {
    size_t start = (used_ + align - 1) & ~(align - 1);
    if (blocks_.empty() || start + size > capacity_) start = add_block(size);
    used_ = start + size;
    total_ += size;
    return blocks_.back().bytes.get() + start;
  }

  template <class T>
  T* make(size_t count = 1) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
  }
  template <class T>
  T* make_for_overwrite(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(allocate_for_overwrite(sizeof(T) * count, alignof(T)));
  }

  /** A NUL-terminated copy. */
  char16_t* text(std::u16string_view from) {
    auto* copy = make_for_overwrite<char16_t>(from.size() + 1);
    std::memcpy(copy, from.data(), from.size() * sizeof(char16_t));
    copy[from.size()] = u'\0';
    return copy;
  }

  template <class T>
  T* copy(std::span<const T> from) {
    auto* to = make_for_overwrite<T>(from.size());
    if (!from.empty()) std::memcpy(static_cast<void*>(to), from.data(), from.size_bytes());
    return to;
  }

  /** Bytes handed out so far. */
  size_t total() const { return total_; }

  /** What it holds, such as a password, does not stay behind in memory that is free again. */
  void wipe() {
    for (const Block& block : blocks_) ::explicit_bzero(block.bytes.get(), block.size);
  }

 private:
  static constexpr size_t first_block = 2048;
  static constexpr size_t largest_step = 1u << 20;

  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    size_t size;
  };

  size_t add_block(size_t size) {
    size_t next = capacity_ ? std::min(capacity_ * 2, largest_step) : first_block;
    capacity_ = std::max(next, size + 16);
    blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(capacity_), capacity_});
    return 0;
  }

  std::vector<Block> blocks_;
  size_t capacity_ = 0;
  size_t used_ = 0;
  size_t total_ = 0;
};

}  // namespace nta
