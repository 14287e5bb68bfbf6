// NetApiBuffer*.
#include <algorithm>
#include <cstring>

#include "api/ntadmin/blocks.h"
#include "api/ntadmin/boundary.h"
#include "ntadmin/win/lmapibuf.h"

namespace nta::api {
namespace {

Result<void> allocate(DWORD size, LPVOID* buffer) {
  if (!buffer) return fail(Win32::invalid_parameter, "no room for the block");
  *buffer = new_block(size);
  if (!*buffer) return fail(Win32::not_enough_memory, "no memory for {} bytes", size);
  return {};
}

Result<void> release(LPVOID buffer) {
  if (buffer && !free_block(buffer)) return fail(Win32::invalid_parameter, "not a block");
  return {};
}

Result<void> reallocate(LPVOID old_buffer, DWORD new_size, LPVOID* new_buffer) {
  if (!new_buffer) return fail(Win32::invalid_parameter, "no room for the block");
  if (!old_buffer) return allocate(new_size, new_buffer);
  NTA_TRY(size_t old_size, block_size(old_buffer));
  void* fresh = nullptr;
  if (new_size != 0) {
    NTA_CHECK(allocate(new_size, &fresh));
    std::memcpy(fresh, old_buffer, std::min<size_t>(old_size, new_size));
  }
  *new_buffer = fresh;
  return release(old_buffer);
}

Result<void> size(LPVOID buffer, LPDWORD byte_count) {
  if (!byte_count) return fail(Win32::invalid_parameter, "no room for the size");
  NTA_TRY(size_t bytes, block_size(buffer));
  *byte_count = static_cast<DWORD>(std::min<size_t>(bytes, UINT32_MAX));
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

NET_API_STATUS NetApiBufferAllocate(DWORD ByteCount, LPVOID* Buffer) {
  return c_status([&] { return allocate(ByteCount, Buffer); });
}

NET_API_STATUS NetapipBufferAllocate(DWORD ByteCount, LPVOID* Buffer) {
  return NetApiBufferAllocate(ByteCount, Buffer);
}

NET_API_STATUS NetApiBufferFree(LPVOID Buffer) {
  return c_status([&] { return release(Buffer); });
}

NET_API_STATUS NetApiBufferReallocate(LPVOID OldBuffer, DWORD NewByteCount, LPVOID* NewBuffer) {
  return c_status([&] { return reallocate(OldBuffer, NewByteCount, NewBuffer); });
}

NET_API_STATUS NetApiBufferSize(LPVOID Buffer, LPDWORD ByteCount) {
  return c_status([&] { return size(Buffer, ByteCount); });
}
