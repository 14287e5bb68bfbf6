// A credentials file: whatever stands in it, an error names the file and does not hold what is in it.
#include "api/client/credentials_file.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  using namespace nta::client;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto file = CredentialsFile::parse(text, "n");
  if (!file) {
    constexpr size_t longest_sentence = 200;
    fuzz::check(file.error().text.starts_with("n"), "an error says which file it is about");
    fuzz::check(file.error().text.size() < longest_sentence, "an error does not hold the file");
    return 0;
  }
  auto server = parse_address("fs02:4450");
  fuzz::check(server.has_value(), "the address is one");
  auto once = file->find(*server), again = file->find(*server);
  fuzz::check(once.has_value() == again.has_value(), "what is found is found again");
  return 0;
}
