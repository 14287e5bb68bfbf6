// Protocol towers from a stranger: what is read is written to the same meaning.
#include "fuzz.h"
#include "rpc/tower.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  auto tower = rpc::read_tower(fuzz::input(data, size));
  if (!tower) return 0;
  auto again = rpc::read_tower(rpc::write_tower(*tower));
  fuzz::check(again && *again == *tower, "a tower that is read is written to the same");
  return 0;
}
