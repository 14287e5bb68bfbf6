// ForkSafe<T>: a value behind a lock that a child after fork() finds free and whole, whatever other threads were doing.
#pragma once

#include <pthread.h>

#include <mutex>

namespace nta::api {

/** One for the life of the process: never destroyed, since other threads and exit handlers may still use the value.
 *      auto table = ForkSafe<Table>::instance().lock();   // one per T
 *      table->insert(...); */
template <class T>
class ForkSafe {
 public:
  class Locked {
   public:
    explicit Locked(ForkSafe& owner) : lock_(owner.mutex_), value_(owner.value_) {}
    T* operator->() { return &value_; }
    T& operator*() { return value_; }

   private:
    std::lock_guard<std::mutex> lock_;
    T& value_;
  };

  static ForkSafe& instance() {
    static ForkSafe* the_one = [] {
      pthread_atfork([] { instance().mutex_.lock(); }, [] { instance().mutex_.unlock(); },
                     [] { instance().mutex_.unlock(); });
      return new ForkSafe;
    }();
    return *the_one;
  }

  Locked lock() { return Locked(*this); }

 private:
  std::mutex mutex_;
  T value_;
};

}  // namespace nta::api
