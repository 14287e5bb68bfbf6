#include "auth/ntlm/messages.h"

#include <algorithm>

#include "base/wire_values.h"

namespace nta::auth::ntlm {
namespace {

constexpr std::string_view signature{"NTLMSSP\0", 8};
constexpr size_t largest_text = 1024;      // units of a name
constexpr size_t largest_payload = 16384;  // bytes of one field
constexpr size_t version_size = 8;

// [MS-NLMP] 2.2.2.10: any version may be claimed; the revision is what peers read.
constexpr std::array<uint8_t, version_size> our_version{10, 0, 0, 0, 0, 0, 0, 15};

Error malformed(std::string_view what) { return fail(Win32::rpc_sec_pkg_error, "malformed NTLM message: {}", what); }

/** A message's fixed part, with its fields resolved against the whole. */
class MessageReader {
 public:
  static Result<MessageReader> open(ByteView message, uint32_t type) {
    MessageReader reader(message);
    NTA_TRY(ByteView magic, reader.in_.take(signature.size()));
    NTA_TRY(uint32_t found, reader.in_.u32());
    if (!std::ranges::equal(magic, as_byte_view(signature)) || found != type) return malformed("not the one expected");
    return reader;
  }

  Result<uint32_t> u32() { return in_.u32(); }
  Result<ByteView> take(size_t count) { return in_.take(count); }
  size_t offset() const { return in_.offset(); }

  /** Length, maximum, offset; then the bytes they name. */
  Result<Bytes> field() {
    NTA_TRY(uint16_t length, in_.u16());
    NTA_CHECK(in_.u16());
    NTA_TRY(uint32_t offset, in_.u32());
    if (length == 0) return Bytes{};
    if (length > largest_payload || offset > message_.size() || length > message_.size() - offset)
      return malformed("a field lies outside it");
    least_payload_ = std::min<size_t>(least_payload_, offset);
    ByteView bytes = message_.subspan(offset, length);
    return Bytes(bytes.begin(), bytes.end());
  }

  Result<std::u16string> text() {
    NTA_TRY(Bytes bytes, field());
    if (bytes.size() % 2 != 0 || bytes.size() / 2 > largest_text) return malformed("a name of odd or excessive length");
    return utf16_text(bytes);
  }

  /** Where the first field's bytes begin: what lies before is the fixed part. */
  size_t least_payload() const { return least_payload_; }

 private:
  explicit MessageReader(ByteView message) : message_(message), in_(message), least_payload_(message.size()) {}
  ByteView message_;
  ByteReader in_;
  size_t least_payload_;
};

/** Fixed parts with fields whose payload is appended at the end. */
class MessageWriter {
 public:
  explicit MessageWriter(uint32_t type) : out_(bytes_) {
    out_.raw(as_byte_view(signature));
    out_.u32(type);
  }
  ByteWriter& fixed() { return out_; }
  void field(Bytes payload) {
    fields_.emplace_back(out_.offset(), std::move(payload));
    out_.u64(0);
  }
  Bytes finish() {
    for (const auto& [at, payload] : fields_) {
      auto length = static_cast<uint16_t>(payload.size());
      out_.patch<uint16_t>(at, length);
      out_.patch<uint16_t>(at + 2, length);
      out_.patch<uint32_t>(at + 4, static_cast<uint32_t>(out_.offset()));
      out_.raw(payload);
    }
    return std::move(bytes_);
  }

