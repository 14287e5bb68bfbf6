// PDUs captured between other implementations (tests/data/rpc/README.md).
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "rpc/pdu.h"

namespace nta::rpc::test {

inline Bytes golden(const std::string& name) {
  std::ifstream file(std::string(NTADMIN_TEST_DATA "/rpc/") + name, std::ios::binary);
  EXPECT_TRUE(file) << name;
  std::vector<char> chars{std::istreambuf_iterator<char>(file), {}};
  auto bytes = std::as_bytes(std::span(chars));
  return Bytes(bytes.begin(), bytes.end());
}

/** The frame of a golden PDU, which must be a good one. */
inline Frame frame_of(Bytes& bytes) {
  auto frame = read_frame(bytes);
  EXPECT_TRUE(frame) << frame.error().text;
  return frame ? *frame : Frame{};
}

}  // namespace nta::rpc::test
