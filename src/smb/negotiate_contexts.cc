#include "smb/negotiate_contexts.h"

#include <set>

namespace nta::smb {
namespace {

enum class ContextType : uint16_t { preauth_integrity = 1, encryption = 2, netname = 5, signing = 8 };

/** A list of 16-bit ids behind their number; none is an error ([MS-SMB2] 3.3.5.4). */
template <class Id>
Result<std::vector<Id>> read_ids(ByteReader& in, uint16_t count) {
  if (count == 0) return fail(Win32::invalid_parameter, "a negotiate context offers nothing");
  std::vector<Id> ids;
  for (uint16_t i = 0; i < count; ++i) {
    NTA_TRY(uint16_t id, in.u16());
    ids.push_back(static_cast<Id>(id));
  }
  return ids;
}

Result<void> read_one(ContextType type, ByteView data, NegotiateContexts& to) {
  ByteReader in(data);
  switch (type) {
    case ContextType::preauth_integrity: {
      NTA_TRY(uint16_t count, in.u16());
      NTA_TRY(uint16_t salt_length, in.u16());
      NTA_TRY(to.hashes, read_ids<HashAlgorithm>(in, count));
      NTA_TRY(ByteView salt, in.take(salt_length));
      to.salt.assign(salt.begin(), salt.end());
      return {};
    }
    case ContextType::encryption: {
      NTA_TRY(uint16_t count, in.u16());
      NTA_TRY(to.ciphers, read_ids<Cipher>(in, count));
      return {};
    }
    case ContextType::signing: {
      NTA_TRY(uint16_t count, in.u16());
      NTA_TRY(to.signing, read_ids<SigningAlgorithm>(in, count));
      return {};
    }
    case ContextType::netname:
      to.server_name = utf16_text(data);
      return {};
  }
  return {};
}

template <class Id>
void write_ids(ByteWriter& out, const std::vector<Id>& ids) {
  for (Id id : ids) out.u16(static_cast<uint16_t>(id));
}

/** Contexts begin at multiples of 8; the last has no padding behind it. */
template <class WriteData>
void write_one(WrittenContexts& to, ContextType type, WriteData write_data) {
  to.bytes.resize((to.bytes.size() + 7) / 8 * 8);
  ByteWriter out(to.bytes);
  out.u16(static_cast<uint16_t>(type));
  out.u16(0);
  out.u32(0);
  write_data(out);
  out.patch(2, static_cast<uint16_t>(out.offset() - 8));
  ++to.count;
}

}  // namespace

Result<NegotiateContexts> read_contexts(ByteView bytes, uint16_t count) {
  NegotiateContexts contexts;
  std::set<uint16_t> seen;
  ByteReader in(bytes);
  for (uint16_t i = 0; i < count; ++i) {
    NTA_CHECK(in.align(8));
    NTA_TRY(uint16_t type, in.u16());
    NTA_TRY(uint16_t length, in.u16());
    NTA_CHECK(in.take(4));
    NTA_TRY(ByteView data, in.take(length));
    if (!seen.insert(type).second) return fail(Win32::invalid_parameter, "negotiate context {} occurs twice", type);
    NTA_CHECK(read_one(static_cast<ContextType>(type), data, contexts));
  }
  return contexts;
}

WrittenContexts write_contexts(const NegotiateContexts& contexts) {
  WrittenContexts written;
  if (!contexts.hashes.empty())
    write_one(written, ContextType::preauth_integrity, [&](ByteWriter& out) {
      out.u16(static_cast<uint16_t>(contexts.hashes.size()));
      out.u16(static_cast<uint16_t>(contexts.salt.size()));
      write_ids(out, contexts.hashes);
      out.raw(contexts.salt);
    });
  if (!contexts.ciphers.empty())
    write_one(written, ContextType::encryption, [&](ByteWriter& out) {
      out.u16(static_cast<uint16_t>(contexts.ciphers.size()));
      write_ids(out, contexts.ciphers);
    });
  if (!contexts.signing.empty())
    write_one(written, ContextType::signing, [&](ByteWriter& out) {
      out.u16(static_cast<uint16_t>(contexts.signing.size()));
      write_ids(out, contexts.signing);
    });
  if (!contexts.server_name.empty())
    write_one(written, ContextType::netname, [&](ByteWriter& out) { out.raw(utf16_bytes(contexts.server_name)); });
  return written;
}

}  // namespace nta::smb
