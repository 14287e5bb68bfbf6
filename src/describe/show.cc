#include "describe/show.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/filetime.h"
#include "base/sid.h"
#include "base/utf16.h"
#include "describe/memory.h"

namespace nta::describe {
namespace {

/** A value that is one cell. */
struct Scalar {
  enum class Kind { null, number, boolean, text } kind;
  std::string text;
};

std::string units_text(const Type& element, const void* memory, size_t most) {
  size_t length = text_length(memory, element.size, most);
  if (element.size == 1) return {static_cast<const char*>(memory), length};
  return to_utf8({static_cast<const char16_t*>(memory), length});
}

std::string number_text(const Type& type, const void* memory) {
  uint64_t value = load_number(memory, type.size);
  if (type.sign == Sign::none) return fmt::to_string(value);
  return fmt::to_string(type.size == 4 ? int64_t{load<int32_t>(memory)} : static_cast<int64_t>(value));
}

Scalar scalar(const Type& type, const void* memory) {
  using Kind = Scalar::Kind;
  switch (type.form) {
    case Form::number:
      return {Kind::number, number_text(type, memory)};
    case Form::enum16:
    case Form::local:
      return {Kind::number, fmt::to_string(load<uint32_t>(memory))};
    case Form::boolean:
      return {Kind::boolean, load_number(memory, type.size) ? "true" : "false"};
    case Form::time: {
      auto time = load<int64_t>(memory);
      return time ? Scalar{Kind::text, utc_text(time)} : Scalar{Kind::null, ""};
    }
    case Form::guid:
      return {Kind::text, load<Guid>(memory).text()};
    case Form::handle:
      return {Kind::text, load<ContextHandle>(memory).id.text()};
    case Form::text:
      return {Kind::text, units_text(*type.target, memory, type.count)};
    case Form::string:
      return {Kind::text, units_text(*type.target, memory, SIZE_MAX)};
    case Form::sid: {
      auto parsed = Sid::from_bytes({static_cast<const std::byte*>(memory), sid_size(memory)});
      return {Kind::text, parsed ? parsed->text() : std::string()};
    }
    case Form::pointer: {
      const auto* target = load<const void*>(memory);
      return target ? scalar(*type.target, target) : Scalar{Kind::null, ""};
    }
    default:
      return {Kind::null, ""};
  }
}

class Json {
 public:
  explicit Json(std::string& out) : out_(out) {}

  void value(const Type& type, const Field* field, const void* owner, const void* memory) {
    if (type.form == Form::pointer) {
      const auto* target = load<const void*>(memory);
      if (!target) return void(out_ += "null");
      return value(*type.target, field, owner, target);
    }
    switch (type.form) {
      case Form::structure:
        return object(type, memory);
      case Form::fixed_array:
        return list(*type.target, memory, type.count);
      case Form::array:
        return list(*type.target, memory, read_number(field->length_is ? field->length_is : field->size_is, owner));
      case Form::union_:
        return arm(type, field, owner, memory);
      default:
        return single(scalar(type, memory));
    }
  }

  void object(const Type& type, const void* memory) {
    char separator = '{';
    for (const Field& field : type) {
      if (field.name.empty()) continue;
      out_ += separator;
      separator = ',';
      append_json_string(field.name, out_);
      out_ += ':';
      value(*field.type, &field, memory, at(memory, field.offset));
    }
    out_ += separator == '{' ? "{}" : "}";
  }

 private:
  void single(const Scalar& one) {
    switch (one.kind) {
      case Scalar::Kind::null:
        out_ += "null";
        break;
      case Scalar::Kind::text:
        append_json_string(one.text, out_);
        break;
      default:
        out_ += one.text;
    }
  }

  void list(const Type& element, const void* memory, uint32_t count) {
    out_ += '[';
    for (uint32_t i = 0; i < count; ++i) {
      if (i) out_ += ',';
      value(element, nullptr, memory, at(memory, size_t{i} * element.size));
    }
    out_ += ']';
  }

  void arm(const Type& type, const Field* field, const void* owner, const void* memory) {
    const Type* selected = nullptr;
    if (select_arm(type, read_number(field->switch_is, owner), selected) && selected)
      value(*selected, nullptr, memory, memory);
    else
      out_ += "null";
  }

  std::string& out_;
};

}  // namespace

std::string utc_text(int64_t filetime) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(unix_from_filetime(filetime))));
}

void append_json_string(std::string_view text, std::string& out) {
  out += '"';
  for (size_t i = 0; i < text.size(); ++i) {
    auto character = static_cast<unsigned char>(text[i]);
    auto after = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    bool is_c1 = character == 0xC2 && after >= 0x80 && after < 0xA0;  // two bytes, which terminals obey
    if (character == '"' || character == '\\')
      (out += '\\') += text[i];
    else if (character < 0x20 || character == 0x7F || is_c1)
      out += fmt::format("\\u{:04x}", is_c1 ? text[++i] & 0xFF : character);
    else
      out += text[i];
  }
  out += '"';
}

void append_json(const Type& type, const void* value, std::string& out) {
  Json(out).value(type, nullptr, nullptr, value);
}

std::string json_rows(const Type& row, const void* rows, size_t count) {
  std::string out = "[";
  for (size_t i = 0; i < count; ++i) {
    out += i ? ",\n " : "\n ";
    append_json(row, at(rows, i * row.size), out);
  }
  return out + (count ? "\n]\n" : "]\n");
}

std::string cell(const Type& row, const void* value, std::string_view member) {
  for (const Field& field : row)
    if (field.name == member) return scalar(*field.type, at(value, field.offset)).text;
  return {};
}

}  // namespace nta::describe
