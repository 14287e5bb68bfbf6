// Every message of every interface, from the tables: a new method is fuzzed without a new line here.
//
// Input: low byte of the interface's UUID, opnum, flags (1 reply, 2 big-endian), then the stub. What decodes must
// encode, and what was encoded must decode to the same.
#include "fuzz.h"
#include "ndr/decode.h"
#include "ndr/encode.h"
#include "protocols/all.h"

namespace nta {
namespace {

constexpr uint8_t flag_reply = 1;
constexpr uint8_t flag_big_endian = 2;
constexpr ndr::Limits limits{.memory = 64u << 20};

const describe::Type* message_type(uint8_t interface, uint8_t opnum, bool reply) {
  for (const protocols::Interface* each : protocols::all_interfaces)
    for (const protocols::MethodInfo& method : each->methods)
      if ((each->uuid.data1 & 0xFF) == interface && method.opnum == opnum) return reply ? method.out : method.in;
  return nullptr;
}

/** Decodes and encodes again; nothing when the stub does not decode. */
std::optional<Bytes> read_and_write(const describe::Type& type, ByteView stub, std::endian order) {
  Arena arena;
  void* value = arena.allocate(type.size, type.align);
  ByteReader in(stub, order);
  if (!ndr::decode_parameters(type, value, in, arena, limits)) return {};
  Bytes out;
  fuzz::check(bool(ndr::encode_parameters(type, value, out)), "what decodes can be encoded");
  return out;
}

}  // namespace
}  // namespace nta

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  if (size < 3) return 0;
  const describe::Type* type = message_type(data[0], data[1], data[2] & flag_reply);
  if (!type) return 0;
  auto order = data[2] & flag_big_endian ? std::endian::big : std::endian::little;
  auto first = read_and_write(*type, fuzz::input(data + 3, size - 3), order);
  if (!first) return 0;
  auto second = read_and_write(*type, *first, std::endian::little);
  fuzz::check(second.has_value(), "what was encoded decodes");
  fuzz::check(*first == *second, "it decodes to the same");
  return 0;
}
