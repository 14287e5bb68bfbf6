#include "host/domain/dc_ping.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "auth/der.h"

namespace nta::host {
namespace {

namespace der = auth::der;
using auth::Parts;

constexpr uint8_t integer = 0x02, boolean = 0x01, set = 0x31, search_request = 0x63, search_entry = 0x64;
constexpr uint8_t equality = der::context(3), all_of = der::context(0);
constexpr uint32_t extended_form = 0x6;  // NtVer: NETLOGON_NT_VERSION_5 and _5EX

Error malformed(std::string_view what) { return fail(Win32::invalid_data, "answer of a domain controller: {}", what); }

Bytes octets(std::string_view text) { return der::element(der::octet_string, {as_byte_view(text)}); }

Bytes small_number(uint8_t tag, uint8_t value) {
  std::array byte{std::byte{value}};
  return der::element(tag, {byte});
}

Bytes number(uint32_t value) {
  Bytes bytes{std::byte{0}};  // positive, whatever the highest bit
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::byte>(value >> shift));
  while (bytes.size() > 1 && bytes[0] == std::byte{0} && std::to_integer<int>(bytes[1]) < 0x80)
    bytes.erase(bytes.begin());
  return der::element(integer, {bytes});
}

Bytes equals(std::string_view attribute, ByteView value) {
  return der::element(equality, {octets(attribute), der::element(der::octet_string, {value})});
}

/** Names as DNS packs them ([RFC1035] 4.1.4), counted from where the structure begins. */
class Names {
 public:
  explicit Names(ByteView whole) : whole_(whole) {}

  Result<std::string> read(size_t& at) const {
    std::string name;
    size_t position = at;
    bool jumped = false;
    for (size_t steps = 0; steps < most_labels; ++steps) {
      NTA_TRY(uint8_t length, octet(position));
      if (length == 0) {
        if (!jumped) at = position + 1;
        return name;
      }
      if ((length & pointer_bits) == pointer_bits) {
        NTA_TRY(uint8_t low, octet(position + 1));
        if (!jumped) at = position + 2;
        jumped = true;
        position = static_cast<size_t>(length & ~pointer_bits) << 8 | low;
        continue;
      }
      NTA_TRY(std::string label, text(position + 1, length));
      name += (name.empty() ? "" : ".") + label;
      position += 1u + length;
    }
    return malformed("a name of too many parts");
  }

 private:
  static constexpr uint8_t pointer_bits = 0xC0;
  static constexpr size_t most_labels = 128;

  Result<uint8_t> octet(size_t at) const {
    if (at >= whole_.size()) return malformed("a name beyond the end");
    return std::to_integer<uint8_t>(whole_[at]);
  }
  Result<std::string> text(size_t at, size_t length) const {
    if (length >= pointer_bits || at + length > whole_.size()) return malformed("a part of a name beyond the end");
    return std::string(reinterpret_cast<const char*>(whole_.data() + at), length);
  }

  ByteView whole_;
};

/** NETLOGON_SAM_LOGON_RESPONSE_EX ([MS-ADTS] 6.3.1.9). */
Result<DomainController> parse_response(ByteView bytes) {
  constexpr uint16_t found = 23, user_unknown = 25;
  ByteReader in(bytes);
  NTA_TRY(uint16_t opcode, in.u16());
  if (opcode != found && opcode != user_unknown) return malformed("not of the extended form");
  NTA_CHECK(in.u16());
  DomainController controller;
  controller.has_account = opcode == found;
  NTA_TRY(controller.flags, in.u32());
  NTA_TRY(ByteView guid, in.take(sizeof(Guid)));
  std::memcpy(static_cast<void*>(&controller.domain_guid), guid.data(), sizeof(Guid));
  Names names(bytes);
  size_t at = in.offset();
  std::string user;
  for (std::string* name : {&controller.forest, &controller.domain, &controller.computer, &controller.flat_domain,
                            &controller.flat_computer, &user, &controller.site, &controller.client_site}) {
    NTA_TRY(*name, names.read(at));
  }
  return controller;
}

}  // namespace

// [RFC4511] 4.5.1: base object, scope base, aliases never, no limits; (&(DnsDomain=...)(User=...)(AAC=...)(NtVer=...)),
// attribute Netlogon.
Bytes dc_ping(uint32_t message, const DcQuestion& question) {
  Bytes version, control;
  ByteWriter(version).u32(extended_form);
  ByteWriter(control).u32(question.account_control);
  Bytes account;
  if (!question.account.empty()) {
    account = equals("User", as_byte_view(question.account));
    Bytes kinds = equals("AAC", control);
    account.insert(account.end(), kinds.begin(), kinds.end());
  }
  Bytes filter =
      der::element(all_of, {equals("DnsDomain", as_byte_view(question.domain)), account, equals("NtVer", version)});
  Bytes search = der::element(
      search_request, {octets(""), small_number(der::enumerated, 0), small_number(der::enumerated, 0), number(0),
                       number(0), small_number(boolean, 0), filter, der::element(der::sequence, {octets("Netlogon")})});
  return der::element(der::sequence, {number(message), search});
}

Result<DomainController> parse_dc_answer(uint32_t message, ByteView datagram) {
  der::Reader whole(datagram);
  NTA_TRY(ByteView envelope, whole.take(der::sequence));
  der::Reader in(envelope);
  NTA_TRY(ByteView id, in.take(integer));
  Bytes expected = number(message);
  if (!std::ranges::equal(id, ByteView(expected).subspan(2))) return malformed("to another question");
  NTA_TRY(auto entry, in.take_if(search_entry));
  if (!entry) return fail(Win32::no_such_domain, "the server does not know the domain");
  der::Reader object(*entry);
  NTA_CHECK(object.take(der::octet_string));
  NTA_TRY(ByteView attributes, object.take(der::sequence));
  der::Reader list(attributes);
  NTA_TRY(ByteView attribute, list.take(der::sequence));
  der::Reader members(attribute);
  NTA_CHECK(members.take(der::octet_string));
  NTA_TRY(ByteView values, members.take(set));
  der::Reader value(values);
  NTA_TRY(ByteView response, value.take(der::octet_string));
  return parse_response(response);
}

}  // namespace nta::host
