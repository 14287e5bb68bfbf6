// The file that NTADMIN_CREDENTIALS names; ntadmin-credentials(5) has its format.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "api/client/credentials.h"

namespace nta::client {

class CredentialsFile {
 public:
  /** Refuses a file that others than its owner can read, or that belongs to neither this user nor root (5). */
  static Result<CredentialsFile> read(const std::string& path);
  /** `name` is what errors call the text. An error names the line, never what stands in it. */
  static Result<CredentialsFile> parse(std::string_view text, std::string_view name);

  /** Of the section [name:port], else [name], else of the lines before the first section. */
  std::optional<Credentials> find(const ServerAddress& server) const;

 private:
  std::map<std::string, Credentials> sections_;  // by upper-case title; empty: before the first section
};

}  // namespace nta::client
