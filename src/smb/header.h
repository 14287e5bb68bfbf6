// The header that every SMB2 message begins with ([MS-SMB2] 2.2.1), and where messages begin and end: in the stream
// of a connection, and in a compound chain.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "smb/status.h"

namespace nta::smb {

enum class Command : uint16_t {
  negotiate = 0,
  session_setup = 1,
  logoff = 2,
  tree_connect = 3,
  tree_disconnect = 4,
  create = 5,
  close = 6,
  flush = 7,
  read = 8,
  write = 9,
  lock = 10,
  ioctl = 11,
  cancel = 12,
  echo = 13,
  query_directory = 14,
  change_notify = 15,
  query_info = 16,
  set_info = 17,
  oplock_break = 18,
};
inline constexpr size_t commands = 19;

/** Header flags. */
inline constexpr uint32_t flag_response = 0x00000001;
inline constexpr uint32_t flag_async = 0x00000002;
inline constexpr uint32_t flag_related = 0x00000004;
inline constexpr uint32_t flag_signed = 0x00000008;

inline constexpr size_t header_size = 64;
inline constexpr size_t signature_size = 16;
inline constexpr size_t signature_offset = 48;
inline constexpr size_t flags_offset = 16;
inline constexpr size_t next_command_offset = 20;
using Signature = std::array<std::byte, signature_size>;

struct Header {
  uint16_t credit_charge = 0;
  uint32_t status = 0;  // in requests of 3.x: ChannelSequence
  Command command = Command::negotiate;
  uint16_t credits = 0;  // asked for, or granted
  uint32_t flags = 0;
  uint32_t next_command = 0;
  uint64_t message_id = 0;
  uint64_t async_id = 0;  // with flag_async, in place of the next two
  uint32_t process_id = 0;
  uint32_t tree_id = 0;
  uint64_t session_id = 0;
  Signature signature{};

  bool has(uint32_t flag) const { return flags & flag; }
  NtStatus nt_status() const { return static_cast<NtStatus>(status); }
  bool operator==(const Header&) const = default;
};

Result<Header> read_header(ByteView message);
void write_header(Bytes& out, const Header& header);

/** What the first four bytes say a message is. */
enum class Kind { smb2, encrypted, compressed, smb1, unknown };
Kind kind_of(ByteView message);

/** The messages of a compound chain ([MS-SMB2] 3.3.5.2.7), each with the padding that its signature covers. A chain
 *  with a broken link is an error as a whole. */
Result<std::vector<std::span<std::byte>>> split_chain(std::span<std::byte> chain);

/** Cuts a stream of bytes into messages ([MS-SMB2] 2.1: a zero byte and a 24-bit length before each). */
class MessageStream {
 public:
  explicit MessageStream(size_t longest) : longest_(longest) {}

  void append(ByteView bytes);
  /** The next whole message, nothing while there is none; valid until the next append. */
  Result<std::optional<std::span<std::byte>>> next();
  /** Bytes of a message that is not whole yet. */
  size_t waiting() const { return bytes_.size() - taken_; }

 private:
  size_t longest_;
  Bytes bytes_;
  size_t taken_ = 0;
};

inline constexpr size_t length_prefix = 4;
/** Room for the prefix at the end of `out`; end_message puts in the length of what was appended since. */
size_t begin_message(Bytes& out);
void end_message(Bytes& out, size_t begun);

}  // namespace nta::smb
