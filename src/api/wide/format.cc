// The printf family as Windows has it: both character types in one text, and a long of 32 bits.
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>

#include "api/wide/text.h"
#include "ntadmin/win/winnls.h"

namespace nta::wide {

Buffer::~Buffer() { std::free(data_); }

char* Buffer::room(size_t size) {
  if (capacity_ - size_ < size) {
    capacity_ = 2 * (size_ + size);
    data_ = static_cast<char*>(std::realloc(data_, capacity_));
    if (!data_) std::abort();
  }
  return data_ + size_;
}

void Buffer::add(const char* bytes, size_t size) {
  if (size == 0) return;
  std::memcpy(room(size), bytes, size);
  size_ += size;
}

void Buffer::add(size_t count, char byte) {
  if (count == 0) return;
  std::memset(room(count), byte, count);
  size_ += count;
}

void Buffer::add(const char16_t* text, size_t size) {
  constexpr size_t piece = 1u << 20;  // the function counts with int
  for (size_t done = 0; done < size;) {
    size_t count = size - done < piece ? size - done : piece;
    bool is_split = done + count < size && (text[done + count - 1] & 0xFC00) == 0xD800;
    if (is_split && count > 1) --count;
    size_t most = 3 * count;
    added(static_cast<size_t>(WideCharToMultiByte(CP_UTF8, 0, text + done, static_cast<int>(count), room(most),
                                                  static_cast<int>(most), nullptr, nullptr)));
    done += count;
  }
}

namespace {

enum class Width { narrow, wide };
enum class Size { none, byte, half, word, quad, pointer };

struct Spec {
  char flags[8] = {};
  size_t flag_count = 0;
  int width = 0;
  int precision = -1;
  Size size = Size::none;
  bool is_narrow = false, is_wide = false;  // h, or l and w, for texts
  bool is_long_double = false;
  char conversion = 0;

  bool has(char flag) const { return std::memchr(flags, flag, flag_count) != nullptr; }
};

/** What a va_list is inside: a parameter of the type itself would decay where it is an array. */
struct Arguments {
  va_list list;
};

template <class Char>
class Formatter {
 public:
  Formatter(Buffer& out, va_list given) : out_(out) { va_copy(arguments_.list, given); }
  ~Formatter() { va_end(arguments_.list); }
  Formatter(const Formatter&) = delete;
  Formatter& operator=(const Formatter&) = delete;

  void run(const Char* format) {
    while (*format) {
      const Char* start = format;
      while (*format && *format != '%') ++format;
      out_.add(start, static_cast<size_t>(format - start));
      if (!*format) return;
      format = conversion(format + 1);
    }
  }

 private:
  static constexpr Width own = sizeof(Char) == 1 ? Width::narrow : Width::wide;

  bool is(const Char* at, const char* text) const {
    while (*text)
      if (*at++ != static_cast<Char>(*text++)) return false;
    return true;
  }

