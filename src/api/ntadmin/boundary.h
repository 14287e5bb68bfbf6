// The edge between C++ and the C ABI: nothing is thrown across it, every failure becomes the thread's last error.
#pragma once

#include <new>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "ntadmin/win/winbase.h"

namespace nta::api {

inline constexpr auto general_failure = static_cast<Win32>(31);  // ERROR_GEN_FAILURE

/** Runs `body`, which returns a Result; what it throws becomes an error: 8 for memory, 31 for anything else. */
template <class Body>
auto guarded(Body&& body) noexcept -> decltype(body()) {
  try {
    return std::forward<Body>(body)();
  } catch (const std::bad_alloc&) {
    return Error{Win32::not_enough_memory, {}};
  } catch (...) {
    return Error{general_failure, {}};
  }
}

/** For functions that return BOOL, or a value whose zero means failure (a handle, a count): runs `body` and turns its
 *  error into the last error and zero. The last error is left alone on success. */
template <class Body>
auto c_boundary(Body&& body) noexcept {
  auto result = guarded(std::forward<Body>(body));
  if (!result) SetLastError(code(result.error().code));
  if constexpr (std::is_same_v<decltype(result), Result<void>>) {
    return static_cast<BOOL>(result.has_value());
  } else {
    using Value = typename decltype(result)::value_type;
    return result ? std::move(*result) : Value{};
  }
}

/** For functions that return the code itself (NET_API_STATUS); they leave the last error alone. */
template <class Body>
DWORD c_status(Body&& body) noexcept {
  auto result = guarded(std::forward<Body>(body));
  return result ? 0 : code(result.error().code);
}

}  // namespace nta::api
