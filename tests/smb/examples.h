// The published examples of tests/data/smb.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "base/bytes.h"

namespace nta::smb::test {

inline Bytes bytes_from_hex(std::string_view text) {
  Bytes bytes;
  for (size_t i = 0; i + 1 < text.size(); i += 2)
    bytes.push_back(static_cast<std::byte>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  return bytes;
}

/** The named values of one file. */
inline std::map<std::string, Bytes> example(const std::string& name) {
  std::ifstream file(std::string(NTADMIN_TEST_DATA "/smb/") + name);
  EXPECT_TRUE(file) << name;
  std::map<std::string, Bytes> values;
  std::string key;
  std::string digits;
  while (file >> key >> digits) {
    Bytes more = bytes_from_hex(digits);
    values[key].insert(values[key].end(), more.begin(), more.end());
  }
  return values;
}

inline Bytes copy(ByteView bytes) { return Bytes(bytes.begin(), bytes.end()); }

}  // namespace nta::smb::test