  int number(const Char*& at) {
    if (*at == '*') {
      ++at;
      return va_arg(arguments_.list, int);
    }
    int value = 0;
    for (; *at >= '0' && *at <= '9'; ++at)
      if (value < 100'000) value = 10 * value + static_cast<int>(*at - '0');
    return value;
  }

  void size_of(const Char*& at, Spec& spec) {
    struct Prefix {
      const char* text;
      Size size;
    };
    constexpr Prefix prefixes[] = {{"I64", Size::quad},  {"I32", Size::word},  {"I", Size::pointer}, {"hh", Size::byte},
                                   {"h", Size::half},    {"ll", Size::quad},   {"l", Size::word},    {"w", Size::none},
                                   {"z", Size::pointer}, {"t", Size::pointer}, {"j", Size::quad},    {"L", Size::none}};
    for (const Prefix& prefix : prefixes) {
      if (!is(at, prefix.text)) continue;
      spec.size = prefix.size;
      spec.is_narrow = *at == 'h';
      spec.is_wide = *at == 'l' || *at == 'w';
      spec.is_long_double = *at == 'L';
      at += std::strlen(prefix.text);
      return;
    }
  }

  const Char* conversion(const Char* at) {
    Spec spec;
    for (; *at && std::strchr("-+ #0", static_cast<char>(*at)) && *at < 0x80; ++at)
      if (spec.flag_count < 5 && !spec.has(static_cast<char>(*at)))
        spec.flags[spec.flag_count++] = static_cast<char>(*at);
    spec.width = number(at);
    if (spec.width < 0) {
      spec.width = -spec.width;
      if (!spec.has('-')) spec.flags[spec.flag_count++] = '-';
    }
    if (*at == '.') spec.precision = number(++at);
    size_of(at, spec);
    if (!*at) return at;
    spec.conversion = *at < 0x80 ? static_cast<char>(*at) : '%';
    put(spec);
    return at + 1;
  }

  void put(const Spec& spec) {
    switch (spec.conversion) {
      case 'd':
      case 'i':
        return put_integer(spec, signed_argument(spec));
      case 'u':
      case 'o':
      case 'x':
      case 'X':
        return put_integer(spec, static_cast<long long>(unsigned_argument(spec)));
      case 'c':
      case 'C':
        return put_character(spec);
      case 's':
      case 'S':
        return width_of(spec) == Width::wide ? put_text(spec, va_arg(arguments_.list, const char16_t*))
                                             : put_text(spec, va_arg(arguments_.list, const char*));
      case 'p':
        return print(spec, "", va_arg(arguments_.list, void*));
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
      case 'a':
      case 'A':
        if (spec.is_long_double) return print(spec, "L", va_arg(arguments_.list, long double));
        return print(spec, "", va_arg(arguments_.list, double));
      default:
        return out_.add(&spec.conversion, 1);  // "%%", and what is none
    }
  }

  static Width width_of(const Spec& spec) {
    if (spec.is_narrow) return Width::narrow;
    if (spec.is_wide) return Width::wide;
    bool is_other = spec.conversion == 'S' || spec.conversion == 'C';
    return (own == Width::wide) != is_other ? Width::wide : Width::narrow;
  }

  bool is_eight_bytes(const Spec& spec) const { return spec.size == Size::quad || spec.size == Size::pointer; }

  long long signed_argument(const Spec& spec) {
    if (is_eight_bytes(spec)) return va_arg(arguments_.list, long long);
    int value = va_arg(arguments_.list, int);
    if (spec.size == Size::byte) return static_cast<signed char>(value);
    return spec.size == Size::half ? static_cast<short>(value) : value;
  }

  unsigned long long unsigned_argument(const Spec& spec) {
    if (is_eight_bytes(spec)) return va_arg(arguments_.list, unsigned long long);
    unsigned value = va_arg(arguments_.list, unsigned);
    if (spec.size == Size::byte) return static_cast<unsigned char>(value);
    return spec.size == Size::half ? static_cast<unsigned short>(value) : value;
  }

  void put_integer(const Spec& spec, long long value) { print(spec, "ll", value); }

  /** One number, by the C library: "%", flags, width, precision, `size`, conversion. */
  template <class Value>
  void print(const Spec& spec, const char* size, Value value) {
    char format[32];
    std::snprintf(format, sizeof format, "%%%s*.*%s%c", spec.flags, size, spec.conversion);
    int needed = std::snprintf(nullptr, 0, format, spec.width, spec.precision, value);
    if (needed < 0) return;
    auto count = static_cast<size_t>(needed);
    std::snprintf(out_.room(count + 1), count + 1, format, spec.width, spec.precision, value);
    out_.added(count);
  }

  void put_character(const Spec& spec) {
    int value = va_arg(arguments_.list, int);
    auto narrow = static_cast<char>(value);
    auto wide = static_cast<char16_t>(value);
    width_of(spec) == Width::wide ? put_padded(spec, &wide, 1) : put_padded(spec, &narrow, 1);
  }

  template <class Text>
  void put_text(const Spec& spec, const Text* text) {
    static constexpr Text null[] = {'(', 'n', 'u', 'l', 'l', ')', 0};
    if (!text) text = null;
    size_t size = 0;
    while ((spec.precision < 0 || size < static_cast<size_t>(spec.precision)) && text[size]) ++size;
    put_padded(spec, text, size);
  }

  /** Columns are counted in units of the text's own type, as Windows counts them. */
  template <class Text>
  void put_padded(const Spec& spec, const Text* text, size_t size) {
    size_t width = static_cast<size_t>(spec.width), blanks = width > size ? width - size : 0;
    if (!spec.has('-')) out_.add(blanks, ' ');
    out_.add(text, size);
    if (spec.has('-')) out_.add(blanks, ' ');
  }

  Buffer& out_;
  Arguments arguments_;
};

template <class Char>
int print(FILE* file, const Char* format, va_list arguments) {
  Buffer text;
  Formatter<Char>(text, arguments).run(format);
  return std::fwrite(text.data(), 1, text.size(), file) == text.size() ? static_cast<int>(text.size()) : -1;
}

int print(char* to, size_t size, const char* format, va_list arguments) {
  Buffer text;
  Formatter<char>(text, arguments).run(format);
  if (size > 0) {
    size_t count = text.size() < size ? text.size() : size - 1;
    std::memcpy(to, text.data(), count);
    to[count] = 0;
  }
  return static_cast<int>(text.size());
}

int print(char16_t* to, size_t size, const char16_t* format, va_list arguments) {
  Buffer text;
  Formatter<char16_t>(text, arguments).run(format);
  auto bytes = static_cast<int>(text.size());
  int needed = bytes ? MultiByteToWideChar(CP_UTF8, 0, text.data(), bytes, nullptr, 0) : 0;
  if (!to || size == 0) return to ? -1 : needed;
  auto* whole = static_cast<char16_t*>(std::malloc(2 * static_cast<size_t>(needed) + 2));
  if (!whole) return -1;
  if (needed) MultiByteToWideChar(CP_UTF8, 0, text.data(), bytes, whole, needed);
  auto count = static_cast<size_t>(needed) < size ? static_cast<size_t>(needed) : size - 1;
  std::memcpy(to, whole, 2 * count);
  to[count] = 0;
  std::free(whole);
  return static_cast<size_t>(needed) < size ? needed : -1;
}

}  // namespace
}  // namespace nta::wide

using nta::wide::print;

extern "C" {

int NtadminVprintf(const char* format, va_list arguments) { return print(stdout, format, arguments); }
int NtadminVfprintf(FILE* file, const char* format, va_list arguments) { return print(file, format, arguments); }
int NtadminVwprintf(const char16_t* format, va_list arguments) { return print(stdout, format, arguments); }
int NtadminVfwprintf(FILE* file, const char16_t* format, va_list arguments) { return print(file, format, arguments); }
int NtadminVswprintf(char16_t* to, size_t size, const char16_t* format, va_list arguments) {
  return print(to, size, format, arguments);
}

int NtadminVsprintf(char* to, const char* format, va_list arguments) {
  return print(to, static_cast<size_t>(-1), format, arguments);
}
int NtadminVsnprintf(char* to, size_t size, const char* format, va_list arguments) {
  return print(to, size, format, arguments);
}

int NtadminSprintf(char* to, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = NtadminVsprintf(to, format, arguments);
  va_end(arguments);
  return count;
}

int NtadminSnprintf(char* to, size_t size, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = print(to, size, format, arguments);
  va_end(arguments);
  return count;
}

int NtadminPrintf(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = print(stdout, format, arguments);
  va_end(arguments);
  return count;
}

int NtadminFprintf(FILE* file, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = print(file, format, arguments);
  va_end(arguments);
  return count;
}

int NtadminWprintf(const char16_t* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = print(stdout, format, arguments);
  va_end(arguments);
  return count;
}

int NtadminFwprintf(FILE* file, const char16_t* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = print(file, format, arguments);
  va_end(arguments);
  return count;
}

int NtadminSwprintf(char16_t* to, size_t size, const char16_t* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = print(to, size, format, arguments);
  va_end(arguments);
  return count;
}

}  // extern "C"
