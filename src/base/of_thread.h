// OfThread: an object of each thread's own, which calls may use to the very end of a program.
//
// A thread_local of the main thread is destroyed before exit handlers and static objects are through, whose calls would
// use what is no longer there. This one is made anew for them. (It cannot stay until then, either: a library may be
// unloaded before its threads end.)
#pragma once

#include <cxxabi.h>

#include <utility>

extern "C" {
extern void* __dso_handle __attribute__((visibility("hidden")));  // NOLINT: the ABI's name for the library
}

namespace nta {

/** T is the key as well: one purpose, one type. */
template <class T>
class OfThread {
 public:
  static T& get() {
    if (!value_) {
      value_ = new T;
      abi::__cxa_thread_atexit([](void*) { delete std::exchange(value_, nullptr); }, nullptr, &__dso_handle);
    }
    return *value_;
  }

 private:
  static inline constinit thread_local T* value_ = nullptr;
};

}  // namespace nta
