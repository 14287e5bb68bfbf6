#include "host/server/path_type.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/utf16.h"

namespace nta::host {
namespace {

// ---- paths

/** ITYPE_* */
enum PathType : uint32_t {
  unc = 4096,
  unc_with_wildcard = 4097,
  unc_computer = 4144,
  unc_wildcard = 4145,
  relative = 8192,
  relative_with_wildcard = 8193,
  absolute = 8194,
  absolute_with_wildcard = 8195,
  drive_path = 8198,
  drive_path_with_wildcard = 8199,
  disk = 16384,
  printer_port = 16400,
  serial_port = 16416,
};

bool has_wildcard(std::u16string_view text) { return text.find_first_of(u"*?") != text.npos; }

Error bad_path(std::u16string_view path) { return fail(Win32::invalid_name, "'{}' is no path", to_utf8(path)); }

/** "LPT1", "com4:": the word, digits, perhaps a colon. */
bool is_port(std::u16string_view name, std::u16string_view word) {
  if (name.size() <= word.size() || upper_case(name.substr(0, word.size())) != word) return false;
  name.remove_prefix(word.size());
  if (name.ends_with(u':')) name.remove_suffix(1);
  return !name.empty() && std::ranges::all_of(name, [](char16_t c) { return c >= u'0' && c <= u'9'; });
}

/** What follows two backslashes. */
Result<uint32_t> unc_type(std::u16string_view path) {
  std::u16string_view rest = path.substr(2);
  size_t end = std::min(rest.find(u'\\'), rest.size());
  std::u16string_view computer = rest.substr(0, end);
  std::u16string_view beneath = rest.substr(std::min(end + 1, rest.size()));
  bool has_path = end < rest.size();
  if (computer == u".") {
    if (!has_path) return bad_path(path);
    return has_wildcard(beneath) ? drive_path_with_wildcard : drive_path;
  }
  if (computer == u"*") return has_path ? Result<uint32_t>(bad_path(path)) : Result<uint32_t>(unc_wildcard);
  if (computer.empty() || has_wildcard(computer)) return bad_path(path);
  if (!has_path) return unc_computer;
  if (beneath.empty()) return bad_path(path);
  return has_wildcard(beneath) ? unc_with_wildcard : unc;
}

/** What follows one. */
Result<uint32_t> rooted_type(std::u16string_view path) {
  constexpr std::u16string_view devices = u"\\DEV\\";
  if (path.size() >= devices.size() && upper_case(path.substr(0, devices.size())) == devices) {
    std::u16string_view name = path.substr(devices.size());
    if (is_port(name, u"LPT")) return printer_port;
    if (is_port(name, u"COM")) return serial_port;
    return bad_path(path);
  }
  return has_wildcard(path) ? absolute_with_wildcard : absolute;
}

std::vector<std::u16string_view> components(std::u16string_view path) {
  std::vector<std::u16string_view> parts;
  while (!path.empty()) {
    size_t end = std::min(path.find(u'\\'), path.size());
    if (end != 0) parts.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return parts;
}

/** MS-DOS: 128 characters in all, eight and three in each part. */
bool is_eight_and_three(std::u16string_view path) {
  constexpr size_t longest = 128, longest_stem = 8, longest_extension = 3;
  if (path.size() > longest) return false;
  return std::ranges::all_of(components(path), [](std::u16string_view part) {
    if (part == u"." || part == u".." || part.ends_with(u':')) return true;
    size_t dot = std::min(part.find(u'.'), part.size());
    std::u16string_view extension = part.substr(std::min(dot + 1, part.size()));
    return dot <= longest_stem && extension.size() <= longest_extension && extension.find(u'.') == extension.npos;
  });
}

bool is_letter(char16_t c) { return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z'); }

}  // namespace

Result<uint32_t> path_type(std::u16string_view path, PathRules rules) {
  constexpr size_t longest = 260;
  if (path.empty() || path.size() > longest || path.find_first_of(u"<>\"|") != path.npos) return bad_path(path);
  if (rules == PathRules::eight_and_three && !is_eight_and_three(path)) return bad_path(path);
  if (path.starts_with(u"\\\\")) return unc_type(path);
  if (path.starts_with(u'\\')) return rooted_type(path);
  if (path.size() >= 2 && path[1] == u':' && is_letter(path[0])) {
    if (path.size() == 2) return disk;
    return has_wildcard(path.substr(2)) ? drive_path_with_wildcard : drive_path;
  }
  if (is_port(path, u"LPT")) return printer_port;
  if (is_port(path, u"COM")) return serial_port;
  return has_wildcard(path) ? relative_with_wildcard : relative;
}

std::u16string canonical_path(std::u16string_view path) {
  std::u16string text(path);
  std::ranges::replace(text, u'/', u'\\');
  auto type = path_type(text, PathRules::long_names);
  if (type && (*type == printer_port || *type == serial_port)) {
    if (text.ends_with(u':')) text.pop_back();
    return upper_case(text);
  }
  size_t backslashes = std::min<size_t>(std::min(text.find_first_not_of(u'\\'), text.size()), 2);
  std::vector<std::u16string_view> kept;
  size_t fixed = backslashes == 2 ? 2 : text.size() > 1 && text[1] == u':' ? 1 : 0;  // server and share, or the drive
  for (std::u16string_view part : components(text)) {
    if (part == u"." && !(backslashes == 2 && kept.empty())) continue;
    if (part != u"..")
      kept.push_back(part);
    else if (kept.size() > fixed)
      kept.pop_back();
  }
  std::u16string canonical(backslashes, u'\\');
  for (size_t i = 0; i < kept.size(); ++i) canonical.append(i == 0 ? u"" : u"\\").append(kept[i]);
  bool is_root_of_drive = kept.size() == 1 && kept[0].ends_with(u':') && text.size() > 2;
  return is_root_of_drive ? canonical + u"\\" : canonical;
}

// ---- names

namespace {

enum class Refused { nothing, usual, usual_and_star, usual_star_and_blank };

/** [MS-SRVS] 2.2.2.8 and 3.1.4.33, by type. */
struct NameType {
  size_t least, most;  // of a valid name
  Refused refused;
  size_t longest_old;  // of a canonical one
  bool upper_old;
  size_t longest;
  bool upper;
  bool keeps_case_old = false;
};
constexpr NameType name_types[] = {
    {1, 256, Refused::usual, 20, true, 256, false},               // user
    {0, 256, Refused::nothing, 14, false, 256, false, true},      // password
    {1, 256, Refused::usual, 20, true, 256, false},               // group
    {1, 260, Refused::usual_and_star, 15, true, 259, false},      // computer
    {1, 16, Refused::usual, 16, true, 16, true},                  // event
    {1, 15, Refused::usual_star_and_blank, 15, true, 15, false},  // domain
    {1, 80, Refused::usual, 15, true, 80, false},                 // service
    {1, 260, Refused::usual, 259, true, 259, true},               // net
    {1, 80, Refused::usual, 12, true, 80, false},                 // share
    {1, 15, Refused::usual, 259, true, 259, true, true},          // message
    {1, 260, Refused::usual, 259, true, 259, true, true},         // message destination
    {0, 8, Refused::nothing, 8, false, 8, false, true},           // share password
    {1, 15, Refused::usual, 15, true, 15, false},                 // workgroup
};

enum : uint32_t { type_computer = 4, type_message_destination = 11 };

const NameType& rules_of(uint32_t type) { return name_types[type - 1]; }

bool is_refused(char16_t c, Refused refused) {
  if (refused == Refused::nothing) return false;
  constexpr std::u16string_view usual = u"\"/\\[]:|<>+=;,?";
  if (c < u' ' || usual.find(c) != usual.npos) return true;
  if (c == u'*') return refused != Refused::usual;
  return c == u' ' && refused == Refused::usual_star_and_blank;
}

/** A star may end a message's destination, and must where the name is as long as can be. */
bool is_message_destination(std::u16string_view name) {
  size_t star = name.find(u'*');
  if (star != name.npos && star + 1 != name.size()) return false;
  return name.size() < rules_of(type_message_destination).most || star != name.npos;
}

}  // namespace

bool is_name_type(uint32_t type) { return type >= 1 && type <= std::size(name_types); }

Result<void> check_name(std::u16string_view name, uint32_t type, NameRules rules) {
  if (!is_name_type(type)) return fail(Win32::invalid_parameter, "name type {}", type);
  const NameType& of = rules_of(type);
  size_t most = rules == NameRules::old ? std::min(of.most, of.longest_old) : of.most;
  bool is_good = name.size() >= of.least && name.size() <= most;
  for (char16_t c : name) is_good = is_good && !is_refused(c, of.refused);
  if (type == type_computer && is_good) is_good = name.front() != u' ' && name.back() != u' ';
  if (type == type_message_destination && is_good) is_good = is_message_destination(name);
  if (is_good) return {};
  return fail(Win32::invalid_name, "'{}' is no name of type {}", to_utf8(name), type);
}

size_t longest_name(uint32_t type, NameRules rules) {
  return rules == NameRules::old ? rules_of(type).longest_old : rules_of(type).longest;
}

std::u16string canonical_name(std::u16string_view name, uint32_t type, NameRules rules) {
  bool is_upper = rules == NameRules::old ? rules_of(type).upper_old : rules_of(type).upper;
  std::u16string cut(name.substr(0, longest_name(type, rules)));
  return is_upper ? upper_case(cut) : cut;
}

bool keeps_case(uint32_t type) { return rules_of(type).keeps_case_old; }

}  // namespace nta::host
