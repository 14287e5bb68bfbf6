#include "auth/spnego_messages.h"

namespace nta::auth::spnego {
namespace {

using der::context;
using der::element;

constexpr size_t most_mechanisms = 32;
constexpr std::string_view hint_name = "not_defined_in_RFC4178@please_ignore";
constexpr uint8_t spnego_oid[] = {0x2B, 0x06, 0x01, 0x05, 0x05, 0x02};

ByteView spnego_name() { return std::as_bytes(std::span(spnego_oid)); }

Bytes copy(ByteView bytes) { return Bytes(bytes.begin(), bytes.end()); }

Error malformed(std::string_view what) { return fail(Win32::rpc_sec_pkg_error, "malformed SPNEGO token: {}", what); }

Result<std::vector<Oid>> read_mechanism_list(ByteView list) {
  NTA_TRY(ByteView contents, der::only(list, der::sequence));
  der::Reader in(contents);
  std::vector<Oid> mechanisms;
  while (!in.at_end()) {
    NTA_TRY(ByteView oid, in.take(der::object_identifier));
    if (mechanisms.size() == most_mechanisms) return malformed("too many mechanisms");
    mechanisms.push_back(copy(oid));
  }
  if (mechanisms.empty()) return malformed("no mechanisms");
  return mechanisms;
}

/** An optional [number] OCTET STRING; empty where there is none. */
Result<Bytes> read_octets(der::Reader& in, uint8_t number) {
  NTA_TRY(auto field, in.take_if(context(number)));
  if (!field) return Bytes{};
  NTA_TRY(ByteView octets, der::only(*field, der::octet_string));
  return copy(octets);
}

void append_octets(Bytes& out, uint8_t number, ByteView octets) {
  if (octets.empty()) return;
  Bytes field = element(context(number), {element(der::octet_string, {octets})});
  out.insert(out.end(), field.begin(), field.end());
}

void append(Bytes& out, const Bytes& more) { out.insert(out.end(), more.begin(), more.end()); }

Bytes frame_init(ByteView fields) {
  Bytes init = element(context(0), {element(der::sequence, {fields})});
  return element(der::application_0, {element(der::object_identifier, {spnego_name()}), init});
}

}  // namespace

Bytes write_mechanism_list(const std::vector<Oid>& mechanisms) {
  Bytes names;
  for (const Oid& oid : mechanisms) append(names, element(der::object_identifier, {oid}));
  return element(der::sequence, {names});
}

// [3] is mechListMIC in a NegTokenInit and negHints in a NegTokenInit2, whose mechListMIC is [4]. Which it is, the
// element inside tells.
Result<NegTokenInit> read_init(ByteView message) {
  NTA_TRY(ByteView framed, der::only(message, der::application_0));
  der::Reader frame(framed);
  NTA_TRY(ByteView name, frame.take(der::object_identifier));
  if (!same_bytes(name, spnego_name())) return malformed("another mechanism's token");
  NTA_TRY(ByteView init, frame.take(context(0)));
  NTA_TRY(ByteView fields, der::only(init, der::sequence));
  der::Reader in(fields);
  NegTokenInit out;
  NTA_TRY(ByteView list, in.take(context(0)));
  NTA_TRY(out.mechanisms, read_mechanism_list(list));
  out.mechanism_list = copy(list);
  NTA_CHECK(in.take_if(context(1)));  // reqFlags: unprotected, so not heeded ([RFC 4178] 4.2.1)
  NTA_TRY(out.token, read_octets(in, 2));
  NTA_TRY(auto third, in.take_if(context(3)));
  if (third && der::only(*third, der::sequence)) {
    NTA_TRY(out.mic, read_octets(in, 4));
  } else if (third) {
    NTA_TRY(ByteView mic, der::only(*third, der::octet_string));
    out.mic = copy(mic);
  }
  return out;
}

Result<NegTokenResp> read_resp(ByteView message) {
  NTA_TRY(ByteView resp, der::only(message, context(1)));
  NTA_TRY(ByteView fields, der::only(resp, der::sequence));
  der::Reader in(fields);
  NegTokenResp out;
  NTA_TRY(auto state, in.take_if(context(0)));
  if (state) {
    NTA_TRY(ByteView value, der::only(*state, der::enumerated));
    if (value.size() != 1 || value[0] > std::byte{3}) return malformed("an unknown state");
    out.state = static_cast<State>(value[0]);
  }
  NTA_TRY(auto mechanism, in.take_if(context(1)));
  if (mechanism) {
    NTA_TRY(ByteView oid, der::only(*mechanism, der::object_identifier));
    out.mechanism = copy(oid);
  }
  NTA_TRY(out.token, read_octets(in, 2));
  NTA_TRY(out.mic, read_octets(in, 3));
  return out;
}

Bytes write_init(const NegTokenInit& message) {
  Bytes fields = element(context(0), {message.mechanism_list});
  append_octets(fields, 2, message.token);
  append_octets(fields, 3, message.mic);
  return frame_init(fields);
}

Bytes write_resp(const NegTokenResp& message) {
  Bytes fields;
  if (message.state) {
    auto value = static_cast<std::byte>(*message.state);
    append(fields, element(context(0), {element(der::enumerated, {ByteView(&value, 1)})}));
  }
  if (message.mechanism) append(fields, element(context(1), {element(der::object_identifier, {*message.mechanism})}));
  append_octets(fields, 2, message.token);
  append_octets(fields, 3, message.mic);
  return element(context(1), {element(der::sequence, {fields})});
}

Bytes write_hint(const std::vector<Oid>& mechanisms) {
  Bytes fields = element(context(0), {write_mechanism_list(mechanisms)});
  Bytes name = element(context(0), {element(der::general_string, {as_byte_view(hint_name)})});
  append(fields, element(context(3), {element(der::sequence, {name})}));
  return frame_init(fields);
}

}  // namespace nta::auth::spnego
