// main() for programs that have a wmain() instead: the arguments and the environment as wide texts.
#include <cstdlib>
#include <cstring>

#include "ntadmin/win/winnls.h"

// A program's wmain by its name in C, and in C++ by each of the forms that are written. One of them is there.
extern "C" {
#define NTA_WMAIN(name, symbol, ...) extern int name(__VA_ARGS__) __asm__(symbol) __attribute__((weak))
NTA_WMAIN(wmain_of_c, "wmain", int, char16_t**, char16_t**);
NTA_WMAIN(wmain_without, "_Z5wmainv", void);
NTA_WMAIN(wmain_plain, "_Z5wmainiPPw", int, char16_t**);
NTA_WMAIN(wmain_const, "_Z5wmainiPPKw", int, char16_t**);
NTA_WMAIN(wmain_const_array, "_Z5wmainiPKPw", int, char16_t**);
NTA_WMAIN(wmain_both_const, "_Z5wmainiPKPKw", int, char16_t**);
NTA_WMAIN(wmain_whole, "_Z5wmainiPPwS0_", int, char16_t**, char16_t**);
#undef NTA_WMAIN
}

namespace {

char16_t* wide(const char* text) {
  int size = MultiByteToWideChar(CP_UTF8, 0, text, -1, nullptr, 0);
  auto* made = static_cast<char16_t*>(std::malloc(2 * static_cast<size_t>(size)));
  if (!made) std::abort();
  MultiByteToWideChar(CP_UTF8, 0, text, -1, made, size);
  return made;
}

/** They last as long as the program, and the program may put others in their places: so they are kept, not freed. */
char16_t** wide_list(char** texts) {
  static char16_t** kept[2];
  static size_t lists = 0;
  size_t count = 0;
  while (texts[count]) ++count;
  auto** made = static_cast<char16_t**>(std::malloc((count + 1) * sizeof(char16_t*)));
  if (!made) std::abort();
  for (size_t i = 0; i < count; ++i) made[i] = wide(texts[i]);
  made[count] = nullptr;
  return kept[lists++] = made;
}

}  // namespace

int main(int count, char** arguments, char** environment) {
  char16_t** words = wide_list(arguments);
  if (wmain_of_c) return wmain_of_c(count, words, wide_list(environment));
  if (wmain_whole) return wmain_whole(count, words, wide_list(environment));
  if (wmain_without) return wmain_without();
  int (*const forms[])(int, char16_t**) = {wmain_plain, wmain_const, wmain_const_array, wmain_both_const};
  for (auto* found : forms)
    if (found) return found(count, words);
  std::abort();  // neither main() nor wmain(): the linker could not tell
}
