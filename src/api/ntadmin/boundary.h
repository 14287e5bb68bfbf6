// The edge between C++ and the C ABI: nothing is thrown across it, every failure becomes the thread's last error.
#pragma once

#include <cxxabi.h>
#include <pthread.h>

#include <new>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "ntadmin/win/winbase.h"

namespace nta::api {

/** A thread that is cancelled ends with the call that it is in: what other threads share is whole then. */
class Uncancelled {
 public:
  Uncancelled() { ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before_); }
  ~Uncancelled() { ::pthread_setcancelstate(before_, nullptr); }
  Uncancelled(const Uncancelled&) = delete;
  Uncancelled& operator=(const Uncancelled&) = delete;

 private:
  int before_ = PTHREAD_CANCEL_ENABLE;
};

/** Runs `body`, which returns a Result; what it throws becomes an error: 8 for memory, 31 for anything else. Only a
 *  thread that ends itself, in a procedure of the program's, leaves its frames behind. */
template <class Body>
auto guarded(Body&& body) -> decltype(body()) {
  Uncancelled for_the_call;
  try {
    return std::forward<Body>(body)();
  } catch (const abi::__forced_unwind&) {
    throw;
  } catch (const std::bad_alloc&) {
    return Error{Win32::not_enough_memory, {}};
  } catch (...) {
    return Error{Win32::gen_failure, {}};
  }
}

/** For functions that return BOOL, or a value whose zero means failure (a handle, a count): runs `body` and turns its
 *  error into the last error and zero. The last error is left alone on success. */
template <class Body>
auto c_boundary(Body&& body) {
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
DWORD c_status(Body&& body) {
  auto result = guarded(std::forward<Body>(body));
  return result ? 0 : code(result.error().code);
}

}  // namespace nta::api
