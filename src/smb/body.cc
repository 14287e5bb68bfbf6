#include "smb/body.h"

#include <algorithm>

namespace nta::smb {

BodyReader& BodyReader::structure_size(uint16_t size) {
  uint16_t claimed = 0;
  number(claimed);
  if (claimed != size || message_.size() < header_size + (size & ~size_t{1})) failed_ = true;
  return *this;
}

BodyReader& BodyReader::skip(size_t count) {
  if (!in_.take(count)) failed_ = true;
  return *this;
}

size_t BodyReader::number_of(size_t width) {
  auto bytes = in_.take(width);
  if (!bytes) {
    failed_ = true;
    return 0;
  }
  size_t value = 0;
  for (size_t i = width; i-- > 0;) value = value << 8 | std::to_integer<size_t>((*bytes)[i]);
  return value;
}

BodyReader& BodyReader::guid(Guid& value) {
  number(value.data1).number(value.data2).number(value.data3);
  for (uint8_t& octet : value.data4) number(octet);
  return *this;
}

BodyReader::Place& BodyReader::place_of(const ByteView& buffer) {
  Place& first = places_[0];
  Place& place = first.buffer == nullptr || first.buffer == &buffer ? first : places_[1];
  place.buffer = &buffer;
  return place;
}

BodyReader& BodyReader::offset(size_t width, ByteView& buffer) {
  Place& place = place_of(buffer);
  place.offset = number_of(width);
  resolve(place, buffer);
  return *this;
}

BodyReader& BodyReader::length(size_t width, ByteView& buffer) {
  Place& place = place_of(buffer);
  place.length = number_of(width);
  resolve(place, buffer);
  return *this;
}

void BodyReader::resolve(const Place& place, ByteView& buffer) {
  if (!place.offset || !place.length || *place.length == 0) return;
  if (*place.offset < header_size || *place.offset > message_.size() || *place.length > message_.size() - *place.offset)
    failed_ = true;
  else
    buffer = message_.subspan(*place.offset, *place.length);
}

BodyReader& BodyReader::rest(size_t width, ByteView& buffer, size_t) {
  size_t offset = number_of(width);
  if (offset >= header_size && offset <= message_.size()) buffer = message_.subspan(offset);
  return *this;
}

BodyReader& BodyReader::count(std::vector<uint16_t>&) {
  listed_ = number_of(2);
  return *this;
}

BodyReader& BodyReader::list(std::vector<uint16_t>& list) {
  if (listed_ * 2 > in_.left()) {
    failed_ = true;
    return *this;
  }
  list.resize(listed_);
  for (uint16_t& each : list) number(each);
  return *this;
}

BodyWriter& BodyWriter::structure_size(uint16_t size) {
  size_ = size;
  return number(size);
}

BodyWriter& BodyWriter::skip(size_t count) {
  out_.resize(out_.size() + count);
  return *this;
}

BodyWriter& BodyWriter::guid(const Guid& value) {
  number(value.data1).number(value.data2).number(value.data3);
  for (uint8_t octet : value.data4) number(octet);
  return *this;
}

BodyWriter& BodyWriter::place(size_t width, const ByteView& buffer, size_t align, Empty empty) {
  parts_[placed_++] = {&buffer, out_.size(), width, align, empty};
  return skip(width);
}

BodyWriter& BodyWriter::length(size_t width, const ByteView& buffer) {
  for (size_t i = 0; i < width; ++i) writer_.u8(static_cast<uint8_t>(buffer.size() >> (8 * i)));
  return *this;
}

BodyWriter& BodyWriter::list(const std::vector<uint16_t>& list) {
  for (uint16_t each : list) number(each);
  return *this;
}

void BodyWriter::finish() {
  for (const Part& part : std::span(parts_).first(placed_)) {
    if (part.buffer->empty() && part.empty == Empty::is_zero) continue;
    size_t offset = out_.size() - start_;
    offset += (part.align - offset % part.align) % part.align;
    out_.resize(start_ + offset);
    for (size_t i = 0; i < part.width; ++i) out_[part.at + i] = static_cast<std::byte>(offset >> (8 * i));
    out_.insert(out_.end(), part.buffer->begin(), part.buffer->end());
  }
  // An odd size promises a byte of buffers even where all are empty; smbd insists on it.
  size_t least = start_ + header_size + size_;
  if (size_ % 2 == 1 && out_.size() < least) out_.resize(least);
}

}  // namespace nta::smb
