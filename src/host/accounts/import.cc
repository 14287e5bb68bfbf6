#include "host/accounts/import.h"

#include <charconv>
#include <map>

#include "host/accounts/rules.h"

namespace nta::accounts {
namespace {

// ---- what both forms share

enum class Quotes { are_text, hold_lines_together };

/** Lines that are not empty, without their ends, each with its number from 1. Where quotes count, a quoted field may go
 *  over several. */
template <class Use>
void each_line(std::string_view text, Quotes quotes, Use use) {
  for (size_t number = 1; !text.empty();) {
    size_t end = 0, ends = 0;
    for (bool quoted = false; end < text.size() && (quoted || text[end] != '\n'); ++end) {
      if (text[end] == '"' && quotes == Quotes::hold_lines_together) quoted = !quoted;
      if (text[end] == '\n') ++ends;
    }
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) use(number, line);
    number += ends + 1;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/** What programs of Windows put before a text to say that it is UTF-8. */
std::string_view without_mark(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  return text;
}

/** A file that grows line by line. A name comes in it once, so that a dry run finds what an import would. */
class Reading {
 public:
  explicit Reading(std::string_view text) {
    if (text.find_first_not_of("\r\n") == std::string_view::npos)
      refuse(1, fail(Win32::invalid_data, "there is nothing in the file"));
  }
  void add(size_t number, Result<ImportRow> row) {
    if (!row) return refuse(number, std::move(row).error());
    auto [first, is_new] = lines_.emplace(name_key(row->user.name), number);
    if (!is_new)
      return refuse(number, fail(Win32::user_exists, "'{}' is in line {} already", row->user.name, first->second));
    file_.rows.emplace_back(number, *std::move(row));
  }
  void refuse(size_t number, Error error) { file_.errors.push_back({number, std::move(error)}); }
  ImportFile end() { return std::move(file_); }

 private:
  ImportFile file_;
  std::map<std::string, size_t> lines_;  // of the names
};

// ---- passdb: the letters between the brackets (Samba's pdb_encode_acct_ctrl)

struct FlagLetter {
  char letter;
  uint32_t flag;
};
constexpr FlagLetter flag_letters[] = {
    {'N', control::password_not_required}, {'D', control::disabled}, {'H', control::home_directory_required},
    {'T', control::temporary_duplicate},   {'U', control::normal},   {'W', control::workstation_trust},
    {'S', control::server_trust},          {'L', control::locked},   {'X', control::password_never_expires},
    {'I', control::interdomain_trust},
};

constexpr size_t passdb_fields = 6;
constexpr size_t hash_digits = 32;
constexpr size_t flag_places = 11;  // "U          "

Result<uint32_t> parse_flags(std::string_view text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']')
    return fail(Win32::invalid_data, "'{}' are no account flags such as [U          ]", text);
  uint32_t flags = 0;
  for (char letter : text.substr(1, text.size() - 2)) {
    if (letter == ' ') continue;
    const FlagLetter* found = nullptr;
    for (const FlagLetter& each : flag_letters)
      if (each.letter == letter) found = &each;
    if (!found) return fail(Win32::invalid_data, "'{}' is no account flag", letter);
    flags |= found->flag;
  }
  if (!(flags & control::account_types)) flags |= control::normal;
  return flags;
}

// 32 hex digits; X's or "NO PASSWORD" stand for none.
Result<std::optional<auth::Key>> parse_hash(std::string_view text) {
  if (text.starts_with("NO PASSWORD") || text.find_first_not_of('X') == std::string_view::npos)
    return std::optional<auth::Key>();
  if (text.size() != hash_digits) return fail(Win32::invalid_data, "an NT hash has 32 hex digits, not {}", text.size());
  std::array<std::byte, hash_digits / 2> bytes;
  for (size_t i = 0; i < bytes.size(); ++i) {
    uint8_t value = 0;
    const char* digits = text.data() + 2 * i;
    auto [end, error] = std::from_chars(digits, digits + 2, value, 16);
    if (error != std::errc{} || end != digits + 2) return fail(Win32::invalid_data, "the NT hash is not hexadecimal");
    bytes[i] = static_cast<std::byte>(value);
  }
  return std::optional(auth::Key(bytes));
}

Result<FileTime> parse_time(std::string_view text) {
  constexpr std::string_view mark = "LCT-";
  uint64_t seconds = 0;
  if (!text.starts_with(mark)) return fail(Win32::invalid_data, "'{}' is no time such as LCT-5F0A1B2C", text);
  text.remove_prefix(mark.size());
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds, 16);
  if (error != std::errc{} || end != text.data() + text.size() || seconds > UINT32_MAX)
    return fail(Win32::invalid_data, "'{}' is no time such as LCT-5F0A1B2C", text);
  return seconds ? filetime_from_unix(static_cast<int64_t>(seconds)) : 0;
}

Result<ImportRow> parse_passdb(std::string_view line) {
  std::vector<std::string_view> fields;
  for (size_t at = 0; at <= line.size() && fields.size() < passdb_fields;) {
    size_t end = std::min(line.find(':', at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  if (fields.size() < passdb_fields)
    return fail(Win32::invalid_data, "{} fields, not the {} of 'pdbedit -L -w'", fields.size(), passdb_fields);
  ImportRow row;
  row.user.name = fields[0];
  NTA_TRY(row.nt_hash, parse_hash(fields[3]));
  NTA_TRY(row.user.control, parse_flags(fields[4]));
  NTA_TRY(row.password_set, parse_time(fields[5]));
  NTA_CHECK(check_name(Kind::user, row.user.name));
  NTA_CHECK(check_user(row.user));
  return row;
}

// ---- CSV

struct CsvColumn {
  std::string_view name;
  std::string User::*text = nullptr;
  uint32_t flag = 0;  // of control, where there is no text
};
constexpr CsvColumn csv_columns[] = {
    {"name", &User::name},
    {"full_name", &User::full_name},
    {"comment", &User::comment},
    {"user_comment", &User::user_comment},
    {"home_directory", &User::home_directory},
    {"home_drive", &User::home_drive},
    {"script_path", &User::script_path},
    {"profile_path", &User::profile_path},
    {"workstations", &User::workstations},
    {"disabled", nullptr, control::disabled},
    {"password_never_expires", nullptr, control::password_never_expires},
};

const CsvColumn* csv_column(std::string_view name) {
  for (const CsvColumn& each : csv_columns)
    if (each.name == name) return &each;
  return nullptr;
}

// One quoted field from behind its opening quote; a doubled quote is one. Leaves `line` behind the closing one.
Result<std::string> take_quoted(std::string_view& line) {
  std::string text;
  for (;;) {
    size_t quote = line.find('"');
    if (quote == std::string_view::npos) return fail(Win32::invalid_data, "a quotation mark is not closed");
    text.append(line.substr(0, quote));
    line.remove_prefix(quote + 1);
    if (!line.starts_with('"')) return text;
    text.push_back('"');
    line.remove_prefix(1);
  }
}

Result<std::vector<std::string>> split_csv(std::string_view line, char separator) {
  std::vector<std::string> fields;
  for (;;) {
    if (line.starts_with('"')) {
      line.remove_prefix(1);
      NTA_TRY(std::string field, take_quoted(line));
      fields.push_back(std::move(field));
      if (!line.empty() && line.front() != separator)
        return fail(Win32::invalid_data, "something follows the closing quotation mark");
    } else {
      size_t end = std::min(line.find(separator), line.size());
      fields.emplace_back(line.substr(0, end));
      line.remove_prefix(end);
    }
    if (line.empty()) return fields;
    line.remove_prefix(1);
  }
}

Result<bool> parse_truth(std::string_view text) {
  if (text == "1" || text == "true" || text == "yes") return true;
  if (text.empty() || text == "0" || text == "false" || text == "no") return false;
  return fail(Win32::invalid_data, "'{}' is neither yes nor no", text);
}

struct CsvHeading {
  char separator;
  std::vector<const CsvColumn*> columns;
};

// No column's name has a semicolon in it: it separates, as spreadsheets write it where the comma is in numbers.
Result<CsvHeading> parse_heading(std::string_view line) {
  CsvHeading heading{.separator = line.find(';') == std::string_view::npos ? ',' : ';'};
  NTA_TRY(auto names, split_csv(line, heading.separator));
  auto& columns = heading.columns;
  for (const std::string& name : names) {
    columns.push_back(csv_column(name));
    if (!columns.back()) return fail(Win32::invalid_data, "there is no column '{}'", name);
  }
  if (std::find(columns.begin(), columns.end(), csv_column("name")) == columns.end())
    return fail(Win32::invalid_data, "the first line names no column 'name'");
  return heading;
}

Result<ImportRow> parse_csv(const CsvHeading& heading, std::string_view line) {
  NTA_TRY(auto fields, split_csv(line, heading.separator));
  const auto& columns = heading.columns;
  if (fields.size() != columns.size())
    return fail(Win32::invalid_data, "{} fields, not the {} of the first line", fields.size(), columns.size());
  ImportRow row;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (columns[i]->text) {
      row.user.*columns[i]->text = fields[i];
      continue;
    }
    NTA_TRY(bool set, parse_truth(fields[i]));
    if (set) row.user.control |= columns[i]->flag;
  }
  NTA_CHECK(check_name(Kind::user, row.user.name));
  NTA_CHECK(check_user(row.user));
  return row;
}

std::string quoted(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

}  // namespace

ImportFile read_passdb(std::string_view text) {
  text = without_mark(text);
  Reading file(text);
  each_line(text, Quotes::are_text,
            [&](size_t number, std::string_view line) { file.add(number, parse_passdb(line)); });
  return file.end();
}

ImportFile read_csv(std::string_view text) {
  text = without_mark(text);
  Reading file(text);
  std::optional<Result<CsvHeading>> heading;
  each_line(text, Quotes::hold_lines_together, [&](size_t number, std::string_view line) {
    if (heading) {
      if (*heading) file.add(number, parse_csv(**heading, line));
      return;
    }
    heading = parse_heading(line);
    if (!*heading) file.refuse(number, heading->error());
  });
  return file.end();
}

std::string csv_heading() {
  std::string out;
  for (const CsvColumn& each : csv_columns) out += (out.empty() ? "" : ",") + std::string(each.name);
  return out;
}

std::string csv_line(const User& user) {
  std::string out;
  for (const CsvColumn& each : csv_columns) {
    if (&each != csv_columns) out += ',';
    out += each.text ? quoted(user.*each.text) : (user.control & each.flag) ? "yes" : "no";
  }
  return out;
}

std::string passdb_line(const User& user, const std::optional<auth::Key>& nt_hash) {
  std::string hash(hash_digits, 'X');
  if (nt_hash) {
    hash.clear();
    for (std::byte each : nt_hash->view()) hash += fmt::format("{:02X}", static_cast<unsigned>(each));
  }
  std::string flags;
  for (const FlagLetter& each : flag_letters)
    if (user.control & each.flag) flags += each.letter;
  flags.resize(std::max(flags.size(), flag_places), ' ');
  return fmt::format("{}:{}:{}:{}:[{}]:LCT-{:08X}:", user.name, user.uid.value_or(static_cast<uid_t>(-1)),
                     std::string(hash_digits, 'X'), hash, flags,
                     static_cast<uint32_t>(unix_from_filetime(user.password_last_set)));
}

namespace {

std::vector<ImportError> check_rows(const AccountStore& store, std::span<const ImportLine> rows) {
  std::vector<ImportError> errors;
  for (const auto& [line, row] : rows) {
    auto holder = store.find(row.user.name);
    if (holder && !*holder) continue;
    errors.push_back(
        {line, holder ? fail(Win32::user_exists, "the name '{}' is taken", row.user.name) : std::move(holder).error()});
  }
  return errors;
}

}  // namespace

std::vector<ImportError> import_rows(AccountStore& store, std::span<const ImportLine> rows, DryRun dry_run) {
  if (dry_run == DryRun::yes) return check_rows(store, rows);
  std::vector<NewUser> users;
  for (const auto& [line, row] : rows) {
    users.push_back({row.user, std::nullopt});
    if (row.nt_hash) users.back().password = Password{*row.nt_hash, row.password_set == 0, row.password_set};
  }
  auto added = store.add_users(users, SetBy::import);
  std::vector<ImportError> errors;
  for (size_t i = 0; i < rows.size(); ++i)
    if (!added[i]) errors.push_back({rows[i].first, std::move(added[i]).error()});
  return errors;
}

}  // namespace nta::accounts
