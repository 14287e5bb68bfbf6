// Golden messages: tests/data/wire, written by the independent oracle (tests/oracle). The product's tables must read
// each one and write it back byte for byte. NTADMIN_REWRITE_GOLDEN=1 puts what they write into the files, for review.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "ndr/decode.h"
#include "ndr/encode.h"
#include "protocols/all.h"

namespace nta {
namespace {

namespace fs = std::filesystem;
using protocols::MethodInfo;

struct Golden {
  fs::path path;
  std::string heading;  // comment lines
  Bytes bytes;
  bool is_request;
  const MethodInfo* method;  // null when the product has no such method
};

const fs::path folder = fs::path(NTADMIN_TEST_DATA) / "wire";

const MethodInfo* find_method(std::string_view interface, std::string_view name, int opnum) {
  for (const protocols::Interface* each : protocols::all_interfaces)
    for (const MethodInfo& method : each->methods)
      if (each->name == interface && method.name == name && method.opnum == opnum) return &method;
  return nullptr;
}

Bytes from_hex(std::string_view text) {
  std::string digits;
  for (char each : text)
    if (std::isxdigit(static_cast<unsigned char>(each))) digits += each;
  Bytes bytes;
  for (size_t at = 0; at + 1 < digits.size(); at += 2)
    bytes.push_back(static_cast<std::byte>(std::stoi(digits.substr(at, 2), nullptr, 16)));
  return bytes;
}

// As golden.py writes it: 32 bytes a line, in groups of four.
std::string to_hex(ByteView bytes) {
  std::string text;
  for (size_t at = 0; at < bytes.size(); ++at) {
    if (at != 0) text += at % 32 == 0 ? "\n" : at % 4 == 0 ? " " : "";
    text += fmt::format("{:02x}", std::to_integer<unsigned>(bytes[at]));
  }
  return text + "\n";
}

// Interface/07-RpcGetState.request.hex, Interface/07-RpcGetState.reply-1.hex
Golden load(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  std::string text = content.str();
  size_t gap = text.find("\n\n");
  std::string name = path.filename().string();
  size_t dash = name.find('-');
  std::string method = name.substr(dash + 1, name.find('.') - dash - 1);
  return {path, text.substr(0, gap), from_hex(std::string_view(text).substr(gap)),
          name.find(".request.") != std::string::npos,
          find_method(path.parent_path().filename().string(), method, std::stoi(name))};
}

std::vector<Golden> all_golden() {
  std::vector<Golden> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".hex") found.push_back(load(entry.path()));
  return found;
}

Result<Bytes> read_and_write(const describe::Type& type, ByteView bytes) {
  Arena arena;
  void* value = arena.allocate(type.size, type.align);
  ByteReader in(bytes);
  NTA_CHECK(ndr::decode_parameters(type, value, in, arena));
  if (in.left() != 0) return fail(Win32::rpc_bad_stub_data, "{} bytes left", in.left());
  Bytes again;
  NTA_CHECK(ndr::encode_parameters(type, value, again));
  return again;
}

TEST(GoldenMessages, AreReadAndWrittenByteForByte) {
  bool rewrite = std::getenv("NTADMIN_REWRITE_GOLDEN") != nullptr;
  for (const Golden& golden : all_golden()) {
    if (!golden.method) continue;
    SCOPED_TRACE(fs::relative(golden.path, folder).string());
    auto again = read_and_write(golden.is_request ? *golden.method->in : *golden.method->out, golden.bytes);
    ASSERT_TRUE(again) << again.error().text;
    if (rewrite && *again != golden.bytes) {
      std::ofstream(golden.path) << golden.heading << "\n\n" << to_hex(*again);
    } else {
      EXPECT_EQ(to_hex(*again), to_hex(golden.bytes));
    }
  }
}

TEST(GoldenMessages, ExistForTheRequestAndTheReplyOfEveryMethod) {
  std::map<std::pair<const MethodInfo*, bool>, int> seen;
  for (const Golden& golden : all_golden()) ++seen[{golden.method, golden.is_request}];
  for (const protocols::Interface* each : protocols::all_interfaces)
    for (const MethodInfo& method : each->methods)
      for (bool is_request : {true, false})
        EXPECT_TRUE(seen.contains({&method, is_request}))
            << each->name << "." << method.name << (is_request ? ", request" : ", reply");
}

TEST(GoldenMessages, CutShortAnywhereAreRefused) {
  for (const Golden& golden : all_golden()) {
    if (!golden.method) continue;
    SCOPED_TRACE(fs::relative(golden.path, folder).string());
    const describe::Type& type = golden.is_request ? *golden.method->in : *golden.method->out;
    for (size_t size = 0; size < golden.bytes.size(); ++size) {
      auto cut = read_and_write(type, ByteView(golden.bytes).first(size));
      EXPECT_FALSE(cut) << size << " of " << golden.bytes.size() << " bytes";
    }
  }
}

}  // namespace
}  // namespace nta
