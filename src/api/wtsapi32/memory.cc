// WTSFreeMemory, WTSFreeMemoryEx.
#include "api/ntadmin/blocks.h"
#include "api/ntadmin/boundary.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::api {
namespace {

Result<BlockKind> kind_of(WTS_TYPE_CLASS type) {
  switch (type) {
    case WTSTypeProcessInfoLevel0:
      return BlockKind::process_info_0;
    case WTSTypeProcessInfoLevel1:
      return BlockKind::process_info_1;
    case WTSTypeSessionInfoLevel1:
      return BlockKind::session_info_1;
    default:
      return fail(Win32::invalid_parameter, "type class {} is not returned by any function", static_cast<int>(type));
  }
}

Result<void> free_array(WTS_TYPE_CLASS type, void* memory, ULONG entries) {
  NTA_TRY(BlockKind kind, kind_of(type));
  if (!memory) return {};
  return free_block_of(memory, kind, entries);
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

void WTSFreeMemory(PVOID pMemory) {
  c_boundary([&]() -> nta::Result<void> {
    free_block(pMemory);
    return {};
  });
}

BOOL WTSFreeMemoryExW(WTS_TYPE_CLASS WTSTypeClass, PVOID pMemory, ULONG NumberOfEntries) {
  return c_boundary([&] { return free_array(WTSTypeClass, pMemory, NumberOfEntries); });
}

BOOL WTSFreeMemoryExA(WTS_TYPE_CLASS WTSTypeClass, PVOID pMemory, ULONG NumberOfEntries) {
  return WTSFreeMemoryExW(WTSTypeClass, pMemory, NumberOfEntries);
}
