// The words of session_state.h.
#include "tools/session_state.h"

#include <array>
#include <string>

#include "base/utf16.h"

namespace nta::tools {
namespace {

struct Words {
  const char16_t* brief;
  const char16_t* full;
};

// In the order of WTS_CONNECTSTATE_CLASS.
constexpr std::array<Words, 10> words = {{{u"Active", u"Active"},
                                          {u"Conn", u"Connected"},
                                          {u"ConnQ", u"ConnectQuery"},
                                          {u"Shadow", u"Shadow"},
                                          {u"Disc", u"Disconnected"},
                                          {u"Idle", u"Idle"},
                                          {u"Listen", u"Listen"},
                                          {u"Reset", u"Reset"},
                                          {u"Down", u"Down"},
                                          {u"Init", u"Init"}}};

/** A server may name a state that this version does not know. */
Words words_of(WTS_CONNECTSTATE_CLASS state) {
  auto index = static_cast<size_t>(state);
  return index < words.size() ? words[index] : Words{u"?", u"Unknown"};
}

}  // namespace

const char16_t* short_state(WTS_CONNECTSTATE_CLASS state) { return words_of(state).brief; }
const char16_t* long_state(WTS_CONNECTSTATE_CLASS state) { return words_of(state).full; }

const char16_t* shown_name(const WCHAR* name, Arena& arena) {
  std::u16string text(view_or_empty(name));
  for (char16_t& c : text)
    if (c >= u'A' && c <= u'Z') c = static_cast<char16_t>(c - u'A' + u'a');
  return arena.text(text);
}

}  // namespace nta::tools
