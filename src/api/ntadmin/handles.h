// The process' one table of API handles, shared by the API libraries and closed by whoever owns the kind.
//
// A handle is a number, never an address: a closed, foreign or made-up one is told from a good one without touching
// memory. It names a slot and the slot's generation, which changes at every close.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.h"
#include "ntadmin/win/windef.h"

namespace nta::api {

enum class HandleKind : uint8_t {
  server,   // WTSOpenServer; WTSCloseServer closes it
  token,    // CloseHandle closes it
  window,   // DestroyWindow
  channel,  // WTSVirtualChannelOpen; WTSVirtualChannelClose closes it
  process,  // of CreateProcessAsUser, its thread too; CloseHandle closes it
};

/** A new handle for `object`; fails with no_system_resources when 65,535 are open. */
NTADMIN_API Result<HANDLE> open_handle(HandleKind kind, std::shared_ptr<void> object);

/** What an open handle of this kind stands for; invalid_handle for any other value. */
NTADMIN_API Result<std::shared_ptr<void>> find_handle(HandleKind kind, HANDLE handle);

/** Closes a handle of this kind and returns what it stood for; calls that hold the object still may use it. */
NTADMIN_API Result<std::shared_ptr<void>> close_handle(HandleKind kind, HANDLE handle);

template <class T>
Result<std::shared_ptr<T>> find_handle_as(HandleKind kind, HANDLE handle) {
  NTA_TRY(auto object, find_handle(kind, handle));
  return std::static_pointer_cast<T>(std::move(object));
}

}  // namespace nta::api
