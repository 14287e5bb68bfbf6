// The functions of string.h and stdlib.h for texts of 16-bit characters.
#include <cstdlib>
#include <cstring>

#include "api/wide/text.h"
#include "ntadmin/win/winnls.h"

namespace {

using nta::wide::Buffer;
using nta::wide::length;

char16_t lower(char16_t c) { return c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c + 32) : c; }
char16_t same(char16_t c) { return c; }

template <class Fold>
int compare(const char16_t* a, const char16_t* b, size_t most, Fold fold) {
  for (size_t i = 0; i < most; ++i) {
    int difference = fold(a[i]) - fold(b[i]);
    if (difference != 0 || !a[i]) return difference;
  }
  return 0;
}

constexpr size_t all = static_cast<size_t>(-1);

bool is_in(const char16_t* set, char16_t c) {
  for (; *set; ++set)
    if (*set == c) return true;
  return false;
}

/** How many characters from the beginning are in the set, or are not. */
size_t span(const char16_t* text, const char16_t* set, bool wanted) {
  size_t count = 0;
  while (text[count] && is_in(set, text[count]) == wanted) ++count;
  return count;
}

/** A number in a text: what there is of one is ASCII, so that it can be read as such. */
template <class Number, class Read>
Number number_in(const char16_t* text, char16_t** end, Read read) {
  char narrow[128];
  size_t count = 0;
  for (; count + 1 < sizeof narrow && text[count] && text[count] < 0x80; ++count)
    narrow[count] = static_cast<char>(text[count]);
  narrow[count] = 0;
  char* stopped = narrow;
  Number value = read(narrow, &stopped);
  if (end) *end = const_cast<char16_t*>(text) + (stopped - narrow);
  return value;
}

}  // namespace

