// Small value types that every layer shares.
#pragma once

#include <unistd.h>

#include <compare>
#include <cstdint>
#include <functional>
#include <utility>

namespace nta {

/** A number that cannot be mistaken for another kind of number. */
template <class Tag, class Number>
struct StrongId {
  Number value{};
  constexpr StrongId() = default;
  constexpr explicit StrongId(Number number) : value(number) {}
  constexpr auto operator<=>(const StrongId&) const = default;
};

/** Terminal session: 0 is the services session, 65536 and above are listeners. Never reused while the host is up. */
using SessionId = StrongId<struct SessionIdTag, uint32_t>;
inline constexpr SessionId services_session{0};
inline constexpr SessionId first_listener{65536};
inline constexpr SessionId current_session{0xFFFFFFFF};  // LOGONID_CURRENT on the wire, WTS_CURRENT_SESSION in the API

/** Owns a file descriptor. */
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_ = -1;
};

}  // namespace nta

template <class Tag, class Number>
struct std::hash<nta::StrongId<Tag, Number>> {
  size_t operator()(nta::StrongId<Tag, Number> id) const noexcept { return std::hash<Number>{}(id.value); }
};
