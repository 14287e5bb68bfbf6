// The self-relative form and the access check of security_descriptor.h.
#include "auth/security_descriptor.h"

namespace nta::auth {

namespace {

constexpr uint8_t descriptor_revision = 1;
constexpr uint16_t control_dacl_present = 0x0004;
constexpr uint16_t control_self_relative = 0x8000;
constexpr uint32_t header_size = 20;
constexpr uint8_t acl_revision = 2;
constexpr uint8_t acl_revision_ds = 4;
constexpr size_t acl_header_size = 8;
constexpr size_t ace_header_size = 8;  // with the mask; the SID follows
constexpr size_t smallest_ace = ace_header_size + 8;
constexpr uint32_t every_right = 0x001FFFFF;  // specific and standard ones

/** A part of the descriptor by its offset; none for offset 0. */
Result<std::optional<ByteView>> part_at(ByteView bytes, uint32_t offset) {
  if (offset == 0) return std::optional<ByteView>();
  if (offset < header_size || offset > bytes.size())
    return fail(Win32::invalid_data, "a part at offset {} of a descriptor of {} bytes", offset, bytes.size());
  return std::optional(bytes.subspan(offset));
}

/** The SID at the front of `bytes`, which may go on behind it. */
Result<Sid> leading_sid(ByteView bytes) {
  if (bytes.size() < 8) return fail(Win32::invalid_data, "a SID of {} bytes", bytes.size());
  size_t size = 8 + 4 * std::to_integer<size_t>(bytes[1]);
  if (size > bytes.size()) return fail(Win32::invalid_data, "a SID of {} bytes, {} left", size, bytes.size());
  return Sid::from_bytes(bytes.first(size));
}

Result<std::optional<Sid>> sid_at(ByteView bytes, uint32_t offset) {
  NTA_TRY(auto part, part_at(bytes, offset));
  if (!part) return std::optional<Sid>();
  NTA_TRY(Sid sid, leading_sid(*part));
  return std::optional(sid);
}

Result<Ace> parse_ace(ByteReader& in) {
  Ace ace;
  NTA_TRY(uint8_t type, in.u8());
  if (type > static_cast<uint8_t>(AceType::denied))
    return fail(Win32::not_supported, "ACE type {}: allow (0) and deny (1) are known", type);
  ace.type = static_cast<AceType>(type);
  NTA_TRY(ace.flags, in.u8());
  NTA_TRY(uint16_t size, in.u16());
  NTA_TRY(ace.mask, in.u32());
  if (size < smallest_ace || size % 4 != 0) return fail(Win32::invalid_data, "an ACE of {} bytes", size);
  NTA_TRY(ByteView rest, in.take(size - ace_header_size));
  NTA_TRY(ace.sid, leading_sid(rest));
  return ace;
}

Result<std::vector<Ace>> parse_acl(ByteView bytes) {
  ByteReader header(bytes);
  NTA_TRY(uint8_t revision, header.u8());
  NTA_CHECK(header.u8());
  NTA_TRY(uint16_t size, header.u16());
  NTA_TRY(uint16_t count, header.u16());
  if (revision != acl_revision && revision != acl_revision_ds)
    return fail(Win32::revision_mismatch, "an ACL of revision {}", revision);
  if (size < acl_header_size || size > bytes.size())
    return fail(Win32::invalid_data, "an ACL claims {} of {} bytes", size, bytes.size());
  if (count * smallest_ace > size - acl_header_size)
    return fail(Win32::invalid_data, "{} ACEs in an ACL of {} bytes", count, size);
  ByteReader in(bytes.subspan(acl_header_size, size - acl_header_size));
  std::vector<Ace> aces;
  aces.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    NTA_TRY(Ace ace, parse_ace(in));
    aces.push_back(ace);
  }
  return aces;
}

void write_acl(ByteWriter& out, const std::vector<Ace>& aces) {
  Bytes body;
  ByteWriter in(body);
  for (const Ace& ace : aces) {
    Bytes sid = ace.sid.bytes();
    in.u8(static_cast<uint8_t>(ace.type));
    in.u8(ace.flags);
    in.u16(static_cast<uint16_t>(ace_header_size + sid.size()));
    in.u32(ace.mask);
    in.raw(sid);
  }
  out.u8(acl_revision);
  out.u8(0);
  out.u16(static_cast<uint16_t>(acl_header_size + body.size()));
  out.u16(static_cast<uint16_t>(aces.size()));
  out.u16(0);
  out.raw(body);
}

}  // namespace