extern "C" {

size_t NtadminWcslen(const char16_t* text) { return length(text); }

size_t NtadminWcsnlen(const char16_t* text, size_t most) {
  size_t count = 0;
  while (count < most && text[count]) ++count;
  return count;
}

char16_t* NtadminWcscpy(char16_t* to, const char16_t* from) {
  std::memcpy(to, from, 2 * (length(from) + 1));
  return to;
}

char16_t* NtadminWcsncpy(char16_t* to, const char16_t* from, size_t size) {
  size_t count = NtadminWcsnlen(from, size);
  std::memcpy(to, from, 2 * count);
  std::memset(to + count, 0, 2 * (size - count));
  return to;
}

char16_t* NtadminWcscat(char16_t* to, const char16_t* from) {
  NtadminWcscpy(to + length(to), from);
  return to;
}

char16_t* NtadminWcsncat(char16_t* to, const char16_t* from, size_t most) {
  char16_t* end = to + length(to);
  size_t count = NtadminWcsnlen(from, most);
  std::memcpy(end, from, 2 * count);
  end[count] = 0;
  return to;
}

int NtadminWcscmp(const char16_t* a, const char16_t* b) { return compare(a, b, all, same); }
int NtadminWcsncmp(const char16_t* a, const char16_t* b, size_t most) { return compare(a, b, most, same); }
int NtadminWcsicmp(const char16_t* a, const char16_t* b) { return compare(a, b, all, lower); }
int NtadminWcsnicmp(const char16_t* a, const char16_t* b, size_t most) { return compare(a, b, most, lower); }

char16_t* NtadminWcschr(const char16_t* text, char16_t wanted) {
  for (;; ++text) {
    if (*text == wanted) return const_cast<char16_t*>(text);
    if (!*text) return nullptr;
  }
}

char16_t* NtadminWcsrchr(const char16_t* text, char16_t wanted) {
  for (size_t i = length(text) + 1; i > 0; --i)
    if (text[i - 1] == wanted) return const_cast<char16_t*>(text + i - 1);
  return nullptr;
}

char16_t* NtadminWcsstr(const char16_t* text, const char16_t* wanted) {
  size_t size = length(wanted);
  for (;; ++text) {
    if (compare(text, wanted, size, same) == 0) return const_cast<char16_t*>(text);
    if (!*text) return nullptr;
  }
}

size_t NtadminWcsspn(const char16_t* text, const char16_t* wanted) { return span(text, wanted, true); }
size_t NtadminWcscspn(const char16_t* text, const char16_t* unwanted) { return span(text, unwanted, false); }

char16_t* NtadminWcspbrk(const char16_t* text, const char16_t* wanted) {
  const char16_t* found = text + span(text, wanted, false);
  return *found ? const_cast<char16_t*>(found) : nullptr;
}

char16_t* NtadminWcstok(char16_t* text, const char16_t* between, char16_t** rest) {
  if (!text) text = *rest;
  if (!text) return nullptr;
  text += span(text, between, true);
  char16_t* end = text + span(text, between, false);
  *rest = *end ? end + 1 : nullptr;
  if (text == end) return nullptr;
  *end = 0;
  return text;
}

char16_t* NtadminWmemcpy(char16_t* to, const char16_t* from, size_t count) {
  return static_cast<char16_t*>(std::memcpy(to, from, 2 * count));
}

char16_t* NtadminWmemmove(char16_t* to, const char16_t* from, size_t count) {
  return static_cast<char16_t*>(std::memmove(to, from, 2 * count));
}

char16_t* NtadminWmemset(char16_t* to, char16_t value, size_t count) {
  for (size_t i = 0; i < count; ++i) to[i] = value;
  return to;
}

int NtadminWmemcmp(const char16_t* a, const char16_t* b, size_t count) {
  for (size_t i = 0; i < count; ++i)
    if (a[i] != b[i]) return a[i] - b[i];
  return 0;
}

char16_t* NtadminWmemchr(const char16_t* text, char16_t wanted, size_t count) {
  for (size_t i = 0; i < count; ++i)
    if (text[i] == wanted) return const_cast<char16_t*>(text + i);
  return nullptr;
}

char16_t* NtadminWcsdup(const char16_t* text) {
  size_t size = 2 * (length(text) + 1);
  void* copy = std::malloc(size);
  return copy ? static_cast<char16_t*>(std::memcpy(copy, text, size)) : nullptr;
}

long NtadminWcstol(const char16_t* text, char16_t** end, int base) {
  return number_in<long>(text, end, [=](const char* from, char** to) { return std::strtol(from, to, base); });
}

unsigned long NtadminWcstoul(const char16_t* text, char16_t** end, int base) {
  return number_in<unsigned long>(text, end, [=](const char* from, char** to) { return std::strtoul(from, to, base); });
}

long long NtadminWcstoll(const char16_t* text, char16_t** end, int base) {
  return number_in<long long>(text, end, [=](const char* from, char** to) { return std::strtoll(from, to, base); });
}

unsigned long long NtadminWcstoull(const char16_t* text, char16_t** end, int base) {
  return number_in<unsigned long long>(text, end,
                                       [=](const char* from, char** to) { return std::strtoull(from, to, base); });
}

float NtadminWcstof(const char16_t* text, char16_t** end) { return number_in<float>(text, end, std::strtof); }
double NtadminWcstod(const char16_t* text, char16_t** end) { return number_in<double>(text, end, std::strtod); }
long double NtadminWcstold(const char16_t* text, char16_t** end) {
  return number_in<long double>(text, end, std::strtold);
}

int NtadminWtoi(const char16_t* text) { return static_cast<int>(NtadminWcstol(text, nullptr, 10)); }

// With null: how much it would be. The terminator is written where there is room for it, and never counted.
size_t NtadminMbstowcs(char16_t* to, const char* from, size_t size) {
  int needed = MultiByteToWideChar(CP_UTF8, 0, from, -1, nullptr, 0);
  auto count = static_cast<size_t>(needed);
  if (!to) return count - 1;
  auto* whole = static_cast<char16_t*>(std::malloc(2 * count));
  if (!whole) return all;
  MultiByteToWideChar(CP_UTF8, 0, from, -1, whole, needed);
  size_t written = count < size ? count : size;
  std::memcpy(to, whole, 2 * written);
  std::free(whole);
  return written == count ? count - 1 : written;
}

size_t NtadminWcstombs(char* to, const char16_t* from, size_t size) {
  Buffer bytes;
  bytes.add(from, length(from));
  if (!to) return bytes.size();
  size_t written = bytes.size() < size ? bytes.size() : size;
  std::memcpy(to, bytes.data(), written);
  if (written < size) to[written] = 0;
  return written;
}

}  // extern "C"
