// The functions of stdio.h that read and write wide texts as they are. In files they are UTF-8.
#include <cstdio>
#include <cwchar>

#include "api/wide/text.h"
#include "ntadmin/win/winnls.h"

namespace {

/** One character of UTF-8 that begins with `lead`, as one or two of UTF-16; what is malformed as U+FFFD. */
int rest_of(int lead, FILE* file, char16_t (&character)[4]) {
  char bytes[4] = {static_cast<char>(lead)};
  int size = 1;
  for (int whole = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; size < whole; ++size) {
    int next = std::getc(file);
    if ((next & 0xC0) != 0x80) {
      std::ungetc(next, file);
      break;
    }
    bytes[size] = static_cast<char>(next);
  }
  return MultiByteToWideChar(CP_UTF8, 0, bytes, size, character, 4);
}

}  // namespace

extern "C" {

int NtadminFputws(const char16_t* text, FILE* file) {
  nta::wide::Buffer bytes;
  bytes.add(text, nta::wide::length(text));
  return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() ? 0 : EOF;
}

wint_t NtadminFputwc(char16_t character, FILE* file) {
  nta::wide::Buffer bytes;
  bytes.add(&character, 1);
  return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() ? character : static_cast<wint_t>(-1);
}

wint_t NtadminPutwchar(char16_t character) { return NtadminFputwc(character, stdout); }

char16_t* NtadminFgetws(char16_t* to, int size, FILE* file) {
  if (size < 1) return nullptr;
  int count = 0;
  while (count + 1 < size) {
    int lead = std::getc(file);
    if (lead == EOF) break;
    if (lead >= 0xF0 && lead < 0xF5 && count + 2 >= size && count > 0) {  // two, for which there is no room
      std::ungetc(lead, file);
      break;
    }
    char16_t character[4];
    int taken = rest_of(lead, file, character);
    for (int i = 0; i < taken && count + 1 < size; ++i) to[count++] = character[i];
    if (lead == '\n') break;
  }
  if (count == 0 && size > 1) return nullptr;
  to[count] = 0;
  return to;
}

}  // extern "C"