Bytes SecurityDescriptor::bytes() const {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(descriptor_revision);
  writer.u8(0);
  writer.u16(control_self_relative | (dacl ? control_dacl_present : 0));
  for (int i = 0; i < 4; ++i) writer.u32(0);  // offsets of owner, group, SACL and DACL: patched below
  auto here = [&] { return static_cast<uint32_t>(writer.offset()); };
  if (dacl) {
    writer.patch(16, here());
    write_acl(writer, *dacl);
  }
  if (owner) {
    writer.patch(4, here());
    writer.raw(owner->bytes());
  }
  if (group) {
    writer.patch(8, here());
    writer.raw(group->bytes());
  }
  return out;
}

Result<SecurityDescriptor> SecurityDescriptor::parse(ByteView bytes) {
  ByteReader in(bytes);
  NTA_TRY(uint8_t revision, in.u8());
  if (revision != descriptor_revision)
    return fail(Win32::revision_mismatch, "a security descriptor of revision {}", revision);
  NTA_CHECK(in.u8());
  NTA_TRY(uint16_t control, in.u16());
  if (!(control & control_self_relative))
    return fail(Win32::invalid_data, "a security descriptor that is not self-relative, control {:#x}", control);
  NTA_TRY(uint32_t owner_offset, in.u32());
  NTA_TRY(uint32_t group_offset, in.u32());
  NTA_CHECK(in.u32());  // the SACL's
  NTA_TRY(uint32_t dacl_offset, in.u32());
  SecurityDescriptor descriptor;
  NTA_TRY(descriptor.owner, sid_at(bytes, owner_offset));
  NTA_TRY(descriptor.group, sid_at(bytes, group_offset));
  if (!(control & control_dacl_present)) return descriptor;
  NTA_TRY(auto acl, part_at(bytes, dacl_offset));
  if (!acl) return descriptor;  // present but null: the same as none ([MS-DTYP] 2.4.6)
  NTA_TRY(descriptor.dacl, parse_acl(*acl));
  return descriptor;
}

Decision decide(const AccessToken& token, const SecurityDescriptor& descriptor, uint32_t desired) {
  if (!descriptor.dacl) return {.granted = desired};
  Decision decision{.open = desired};
  // [MS-DTYP] 2.5.3.2: an owner may always read the descriptor and change its DACL.
  constexpr uint32_t always = right_read_control | right_write_dac;
  if (desired & always && descriptor.owner && token.is_member(*descriptor.owner)) decision.granted = desired & always;
  decision.open &= ~decision.granted;
  for (const Ace& ace : *descriptor.dacl) {
    bool is_named = ace.mask & decision.open && !(ace.flags & ace_inherit_only);
    if (!is_named || !token.is_member(ace.sid)) continue;
    if (ace.type == AceType::allowed) decision.granted |= ace.mask & decision.open;
    decision.open &= ~ace.mask;  // the first ACE that names a right decides on it
  }
  return decision;
}

uint32_t granted_access(const AccessToken& token, const SecurityDescriptor& descriptor, uint32_t desired) {
  return decide(token, descriptor, desired & right_maximum_allowed ? every_right : desired).granted;
}

bool access_check(const AccessToken& token, const SecurityDescriptor& descriptor, uint32_t desired) {
  uint32_t named = desired & ~right_maximum_allowed;
  return (granted_access(token, descriptor, desired) & named) == named;
}

bool withholds(const SecurityDescriptor& descriptor, const Sid& user, uint32_t right) {
  if (!descriptor.dacl) return false;
  bool granted = false;
  for (const Ace& ace : *descriptor.dacl) {
    bool about_them = ace.sid == user || ace.sid == sid_everyone || ace.sid == sid_authenticated_users;
    if (!about_them || !(ace.mask & right)) continue;
    if (ace.type == AceType::denied) return true;
    granted = true;
  }
  return !granted;
}

SecurityDescriptor default_listener_descriptor() {
  auto allow = [](const Sid& sid, uint32_t mask) { return Ace{.mask = mask, .sid = sid}; };
  constexpr uint32_t user_access = wts_logon | wts_query_information | wts_message | wts_connect;
  constexpr uint32_t service_access = wts_query_information | wts_message;
  return {.owner = sid_system,
          .group = sid_system,
          .dacl = {{allow(sid_administrators, wts_all_access), allow(sid_system, wts_all_access),
                    allow(sid_remote_desktop_users, user_access), allow(sid_local_service, service_access),
                    allow(sid_network_service, service_access), allow(sid_guests, wts_logon)}}};
}

}  // namespace nta::auth
