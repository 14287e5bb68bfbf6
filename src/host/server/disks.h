// Disks: the drive letters of this host, and which directory a Windows path means here (docs/rulings.md 14).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace nta::host {

struct Disk {
  char letter;       // 'A' to 'Z'
  std::string root;  // an absolute directory
  bool operator==(const Disk&) const = default;
};

class Disks {
 public:
  /** C: is "/" unless `more` says otherwise; a letter given twice is invalid_parameter. */
  static Result<Disks> make(std::vector<Disk> more);
  Disks() : disks_{{'C', "/"}} {}

  /** By letter. */
  const std::vector<Disk>& all() const { return disks_; }

  /** "C:\srv\data" or "/srv/data" as an absolute path of this system. invalid_name for what is neither, or has a "."
   *  or ".." in it; path_not_found for a letter that there is not. */
  Result<std::string> local_path(std::string_view path) const;

 private:
  std::vector<Disk> disks_;
};

/** "D:/srv E:/mnt/data", as the configuration has it. */
Result<std::vector<Disk>> parse_disks(std::string_view text);

}  // namespace nta::host
