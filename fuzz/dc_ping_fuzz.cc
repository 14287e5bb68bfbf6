// Answers to the LDAP ping: what is accepted has names of a bounded length, whatever points where.
#include "fuzz.h"
#include "host/domain/dc_ping.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  constexpr uint32_t message = 0x102;
  constexpr size_t most = 128 * 64;
  if (auto found = host::parse_dc_answer(message, fuzz::input(data, size)))
    for (const std::string* name : {&found->forest, &found->domain, &found->computer, &found->site})
      fuzz::check(name->size() <= most, "a name is bounded");
  return 0;
}
