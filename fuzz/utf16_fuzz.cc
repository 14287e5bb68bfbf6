// UTF-8 to UTF-16 and back: never fails, and what came out once is well-formed, so it stays as it is.
#include "base/utf16.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  std::u16string wide = to_utf16({reinterpret_cast<const char*>(data), size});
  fuzz::check(to_utf16(to_utf8(wide)) == wide, "UTF-16 made from anything survives UTF-8");

  std::u16string units(size / 2, u'\0');
  if (!units.empty()) std::memcpy(units.data(), data, 2 * units.size());
  std::string narrow = to_utf8(units);
  fuzz::check(to_utf8(to_utf16(narrow)) == narrow, "UTF-8 made from anything survives UTF-16");

  char16_t cut[8];
  copy_cut(cut, wide);
  std::u16string_view kept = view_or_empty(cut);
  fuzz::check(kept.size() < std::size(cut) && wide.starts_with(kept), "a cut text is the start of the whole");
  fuzz::check(to_utf16(to_utf8(kept)) == kept, "a text is cut between characters");
  return 0;
}
