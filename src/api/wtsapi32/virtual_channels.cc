// WTSVirtualChannel*: static channels. A dynamic one needs a client that lets channels be made while it is connected,
// which ours does not; it is refused as such (50).
#include <cstring>
#include <string_view>

#include "api/client/virtual_channel.h"
#include "api/ntadmin/blocks.h"
#include "api/ntadmin/boundary.h"
#include "api/ntadmin/handles.h"
#include "api/wtsapi32/server.h"
#include "ntadmin/win/pchannel.h"

namespace nta::api {
namespace {

using client::VirtualChannel;

constexpr DWORD known_flags =
    WTS_CHANNEL_OPTION_DYNAMIC | WTS_CHANNEL_OPTION_DYNAMIC_PRI_REAL | WTS_CHANNEL_OPTION_DYNAMIC_NO_COMPRESS;

Result<HANDLE> open(DWORD session, const char* name, DWORD flags) {
  if (!name) return fail(Win32::invalid_parameter, "a channel without a name");
  if (flags & ~known_flags) return fail(Win32::invalid_parameter, "flags {:#x}", flags);
  if (flags & WTS_CHANNEL_OPTION_DYNAMIC) return fail(Win32::not_supported, "'{}': dynamic channels", name);
  if (flags != 0) return fail(Win32::invalid_parameter, "flags {:#x} are for dynamic channels", flags);
  NTA_TRY(auto channel, VirtualChannel::open(SessionId(session), name));
  return open_handle(HandleKind::channel, std::move(channel));
}

Result<std::shared_ptr<VirtualChannel>> channel_of(HANDLE handle) {
  return find_handle_as<VirtualChannel>(HandleKind::channel, handle);
}

transport::Deadline deadline_of(ULONG timeout) {
  if (timeout == INFINITE) return {};
  return transport::after(std::chrono::milliseconds(timeout));
}

Result<void> read(HANDLE handle, ULONG timeout, PCHAR buffer, ULONG size, PULONG count) {
  if (!count || !buffer) return fail(Win32::invalid_parameter, "null output");
  *count = 0;
  NTA_TRY(auto channel, channel_of(handle));
  if (size == 0) return fail(Win32::insufficient_buffer, "a buffer of no bytes");
  auto got = channel->read({reinterpret_cast<std::byte*>(buffer), size}, deadline_of(timeout));
  if (!got && got.error().code == Win32::timeout) return fail(Win32::io_incomplete, "nothing came in {} ms", timeout);
  if (!got) return std::move(got).error();
  *count = static_cast<ULONG>(*got);
  return {};
}

Result<void> write(HANDLE handle, const char* buffer, ULONG length, PULONG count) {
  if (count) *count = 0;
  if (!count || (!buffer && length > 0)) return fail(Win32::invalid_parameter, "a null pointer");
  NTA_TRY(auto channel, channel_of(handle));
  size_t written = 0;
  auto done = channel->write(as_byte_view(std::string_view(buffer ? buffer : "", length)), written);
  *count = static_cast<ULONG>(written);
  return done;
}

Result<void> purge_input(HANDLE handle) {
  NTA_TRY(auto channel, channel_of(handle));
  return channel->purge_input();
}

// What was written is the other side's already: nothing waits here that could be dropped.
Result<void> purge_output(HANDLE handle) {
  NTA_TRY(auto channel, channel_of(handle));
  return {};
}

template <class Value>
Result<void> give(const Value& value, PVOID* buffer, DWORD* size) {
  void* block = new_block(sizeof value);
  if (!block) return fail(Win32::not_enough_memory, "no memory");
  std::memcpy(block, &value, sizeof value);
  *buffer = block;
  *size = sizeof value;
  return {};
}

Result<void> query(HANDLE handle, WTS_VIRTUAL_CLASS what, PVOID* buffer, DWORD* size) {
  if (!buffer || !size) return fail(Win32::invalid_parameter, "null output");
  NTA_TRY(auto channel, channel_of(handle));
  if (what == WTSVirtualClientData) return give(ULONG{channel->options()}, buffer, size);
  if (what == WTSVirtualFileHandle) return give(reinterpret_cast<HANDLE>(intptr_t{channel->fd()}), buffer, size);
  return fail(Win32::invalid_parameter, "class {}", static_cast<int>(what));
}

Result<void> close(HANDLE handle) {
  NTA_TRY(auto closed, close_handle(HandleKind::channel, handle));
  std::static_pointer_cast<VirtualChannel>(closed)->close();
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

HANDLE WTSVirtualChannelOpen(HANDLE hServer, DWORD SessionId, LPSTR pVirtualName) {
  return c_boundary([&]() -> nta::Result<HANDLE> {
    if (hServer != WTS_CURRENT_SERVER_HANDLE)
      return nta::fail(nta::Win32::invalid_parameter, "channels of this machine only");
    return open(SessionId, pVirtualName, 0);
  });
}

HANDLE WTSVirtualChannelOpenEx(DWORD SessionId, LPSTR pVirtualName, DWORD flags) {
  return c_boundary([&] { return open(SessionId, pVirtualName, flags); });
}

BOOL WTSVirtualChannelClose(HANDLE hChannelHandle) {
  return c_boundary([&] { return close(hChannelHandle); });
}

BOOL WTSVirtualChannelRead(HANDLE hChannelHandle, ULONG TimeOut, PCHAR Buffer, ULONG BufferSize, PULONG pBytesRead) {
  return c_boundary([&] { return read(hChannelHandle, TimeOut, Buffer, BufferSize, pBytesRead); });
}

BOOL WTSVirtualChannelWrite(HANDLE hChannelHandle, PCHAR Buffer, ULONG Length, PULONG pBytesWritten) {
  return c_boundary([&] { return write(hChannelHandle, Buffer, Length, pBytesWritten); });
}

BOOL WTSVirtualChannelPurgeInput(HANDLE hChannelHandle) {
  return c_boundary([&] { return purge_input(hChannelHandle); });
}

BOOL WTSVirtualChannelPurgeOutput(HANDLE hChannelHandle) {
  return c_boundary([&] { return purge_output(hChannelHandle); });
}

BOOL WTSVirtualChannelQuery(HANDLE hChannelHandle, WTS_VIRTUAL_CLASS VirtualClass, PVOID* ppBuffer,
                            DWORD* pBytesReturned) {
  return c_boundary([&] { return query(hChannelHandle, VirtualClass, ppBuffer, pBytesReturned); });
}
