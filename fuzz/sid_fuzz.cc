// SIDs, packed and as text: each form that is accepted gives the same SID through the other.
#include "base/sid.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  if (auto sid = Sid::from_bytes(fuzz::input(data, size))) {
    Bytes packed = sid->bytes();
    fuzz::check(size >= packed.size() && std::memcmp(packed.data(), data, packed.size()) == 0, "packed form is kept");
    fuzz::check(Sid::parse(sid->text()) == *sid, "text of a SID is that SID");
  }
  if (auto sid = Sid::parse({reinterpret_cast<const char*>(data), size})) {
    auto packed = Sid::from_bytes(sid->bytes());
    fuzz::check(packed && *packed == *sid, "packed form of a parsed SID is that SID");
  }
  return 0;
}
