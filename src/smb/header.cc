#include "smb/header.h"

#include <algorithm>

namespace nta::smb {
namespace {

constexpr uint32_t protocol_smb2 = 0x424D53FE;
constexpr uint32_t protocol_encrypted = 0x424D53FD;
constexpr uint32_t protocol_compressed = 0x424D53FC;
constexpr uint32_t protocol_smb1 = 0x424D53FF;
constexpr size_t kept_capacity = 2048;         // of a stream that is empty; thousands of them are idle
constexpr std::byte session_keep_alive{0x85};  // of NetBIOS; carries nothing

}  // namespace

Result<Header> read_header(ByteView message) {
  ByteReader in(message);
  NTA_TRY(uint32_t protocol, in.u32());
  NTA_TRY(uint16_t size, in.u16());
  if (protocol != protocol_smb2 || size != header_size)
    return fail(Win32::invalid_data, "not an SMB2 header: protocol {:08x}, size {}", protocol, size);
  if (message.size() < header_size) return fail(Win32::invalid_data, "an SMB2 header of {} bytes", message.size());
  Header header;
  NTA_TRY(header.credit_charge, in.u16());
  NTA_TRY(header.status, in.u32());
  NTA_TRY(uint16_t command, in.u16());
  header.command = static_cast<Command>(command);
  NTA_TRY(header.credits, in.u16());
  NTA_TRY(header.flags, in.u32());
  NTA_TRY(header.next_command, in.u32());
  NTA_TRY(header.message_id, in.u64());
  if (header.has(flag_async)) {
    NTA_TRY(header.async_id, in.u64());
  } else {
    NTA_TRY(header.process_id, in.u32());
    NTA_TRY(header.tree_id, in.u32());
  }
  NTA_TRY(header.session_id, in.u64());
  NTA_TRY(ByteView signature, in.take(signature_size));
  std::copy(signature.begin(), signature.end(), header.signature.begin());
  return header;
}

void write_header(Bytes& out, const Header& header) {
  ByteWriter writer(out);
  writer.u32(protocol_smb2);
  writer.u16(header_size);
  writer.u16(header.credit_charge);
  writer.u32(header.status);
  writer.u16(static_cast<uint16_t>(header.command));
  writer.u16(header.credits);
  writer.u32(header.flags);
  writer.u32(header.next_command);
  writer.u64(header.message_id);
  if (header.has(flag_async)) {
    writer.u64(header.async_id);
  } else {
    writer.u32(header.process_id);
    writer.u32(header.tree_id);
  }
  writer.u64(header.session_id);
  writer.raw(header.signature);
}

Kind kind_of(ByteView message) {
  auto protocol = ByteReader(message).u32();
  if (!protocol) return Kind::unknown;
  switch (*protocol) {
    case protocol_smb2:
      return Kind::smb2;
    case protocol_encrypted:
      return Kind::encrypted;
    case protocol_compressed:
      return Kind::compressed;
    case protocol_smb1:
      return Kind::smb1;
    default:
      return Kind::unknown;
  }
}

Result<std::vector<std::span<std::byte>>> split_chain(std::span<std::byte> chain) {
  std::vector<std::span<std::byte>> messages;
  while (true) {
    NTA_TRY(Header header, read_header(chain));
    if (header.next_command == 0) {
      messages.push_back(chain);
      return messages;
    }
    if (header.next_command % 8 != 0 || header.next_command < header_size || header.next_command >= chain.size())
      return fail(Win32::invalid_data, "compound chain: next command at {} of {} bytes", header.next_command,
                  chain.size());
    messages.push_back(chain.first(header.next_command));
    chain = chain.subspan(header.next_command);
  }
}

void MessageStream::append(ByteView bytes) {
  if (taken_ == bytes_.size()) {
    bytes_.clear();
    if (bytes_.capacity() > kept_capacity && bytes.size() <= kept_capacity) bytes_.shrink_to_fit();
    taken_ = 0;
  } else if (taken_ > 0) {
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<ptrdiff_t>(taken_));
    taken_ = 0;
  }
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

Result<std::optional<std::span<std::byte>>> MessageStream::next() {
  while (waiting() >= length_prefix) {
    const std::byte* prefix = bytes_.data() + taken_;
    size_t length = std::to_integer<size_t>(prefix[1]) << 16 | std::to_integer<size_t>(prefix[2]) << 8 |
                    std::to_integer<size_t>(prefix[3]);
    if (prefix[0] == session_keep_alive && length == 0) {
      taken_ += length_prefix;
      continue;
    }
    if (prefix[0] != std::byte{0} || length > longest_)
      return fail(Win32::invalid_data, "a message of type {:#04x} and {} bytes; {} are taken",
                  std::to_integer<unsigned>(prefix[0]), length, longest_);
    if (waiting() < length_prefix + length) break;
    auto message = std::span(bytes_).subspan(taken_ + length_prefix, length);
    taken_ += length_prefix + length;
    return std::optional(message);
  }
  return std::optional<std::span<std::byte>>{};
}

size_t begin_message(Bytes& out) {
  out.resize(out.size() + length_prefix);
  return out.size();
}

void end_message(Bytes& out, size_t begun) {
  size_t length = out.size() - begun;
  std::byte* prefix = out.data() + begun - length_prefix;
  prefix[0] = std::byte{0};
  for (int i = 1; i < 4; ++i) prefix[i] = static_cast<std::byte>(length >> (8 * (3 - i)));
}

}  // namespace nta::smb
