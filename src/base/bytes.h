// ByteReader, ByteWriter: bounds-checked access to bytes from a stranger. Little-endian unless told otherwise.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"

namespace nta {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

/** Of a password, a hash or a ticket nothing stays behind. */
inline void wipe(std::span<std::byte> bytes) { ::explicit_bzero(bytes.data(), bytes.size()); }

inline ByteView as_byte_view(std::string_view text) { return std::as_bytes(std::span(text)); }

template <std::unsigned_integral T>
constexpr T byte_swap(T value) {
  T swapped = 0;
  for (size_t i = 0; i < sizeof(T); ++i) swapped = static_cast<T>((swapped << 8) | ((value >> (8 * i)) & 0xFF));
  return swapped;
}

class ByteReader {
 public:
  explicit ByteReader(ByteView bytes, std::endian order = std::endian::little) : bytes_(bytes), order_(order) {}

  size_t offset() const { return offset_; }
  size_t left() const { return bytes_.size() - offset_; }
  std::endian order() const { return order_; }

  Result<ByteView> take(size_t count) {
    if (count > left()) return short_of(count);
    auto part = bytes_.subspan(offset_, count);
    offset_ += count;
    return part;
  }

  template <std::unsigned_integral T>
  Result<T> number() {
    if (sizeof(T) > left()) return short_of(sizeof(T));
    T value;
    std::memcpy(&value, bytes_.data() + offset_, sizeof(T));
    offset_ += sizeof(T);
    return order_ == std::endian::native ? value : byte_swap(value);
  }
  Result<uint8_t> u8() { return number<uint8_t>(); }
  Result<uint16_t> u16() { return number<uint16_t>(); }
  Result<uint32_t> u32() { return number<uint32_t>(); }
  Result<uint64_t> u64() { return number<uint64_t>(); }

  /** Moves to the next multiple of `alignment`, a power of two, counted from the start of the bytes. */
  Result<void> align(size_t alignment) {
    size_t gap = (0 - offset_) & (alignment - 1);
    if (gap > left()) return short_of(gap);
    offset_ += gap;
    return {};
  }

 private:
  Error short_of(size_t count) const {
    return fail(Win32::rpc_bad_stub_data, "{} bytes wanted at offset {}, {} left", count, offset_, left());
  }

  ByteView bytes_;
  size_t offset_ = 0;
  std::endian order_;
};

/** Appends to a vector; alignment counts from where the writer started. */
class ByteWriter {
 public:
  explicit ByteWriter(Bytes& out) : out_(out), start_(out.size()) {}

  size_t offset() const { return out_.size() - start_; }

  /** Gives where they were put; good until more is written. */
  std::byte* raw(const void* from, size_t count) {
    const auto* bytes = static_cast<const std::byte*>(from);
    return std::to_address(out_.insert(out_.end(), bytes, bytes + count));
  }
  void raw(ByteView bytes) { raw(bytes.data(), bytes.size()); }

  template <std::unsigned_integral T>
  void number(T value) {
    if constexpr (std::endian::native == std::endian::big) value = byte_swap(value);
    raw(&value, sizeof(T));
  }
  void u8(uint8_t value) { number(value); }
  void u16(uint16_t value) { number(value); }
  void u32(uint32_t value) { number(value); }
  void u64(uint64_t value) { number(value); }

  /** To a multiple of a power of two. */
  void align(size_t alignment) {
    if (size_t gap = (0 - offset()) & (alignment - 1)) out_.resize(out_.size() + gap);
  }

  /** Overwrites a number written earlier, `at` bytes after the start. */
  template <std::unsigned_integral T>
  void patch(size_t at, T value) {
    if constexpr (std::endian::native == std::endian::big) value = byte_swap(value);
    std::memcpy(out_.data() + start_ + at, &value, sizeof(T));
  }

 private:
  Bytes& out_;
  size_t start_;
};

}  // namespace nta
