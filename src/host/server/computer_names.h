// ComputerNames: the names this host answers to. The first is the machine's own (docs/rulings.md 15).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace nta::host {

/** A NetBIOS name's form: 1 to 15 characters, none of "/\[]:|<>+=;,?* and controls, no blank at either end. */
bool is_netbios_name(std::string_view name);

class ComputerNames {
 public:
  /** Alternate computer names and NetServerAliasAdd's aliases are kept; what the server is called on its transports,
   *  by NetServerTransportAdd and NetServerComputerNameAdd, is gone after a restart, as on Windows. */
  enum class Kind { alternate, alias, on_transports };

  /** Where the names are kept, one a line; empty: they are not. */
  struct Files {
    std::string alternates;
    std::string aliases;
  };
  static Result<ComputerNames> open(std::string primary, Files files);

  const std::string& primary() const { return primary_; }
  const std::vector<std::string>& all(Kind kind) const { return lists_[static_cast<size_t>(kind)].names; }
  /** Without regard to case, whatever kind of name it is. */
  bool has(std::string_view name) const;

  /** dup_name when the host has the name already; no_system_resources beyond `most`. */
  Result<void> add(Kind kind, std::string_view name);
  /** False when it is none of that kind. */
  Result<bool> remove(Kind kind, std::string_view name);

  static constexpr size_t most = 256;  // of each kind

 private:
  struct List {
    std::string path;
    std::vector<std::string> names;
  };
  explicit ComputerNames(std::string primary) : primary_(std::move(primary)) {}
  static Result<void> replace(List& list, std::vector<std::string> names);

  std::string primary_;
  std::array<List, 3> lists_;
};

}  // namespace nta::host
