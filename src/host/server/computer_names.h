// ComputerNames: the names this host answers to. The first is the machine's own (docs/rulings.md 15); alternate ones
// are kept, aliases that NetServerComputerNameAdd gives are gone after a restart, as on Windows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace nta::host {

/** A NetBIOS name's form: 1 to 15 characters, none of "/\[]:|<>+=;,?* and controls, no blank at either end. */
bool is_netbios_name(std::string_view name);

class ComputerNames {
 public:
  /** `path` has the alternate names, one a line; empty: they are not kept. */
  static Result<ComputerNames> open(std::string primary, std::string path);

  const std::string& primary() const { return primary_; }
  const std::vector<std::string>& alternates() const { return alternates_; }
  const std::vector<std::string>& aliases() const { return aliases_; }
  /** Without regard to case, whatever kind of name it is. */
  bool has(std::string_view name) const;

  /** dup_name when the host has the name already; no_system_resources beyond `most`. */
  Result<void> add_alternate(std::string_view name);
  Result<void> add_alias(std::string_view name);
  /** False when it is none. */
  Result<bool> remove_alternate(std::string_view name);
  bool remove_alias(std::string_view name);

  static constexpr size_t most = 256;  // of each kind

 private:
  ComputerNames(std::string primary, std::string path) : primary_(std::move(primary)), path_(std::move(path)) {}
  Result<void> save(const std::vector<std::string>& names) const;

  std::string primary_;
  std::string path_;
  std::vector<std::string> alternates_;
  std::vector<std::string> aliases_;
};

}  // namespace nta::host
