// The parameters of a user: what is read of them and written again is read as the same.
#include "fuzz.h"
#include "user_settings/user_config.h"
#include "user_settings/user_parameters.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  using namespace nta::user_settings;
  if (size > 32767) return 0;  // more is no account's
  ByteView input = fuzz::input(data, size);
  Bytes once = UserParameters(input).bytes();
  fuzz::check(UserParameters(once).bytes() == once, "what was written is written again");
  Bytes set = with_user_config(input, user_config_in(input).value_or(default_user_config()));
  auto read = user_config_in(set);
  fuzz::check(read.has_value(), "what was set is there");
  fuzz::check(with_user_config(set, *read) == set, "setting what is set changes nothing");
  return 0;
}
