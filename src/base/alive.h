// Alive: for what is called back later, when the object that asked for it may have gone. It is a member of that object:
//
//     executor.run(…, alive_.guard([this](Result<int> made) { … }));  // nothing is called once the object has gone
//
// For one thread: who destroys the object is who calls.
#pragma once

#include <memory>
#include <utility>

namespace nta {

class Alive {
 public:
  /** For those who have something to do even then. */
  class Watch {
   public:
    explicit operator bool() const { return !token_.expired(); }

   private:
    friend class Alive;
    explicit Watch(std::weak_ptr<const char> token) : token_(std::move(token)) {}
    std::weak_ptr<const char> token_;
  };

  Alive() = default;
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;

  Watch watch() const { return Watch(token_); }
  /** From now on it counts as gone. */
  void end() { token_.reset(); }

  template <class Function>
  auto guard(Function function) const {
    return [alive = watch(), function = std::move(function)](auto&&... arguments) mutable {
      if (alive) function(std::forward<decltype(arguments)>(arguments)...);
    };
  }

 private:
  std::shared_ptr<const char> token_ = std::make_shared<const char>('\0');
};

}  // namespace nta
