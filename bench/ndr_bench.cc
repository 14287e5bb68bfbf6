// Decoding and encoding of the answer that WTSEnumerateSessions asks for, by rows. Beside it the floor: one copy of the
// same bytes.
#include <benchmark/benchmark.h>

#include "base/utf16.h"
#include "ndr/decode.h"
#include "ndr/encode.h"
#include "protocols/termsrv_enumeration.h"

namespace {

using namespace nta;
using Out = protocols::RpcGetAllSessions::Out;

Bytes answer_of(uint32_t count) {
  std::vector<protocols::EXECENVDATA> rows(count);
  for (uint32_t i = 0; i < count; ++i) {
    rows[i].Level = 2;
    auto& row = rows[i].Data.Level2 = {};
    row.ExecEnvId = row.AbsSessionId = static_cast<int32_t>(i);
    copy_cut(row.SessionName, to_utf16("Pty#" + std::to_string(i)));
    copy_cut(row.UserName, u"someone");
    copy_cut(row.DomainName, u"HOST");
  }
  Out out{2, rows.data(), count, 0};
  return ndr::encode(out).value();
}

void decode_all_sessions(benchmark::State& state) {
  Bytes bytes = answer_of(static_cast<uint32_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(ndr::decode<Out>(bytes));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes.size()));
}

void encode_all_sessions(benchmark::State& state) {
  Bytes bytes = answer_of(static_cast<uint32_t>(state.range(0)));
  auto decoded = ndr::decode<Out>(bytes).value();
  for (auto _ : state) benchmark::DoNotOptimize(ndr::encode(decoded.value));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes.size()));
}

void copy_of_the_same(benchmark::State& state) {
  Bytes bytes = answer_of(static_cast<uint32_t>(state.range(0)));
  for (auto _ : state) {
    Bytes copy = bytes;
    benchmark::DoNotOptimize(copy.data());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes.size()));
}

}  // namespace

BENCHMARK(decode_all_sessions)->Arg(1)->Arg(100)->Arg(10'000);
BENCHMARK(encode_all_sessions)->Arg(1)->Arg(100)->Arg(10'000);
BENCHMARK(copy_of_the_same)->Arg(1)->Arg(100)->Arg(10'000);

BENCHMARK_MAIN();
