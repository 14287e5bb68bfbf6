#include "session/terminal/width.h"

#include <locale.h>
#include <wchar.h>

namespace nta::terminal {
namespace {

// The C library's Unicode table, whatever locale the process runs in: programs inside the session measure with it too.
class UnicodeLocale {
 public:
  UnicodeLocale() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {}
  int width(char32_t character) const {
    if (!locale_) return 1;
    locale_t before = uselocale(locale_);
    int width = wcwidth(static_cast<wchar_t>(character));
    uselocale(before);
    return width;
  }

 private:
  locale_t locale_;
};

}  // namespace

int column_width(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return -1;
  if (c < 0x300) return 1;
  if ((c >= 0x4E00 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4) || (c >= 0x3041 && c < 0x3097)) return 2;
  static const UnicodeLocale unicode;
  int width = unicode.width(c);
  return width < 0 ? 1 : width;  // newer than the table: most are one column
}

}  // namespace nta::terminal
