// Texts of 16-bit characters in C's manner, for the functions that wide.h declares: there they are wchar_t.
#pragma once

#include <cstddef>

namespace nta::wide {

inline size_t length(const char16_t* text) {
  size_t count = 0;
  while (text[count]) ++count;
  return count;
}

/** Bytes of UTF-8 that grow as they are added to; no memory left ends the program, as for C++'s new. */
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer();

  /** Room for more bytes at the end, which the caller fills and counts with `added`. */
  char* room(size_t size);
  void added(size_t size) { size_ += size; }
  void add(const char* bytes, size_t size);
  void add(size_t count, char byte);
  /** As UTF-8. */
  void add(const char16_t* text, size_t size);

  const char* data() const { return data_ ? data_ : ""; }
  size_t size() const { return size_; }

 private:
  char* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace nta::wide