 private:
  Bytes bytes_;
  ByteWriter out_;
  std::vector<std::pair<size_t, Bytes>> fields_;
};

}  // namespace

Result<AvPairs> AvPairs::read(ByteView bytes) {
  AvPairs pairs;
  ByteReader in(bytes);
  for (;;) {
    NTA_TRY(uint16_t id, in.u16());
    NTA_TRY(uint16_t length, in.u16());
    NTA_TRY(ByteView value, in.take(length));
    if (id == static_cast<uint16_t>(AvId::end)) return pairs;
    pairs.pairs_[static_cast<AvId>(id)] = Bytes(value.begin(), value.end());
  }
}

Bytes AvPairs::write() const {
  Bytes bytes;
  ByteWriter out(bytes);
  for (const auto& [id, value] : pairs_) {
    out.u16(static_cast<uint16_t>(id));
    out.u16(static_cast<uint16_t>(value.size()));
    out.raw(value);
  }
  out.u32(0);
  return bytes;
}

const Bytes* AvPairs::find(AvId id) const {
  auto found = pairs_.find(id);
  return found == pairs_.end() ? nullptr : &found->second;
}

void AvPairs::set_text(AvId id, std::u16string_view text) { pairs_[id] = utf16_bytes(text); }

void AvPairs::set_number(AvId id, uint64_t value, size_t size) {
  Bytes& bytes = pairs_[id];
  bytes.clear();
  for (size_t i = 0; i < size; ++i) bytes.push_back(static_cast<std::byte>(value >> (8 * i)));
}

std::optional<uint64_t> AvPairs::number(AvId id) const {
  const Bytes* bytes = find(id);
  if (!bytes || bytes->empty() || bytes->size() > 8) return std::nullopt;
  uint64_t value = 0;
  for (size_t i = 0; i < bytes->size(); ++i) value |= uint64_t{static_cast<uint8_t>((*bytes)[i])} << (8 * i);
  return value;
}

// Domain and workstation of a NEGOTIATE message are hints that nobody needs; they are not read.
Result<Negotiate> read_negotiate(ByteView message) {
  NTA_TRY(auto in, MessageReader::open(message, 1));
  Negotiate out;
  NTA_TRY(out.flags, in.u32());
  return out;
}

Result<Challenge> read_challenge(ByteView message) {
  NTA_TRY(auto in, MessageReader::open(message, 2));
  Challenge out;
  NTA_TRY(out.target_name, in.text());
  NTA_TRY(out.flags, in.u32());
  NTA_TRY(ByteView challenge, in.take(out.challenge.size()));
  std::ranges::copy(challenge, out.challenge.begin());
  NTA_CHECK(in.take(8));
  NTA_TRY(out.target_info, in.field());
  return out;
}

Result<Authenticate> read_authenticate(ByteView message) {
  NTA_TRY(auto in, MessageReader::open(message, 3));
  Authenticate out;
  NTA_TRY(out.lm_response, in.field());
  NTA_TRY(out.nt_response, in.field());
  NTA_TRY(out.domain, in.text());
  NTA_TRY(out.user, in.text());
  NTA_TRY(out.workstation, in.text());
  NTA_TRY(out.encrypted_session_key, in.field());
  NTA_TRY(out.flags, in.u32());
  out.has_mic = in.least_payload() >= mic_offset + Key::size;
  if (out.has_mic) out.mic = Key(message.subspan(mic_offset, Key::size));
  return out;
}

Bytes write_negotiate(const Negotiate& message) {
  MessageWriter writer(1);
  writer.fixed().u32(message.flags);
  writer.field({});
  writer.field({});
  writer.fixed().raw(our_version.data(), our_version.size());
  return writer.finish();
}

Bytes write_challenge(const Challenge& message) {
  MessageWriter writer(2);
  writer.field(utf16_bytes(message.target_name));
  writer.fixed().u32(message.flags);
  writer.fixed().raw(message.challenge);
  writer.fixed().u64(0);
  writer.field(message.target_info);
  writer.fixed().raw(our_version.data(), our_version.size());
  return writer.finish();
}

Bytes write_authenticate(const Authenticate& message) {
  MessageWriter writer(3);
  writer.field(message.lm_response);
  writer.field(message.nt_response);
  writer.field(utf16_bytes(message.domain));
  writer.field(utf16_bytes(message.user));
  writer.field(utf16_bytes(message.workstation));
  writer.field(message.encrypted_session_key);
  writer.fixed().u32(message.flags);
  writer.fixed().raw(our_version.data(), our_version.size());
  if (message.has_mic) writer.fixed().raw(Key().view());
  return writer.finish();
}

}  // namespace nta::auth::ntlm
