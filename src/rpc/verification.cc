// Verification trailers: found by their signature, read command by command.
#include "rpc/verification.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace nta::rpc {

namespace {

constexpr std::array<uint8_t, 8> signature = {0x8a, 0xe3, 0x13, 0x71, 0x02, 0xf4, 0x36, 0x71};
constexpr size_t alignment = 4;
constexpr size_t farthest_from_end = 1024;  // nothing that is known needs a tenth of it

constexpr uint16_t command_bitmask = 1;
constexpr uint16_t command_context = 2;
constexpr uint16_t command_header = 3;
constexpr uint16_t type_mask = 0x3FFF;
constexpr uint16_t flag_end = 0x4000;
constexpr uint16_t flag_must_process = 0x8000;

constexpr uint32_t bit_header_signing = 1;
constexpr uint16_t context_size = 40;
constexpr size_t drep_offset = 4;
constexpr size_t drep_size = 4;

Error contradiction(std::string_view what) {
  return fail(Win32::access_denied, "a verification trailer that contradicts {}", what);
}

Result<void> check_bitmask(ByteReader in, const Verifiable& came) {
  NTA_TRY(uint32_t bits, in.u32());
  if ((bits & bit_header_signing) && !came.header_signing_offered) return contradiction("the bind's header signing");
  return {};
}

Result<void> check_context(ByteReader in, const Verifiable& came) {
  NTA_TRY(SyntaxId interface, read_syntax(in));
  NTA_TRY(SyntaxId transfer, read_syntax(in));
  if (interface.uuid != came.interface.uuid || interface.major != came.interface.major ||
      interface.minor > came.interface.minor)
    return contradiction("the interface of the bind");
  if (transfer != ndr_syntax) return contradiction("the transfer syntax of the bind");
  return {};
}

Result<void> check_header(ByteReader in, const Verifiable& came) {
  NTA_TRY(uint8_t type, in.u8());
  NTA_CHECK(in.take(3));  // reserved
  NTA_TRY(ByteView drep, in.take(drep_size));
  NTA_TRY(uint32_t call_id, in.u32());
  NTA_TRY(uint16_t context, in.u16());
  NTA_TRY(uint16_t opnum, in.u16());
  const Header& header = came.frame.header;
  bool is_same_drep = std::memcmp(drep.data(), came.frame.bytes.data() + drep_offset, drep_size) == 0;
  if (type != static_cast<uint8_t>(header.type) || !is_same_drep || call_id != header.call_id ||
      context != came.context || opnum != came.opnum)
    return contradiction("the header of the request");
  return {};
}

Result<void> check_command(uint16_t command, ByteView value, const Verifiable& came) {
  ByteReader in(value);  // little-endian, whatever the stub is
  switch (command & type_mask) {
    case command_bitmask:
      return check_bitmask(in, came);
    case command_context:
      return check_context(in, came);
    case command_header:
      return check_header(in, came);
    default:
      if (command & flag_must_process) return fail(Win32::access_denied, "verification command {:#x}", command);
      return {};
  }
}

Result<void> check_commands(ByteReader in, const Verifiable& came) {
  for (uint16_t command = 0; !(command & flag_end);) {
    NTA_TRY(command, in.u16());
    NTA_TRY(uint16_t length, in.u16());
    NTA_TRY(ByteView value, in.take(length));
    NTA_CHECK(check_command(command, value, came));
  }
  return {};
}

/** Where the last verification trailer of `stub` begins, or its end. Nothing but the signature tells it from the stub:
 *  where that ends is known to who decodes it, and a client may pad it. */
size_t trailer_of(ByteView stub) {
  if (stub.size() < signature.size()) return stub.size();
  size_t last = (stub.size() - signature.size()) / alignment * alignment;
  size_t first = stub.size() > farthest_from_end ? stub.size() - farthest_from_end : 0;
  for (size_t at = last + alignment; at >= first + alignment;) {
    at -= alignment;
    if (std::memcmp(stub.data() + at, signature.data(), signature.size()) == 0) return at;
  }
  return stub.size();
}

}  // namespace

Result<size_t> verified_size(ByteView stub, const Verifiable& came) {
  size_t size = trailer_of(stub);
  if (size == stub.size()) return size;
  auto checked = check_commands(ByteReader(stub.subspan(size + signature.size())), came);
  if (!checked) return fail(Win32::access_denied, "{}", checked.error().text);
  return size;
}

void write_verification(Bytes& out, const SyntaxId& interface) {
  out.resize((out.size() + alignment - 1) / alignment * alignment);
  ByteWriter to(out);
  to.raw(signature.data(), signature.size());
  to.u16(command_bitmask);
  to.u16(sizeof bit_header_signing);
  to.u32(bit_header_signing);
  to.u16(command_context | flag_end);
  to.u16(context_size);
  write_syntax(to, interface);
  write_syntax(to, ndr_syntax);
}

}  // namespace nta::rpc
