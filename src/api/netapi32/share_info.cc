// Security descriptors, from a caller's memory to the wire.
#include "api/netapi32/share_info.h"

#include <cstring>

#include "describe/memory.h"
#include "ntadmin/win/winnt.h"
#include "protocols/srvsvc.h"

namespace nta::api {
namespace {

using describe::at;
using describe::load;

constexpr size_t header_size = 20;
constexpr size_t parts_offset = offsetof(SECURITY_DESCRIPTOR, Owner);

/** Owner, group, SACL, DACL of a descriptor: null where there is none. */
struct Parts {
  const void* of[4] = {};
};

Parts parts_of(const void* descriptor, bool is_relative) {
  Parts parts;
  for (size_t i = 0; i < 4; ++i) {
    if (!is_relative) {
      parts.of[i] = load<const void*>(at(descriptor, parts_offset + i * sizeof(void*)));
    } else if (auto offset = load<uint32_t>(at(descriptor, 4 + i * 4))) {
      parts.of[i] = at(descriptor, offset);
    }
  }
  return parts;
}

size_t size_of_part(const void* part, bool is_sid) {
  return is_sid ? describe::sid_size(part) : load<uint16_t>(at(part, offsetof(ACL, AclSize)));
}

}  // namespace

Result<Bytes> self_relative(const void* descriptor) {
  if (load<uint8_t>(descriptor) != SECURITY_DESCRIPTOR_REVISION)
    return fail(Win32::invalid_parameter, "not a security descriptor");
  auto control = load<uint16_t>(at(descriptor, offsetof(SECURITY_DESCRIPTOR, Control)));
  Parts parts = parts_of(descriptor, control & SE_SELF_RELATIVE);
  Bytes out, tail;
  ByteWriter writer(out);
  writer.u8(SECURITY_DESCRIPTOR_REVISION);
  writer.u8(0);
  writer.u16(control | SE_SELF_RELATIVE);
  for (size_t i = 0; i < 4; ++i) {
    const void* part = parts.of[i];
    writer.u32(part ? static_cast<uint32_t>(header_size + tail.size()) : 0);
    if (part) tail.insert(tail.end(), at(part, 0), at(part, size_of_part(part, i < 2)));
  }
  writer.raw(tail);
  return out;
}

Result<ShareInfo> ShareInfo::copy(DWORD level, const void* info) {
  const describe::Type& row = *protocols::ShareLevels::row(level);
  ShareInfo share;
  share.info_.assign(at(info, 0), at(info, row.size));
  for (const describe::Field& field : row) {
    if (!field.size_is) continue;
    if (const auto* descriptor = load<const void*>(at(info, field.offset))) {
      NTA_TRY(share.descriptor_, self_relative(descriptor));
      describe::store<const void*>(at(share.get(), field.offset), share.descriptor_.data());
    }
    describe::store_number(at(share.get(), field.size_is.offset), field.size_is.width, share.descriptor_.size());
  }
  return share;
}

}  // namespace nta::api
