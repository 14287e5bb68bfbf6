// Answers that tell of nothing but an error: each method's can be sent before a handler has filled it.
#include <gtest/gtest.h>

#include "describe/memory.h"
#include "ndr/decode.h"
#include "ndr/encode.h"
#include "protocols/all.h"

namespace nta::protocols {
namespace {

/** Whose pointees have to be there: a refusal of theirs is a fault. */
constexpr std::string_view never_empty[] = {"RpcGetSessionCounters",
                                            "RpcWinStationNameFromLogonId",
                                            "NetprNameCanonicalize",
                                            "NetprPathCanonicalize",
                                            "ept_lookup",
                                            "ept_map",
                                            "inq_princ_name",
                                            "inq_stats"};

Result<Bytes> refusal(const MethodInfo& method, uint32_t asked_for) {
  std::vector<uint64_t> memory(method.out->size / sizeof(uint64_t) + 1);
  ndr::choose_arms(*method.out, memory.data(), asked_for);
  Bytes stub;
  NTA_CHECK(ndr::encode_parameters(*method.out, memory.data(), stub));
  return stub;
}

TEST(Refusals, CanBeSentBeforeAHandlerHasFilledThem) {
  for (const Interface* interface : all_interfaces)
    for (const MethodInfo& method : interface->methods)
      for (uint32_t asked_for : {0u, 1u, 99u}) {
        auto stub = refusal(method, asked_for);
        bool is_known = std::ranges::find(never_empty, method.name) != std::end(never_empty);
        EXPECT_EQ(stub.has_value(), !is_known) << method.name << ": " << (stub ? "" : stub.error().text);
      }
}

TEST(Refusals, HaveTheArmThatWasAskedFor) {
  SamrQueryDisplayInformation::Out out{};
  ndr::choose_arms(type_of<SamrQueryDisplayInformation::Out>, &out, 3);
  EXPECT_EQ(out.Class, 3u);
  out.Class = 0;
  ndr::choose_arms(type_of<SamrQueryDisplayInformation::Out>, &out, 99);
  EXPECT_EQ(out.Class, 1u) << "the first that there is";
  out.Class = 2;
  ndr::choose_arms(type_of<SamrQueryDisplayInformation::Out>, &out, 3);
  EXPECT_EQ(out.Class, 2u) << "what a handler chose stays";
}

}  // namespace
}  // namespace nta::protocols
