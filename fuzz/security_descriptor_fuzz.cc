// Self-relative security descriptors: what is accepted is written back to the same descriptor, and a check of it ends.
#include "auth/security_descriptor.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  auto descriptor = auth::SecurityDescriptor::parse(fuzz::input(data, size));
  if (!descriptor) return 0;
  auto again = auth::SecurityDescriptor::parse(descriptor->bytes());
  fuzz::check(again && *again == *descriptor, "what is accepted is written back to the same");

  auth::AccessToken token{};
  uint32_t granted = auth::granted_access(token, *descriptor, auth::right_maximum_allowed);
  fuzz::check(granted == 0 || auth::access_check(token, *descriptor, granted), "what is granted passes the check");
  return 0;
}
