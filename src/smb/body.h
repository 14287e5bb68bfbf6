// How bodies of SMB2 messages are described, and read and written from that one description.
//
// A body is a fixed part, which begins with its StructureSize, and buffers behind it that the fixed part points to,
// counted from the message's header. Each message of smb/messages.h says in walk() what its fixed part holds, in
// order; BodyReader and BodyWriter both take that walk. An odd StructureSize counts one byte of the buffers.
#pragma once

#include <array>
#include <vector>

#include "base/guid.h"
#include "smb/header.h"

namespace nta::smb {

class BodyReader {
 public:
  /** `message` begins with its header. */
  explicit BodyReader(ByteView message) : message_(message), in_(message) { skip(header_size); }

  BodyReader& structure_size(uint16_t size);
  BodyReader& skip(size_t count);
  template <std::unsigned_integral T>
  BodyReader& number(T& value) {
    if (auto read = in_.number<T>())
      value = *read;
    else
      failed_ = true;
    return *this;
  }
  template <class T>
  requires std::is_enum_v<T> BodyReader& number(T& value) {
    std::underlying_type_t<T> plain{};
    number(plain);
    value = static_cast<T>(plain);
    return *this;
  }
  BodyReader& guid(Guid& value);
  /** Where `buffer` starts, in `width` bytes; then how long it is. */
  BodyReader& offset(size_t width, ByteView& buffer);
  BodyReader& offset_if_any(size_t width, ByteView& buffer) { return offset(width, buffer); }
  BodyReader& length(size_t width, ByteView& buffer);
  BodyReader& buffer(size_t width, ByteView& data) { return offset(width, data).length(width, data); }
  /** A buffer without a length: everything from its offset on. Empty when the offset is none, as old dialects use
   *  its place for something else. */
  BodyReader& rest(size_t width, ByteView& buffer, size_t align);
  /** The number of a list that stands right behind the fixed part; then the list itself. */
  BodyReader& count(std::vector<uint16_t>& list);
  BodyReader& list(std::vector<uint16_t>& list);

  bool failed() const { return failed_; }

 private:
  /** Where a buffer is; messages say it in either order. */
  struct Place {
    const ByteView* buffer = nullptr;
    std::optional<size_t> offset;
    std::optional<size_t> length;
  };
  size_t number_of(size_t width);
  Place& place_of(const ByteView& buffer);
  void resolve(const Place& place, ByteView& buffer);

  ByteView message_;
  ByteReader in_;
  std::array<Place, 2> places_{};
  size_t listed_ = 0;
  bool failed_ = false;
};

class BodyWriter {
 public:
  /** `out` ends with the header of the message, which begins at `start`. */
  BodyWriter(Bytes& out, size_t start) : out_(out), start_(start), writer_(out) {}

  BodyWriter& structure_size(uint16_t size);
  BodyWriter& skip(size_t count);
  template <std::unsigned_integral T>
  BodyWriter& number(T value) {
    writer_.number(value);
    return *this;
  }
  template <class T>
  requires std::is_enum_v<T> BodyWriter& number(T value) {
    return number(static_cast<std::underlying_type_t<T>>(value));
  }
  BodyWriter& guid(const Guid& value);
  BodyWriter& offset(size_t width, const ByteView& buffer) { return place(width, buffer, 1, Empty::has_offset); }
  /** An offset of 0 where there is no such buffer; such buffers are aligned to 8. */
  BodyWriter& offset_if_any(size_t width, const ByteView& buffer) { return place(width, buffer, 8, Empty::is_zero); }
  BodyWriter& length(size_t width, const ByteView& buffer);
  BodyWriter& buffer(size_t width, const ByteView& data) { return offset(width, data).length(width, data); }
  BodyWriter& rest(size_t width, const ByteView& buffer, size_t align) {
    return place(width, buffer, align, Empty::is_zero);
  }
  BodyWriter& count(const std::vector<uint16_t>& list) { return number(static_cast<uint16_t>(list.size())); }
  BodyWriter& list(const std::vector<uint16_t>& list);

  /** Appends the buffers. */
  void finish();

 private:
  enum class Empty { has_offset, is_zero };
  struct Part {
    const ByteView* buffer;
    size_t at;
    size_t width;
    size_t align;
    Empty empty;
  };
  BodyWriter& place(size_t width, const ByteView& buffer, size_t align, Empty empty);

  Bytes& out_;
  size_t start_;
  ByteWriter writer_;
  uint16_t size_ = 0;
  std::array<Part, 2> parts_{};
  size_t placed_ = 0;
};

/** The body of `message`, which begins with its header. Buffers are views into it. */
template <class Message>
Result<Message> read_body(ByteView message) {
  Message body;
  BodyReader reader(message);
  reader.structure_size(Message::size);
  Message::walk(reader, body);
  if (reader.failed()) return fail(Win32::invalid_data, "a message of {} bytes is malformed", message.size());
  return body;
}

/** Appends header and body to `out`. */
template <class Message>
void write_message(Bytes& out, const Header& header, const Message& body) {
  size_t start = out.size();
  write_header(out, header);
  BodyWriter writer(out, start);
  writer.structure_size(Message::size);
  Message::walk(writer, body);
  writer.finish();
}

}  // namespace nta::smb
