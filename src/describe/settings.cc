#include "describe/settings.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "base/utf16.h"
#include "describe/memory.h"
#include "describe/show.h"

namespace nta::describe {
namespace {

bool is_setting(const Field& field) {
  Form form = field.type->form;
  return !field.name.empty() && (form == Form::number || form == Form::boolean || form == Form::text);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else
      out += c;
  }
  return out;
}

Result<std::string> unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    char c = ++i < text.size() ? text[i] : '\0';
    if (c != '\\' && c != 'n' && c != 'r') return fail(Win32::invalid_data, "'\\' is followed by nothing known");
    out += c == 'n' ? '\n' : c == 'r' ? '\r' : '\\';
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

Result<void> set_number(const Field& field, std::string_view text, void* value) {
  uint64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool fits = field.type->size == 8 || number >> (8 * field.type->size) == 0;
  if (error != std::errc() || end != text.data() + text.size() || !fits)
    return fail(Win32::invalid_data, "'{}' is no number for {}", text, field.name);
  store_number(at(value, field.offset), field.type->size, number);
  return {};
}

Result<void> set_text(const Field& field, std::string_view text, void* value) {
  NTA_TRY(std::string plain, unescaped(text));
  size_t unit = field.type->target->size;
  std::u16string wide = to_utf16(plain);
  size_t length = unit == 2 ? wide.size() : plain.size();
  if (length >= field.type->count)
    return fail(Win32::invalid_data, "{} has room for {} characters", field.name, field.type->count - 1);
  std::memset(at(value, field.offset), 0, field.type->size);
  const void* from = unit == 2 ? static_cast<const void*>(wide.data()) : plain.data();
  std::memcpy(at(value, field.offset), from, length * unit);
  return {};
}

Result<void> set_truth(const Field& field, std::string_view text, void* value) {
  if (text != "true" && text != "false")
    return fail(Win32::invalid_data, "{} is true or false, not '{}'", field.name, text);
  store_number(at(value, field.offset), field.type->size, text == "true");
  return {};
}

Result<void> set_line(const Type& type, std::string_view line, void* value) {
  auto equals = line.find('=');
  if (equals == std::string_view::npos) return fail(Win32::invalid_data, "'{}' has no '='", line);
  auto name = trimmed(line.substr(0, equals)), text = trimmed(line.substr(equals + 1));
  for (const Field& field : type) {
    if (!is_setting(field) || !equal_ignoring_case(field.name, name)) continue;
    switch (field.type->form) {
      case Form::text:
        return set_text(field, text, value);
      case Form::boolean:
        return set_truth(field, text, value);
      default:
        return set_number(field, text, value);
    }
  }
  return fail(Win32::invalid_data, "'{}' is no known name", name);
}

}  // namespace

std::string changed_settings(const Type& type, const void* before, const void* after) {
  std::string out;
  for (const Field& field : type) {
    if (!is_setting(field)) continue;
    std::string now = cell(type, after, field.name);
    if (now == cell(type, before, field.name)) continue;
    out += fmt::format("{}{}", out.empty() ? "" : " ", field.name);
    if (field.type->form != Form::text) out += "=" + now;
  }
  return out;
}

std::string settings_text(const Type& type, const void* value) {
  std::string out;
  for (const Field& field : type)
    if (is_setting(field)) out += fmt::format("{} = {}\n", field.name, escaped(cell(type, value, field.name)));
  return out;
}

Result<void> read_settings(const Type& type, std::string_view text, void* value) {
  std::vector<std::byte> changed(type.size);
  std::memcpy(changed.data(), value, type.size);
  for (size_t number = 1; !text.empty(); ++number) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line = trimmed(line);
    if (line.empty() || line[0] == '#') continue;
    if (auto set = set_line(type, line, changed.data()); !set)
      return fail(set.error().code, "line {}: {}", number, set.error().text);
  }
  std::memcpy(value, changed.data(), type.size);
  return {};
}

}  // namespace nta::describe
