// What the `net` commands share: the server they ask, what Net functions return, and lines of details.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "api/client/pages.h"
#include "base/result.h"
#include "describe/type.h"
#include "ntadmin/win/lmapibuf.h"
#include "ntadmin/win/lmerr.h"
#include "tools/arguments.h"
#include "tools/table.h"

namespace nta::tools {

inline constexpr Option domain_option{"domain", "", "ask a controller of this machine's domain"};

/** The server that --server names, or a word with two backslashes before it; this host without. */
class NetServer {
 public:
  static NetServer of(const Arguments& arguments);
  /** The same; with --domain a controller of this machine's domain. */
  static Result<NetServer> of_domain(const Arguments& arguments);
  /** Where a word with backslashes means something else: --server alone. */
  static NetServer of_option(const Arguments& arguments);

  /** As Net functions take it. */
  LPWSTR name() { return name_.empty() ? nullptr : name_.data(); }
  bool is_local() const { return name_.empty(); }
  std::string place() const;

 private:
  explicit NetServer(const std::string& name);
  std::u16string name_;
};

/** Whether a word is \\something. */
inline bool has_backslashes(const std::string& word) { return word.starts_with("\\\\"); }
/** The operands without the one that names the server. */
std::vector<std::string> other_operands(const Arguments& arguments);

template <class... Args>
Result<void> net_done(NET_API_STATUS status, fmt::format_string<Args...> format, Args&&... args) {
  if (status == NERR_Success) return {};
  return fail(static_cast<Win32>(status), format, std::forward<Args>(args)...);
}

/** What a GetInfo returned. */
template <class Info>
class NetInfo {
 public:
  NetInfo() = default;
  NetInfo(const NetInfo&) = delete;
  NetInfo& operator=(const NetInfo&) = delete;
  ~NetInfo() { NetApiBufferFree(block_); }
  LPBYTE* out() { return &block_; }
  const Info* operator->() const { return reinterpret_cast<const Info*>(block_); }

 private:
  LPBYTE block_ = nullptr;
};

/** All rows of an enumeration, however many answers it took. */
template <class Info>
class NetList {
 public:
  /** `call` gets where to put the rows, their count, the total and the position. */
  template <class Position, class Call>
  static NET_API_STATUS read(Call call, NetList& list) {
    Position position{};
    client::Pages pages;
    NET_API_STATUS status = ERROR_MORE_DATA;
    while (status == ERROR_MORE_DATA) {
      LPBYTE block = nullptr;
      DWORD count = 0, total = 0;
      status = call(&block, &count, &total, &position);
      list.blocks_.emplace_back(block, NetApiBufferFree);
      const auto* rows = reinterpret_cast<const Info*>(block);
      if (status == NERR_Success || status == ERROR_MORE_DATA) list.rows_.insert(list.rows_.end(), rows, rows + count);
      if (status == ERROR_MORE_DATA && (count == 0 || !pages.may_go_to(position, count))) break;
    }
    return status;
  }
  const std::vector<Info>& rows() const { return rows_; }

 private:
  std::vector<Info> rows_;
  std::vector<std::unique_ptr<BYTE, NET_API_STATUS (*)(LPVOID)>> blocks_;
};

/** A table whose lines `line_of` makes of rows, or all members of the rows as JSON. */
template <class Row, class LineOf>
Result<void> print_lines(std::string heading, const std::vector<Row>& rows, LineOf line_of, bool json) {
  CollectedRows printed{.heading = std::move(heading)};
  for (const Row& row : rows) {
    printed.lines.push_back(line_of(row));
    describe::append_json(describe::type_of<Row>, &row, printed.objects.emplace_back());
  }
  return print_collected(std::move(printed), json);
}

/** A table of the members that the columns name, or all members as JSON. */
template <class Row>
Result<void> print_table(std::span<const Column> columns, const std::vector<Row>& rows, bool json) {
  auto line_of = [&](const Row& row) { return line(columns, describe::type_of<Row>, &row, false); };
  return print_lines(heading(columns), rows, line_of, json);
}

/** One thing as JSON, or as lines of a label and a value. */
struct Detail {
  std::string_view label;
  std::string value;
};
Result<void> print_details(std::span<const Detail> details, std::vector<std::string> objects, bool json);
template <class Info>
Result<void> print_info(const Info& info, std::span<const Detail> details, bool json) {
  std::string object;
  describe::append_json(describe::type_of<Info>, &info, object);
  return print_details(details, {std::move(object)}, json);
}

/** UTF-8 of an API's text; empty for null. */
std::string text_of(LPCWSTR text);
/** Seconds as hh:mm:ss, with days before it where there are some. */
std::string duration_text(uint32_t seconds);

}  // namespace nta::tools
