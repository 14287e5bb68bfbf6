// Result<T>: a value, or one Win32 code with one sentence that names the bad value (docs/adr/0001-own-result-type.md).
#pragma once

#include <fmt/core.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/win32.h"

namespace nta {

/** What went wrong: the code a caller of the API gets, and a sentence for the person who reads the log. */
struct Error {
  Win32 code;
  std::string text;
};

template <class... Args>
[[nodiscard]] Error fail(Win32 code, fmt::format_string<Args...> format, Args&&... args) {
  return Error{code, fmt::format(format, std::forward<Args>(args)...)};
}

namespace detail {

/** An error kept elsewhere: a result is as small as its value, and success costs nothing more. */
class ErrorBox {
 public:
  ErrorBox() = default;
  explicit ErrorBox(Error error) : error_(std::make_unique<Error>(std::move(error))) {}
  ErrorBox(const ErrorBox& other) : error_(other.error_ ? std::make_unique<Error>(*other.error_) : nullptr) {}
  ErrorBox(ErrorBox&&) = default;
  ErrorBox& operator=(ErrorBox other) noexcept {
    error_.swap(other.error_);
    return *this;
  }
  ~ErrorBox() = default;

  explicit operator bool() const { return error_ != nullptr; }
  const Error& operator*() const { return *error_; }
  Error& operator*() { return *error_; }

 private:
  std::unique_ptr<Error> error_;
};

}  // namespace detail

template <class T = void>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}

  bool has_value() const { return value_.has_value(); }
  explicit operator bool() const { return has_value(); }
  T& value() & { return value_.value(); }
  const T& value() const& { return value_.value(); }
  T&& value() && { return std::move(value_).value(); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const& { return *error_; }
  Error&& error() && { return std::move(*error_); }

 private:
  std::optional<T> value_;  // exactly one of the two is there
  detail::ErrorBox error_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool has_value() const { return !error_; }
  explicit operator bool() const { return has_value(); }
  const Error& error() const& { return *error_; }
  Error&& error() && { return std::move(*error_); }

 private:
  detail::ErrorBox error_;
};

}  // namespace nta

#define NTA_JOIN_(a, b) a##b
#define NTA_JOIN(a, b) NTA_JOIN_(a, b)
#define NTA_TRY_(result, declaration, expression) \
  auto result = (expression);                     \
  if (!result) return std::move(result).error();  \
  declaration = *std::move(result)

/** `NTA_TRY(auto level, in.u32());` returns the error to the caller, or declares (assigns) the value. */
#define NTA_TRY(declaration, ...) NTA_TRY_(NTA_JOIN(nta_try_, __LINE__), declaration, (__VA_ARGS__))

/** The same for a Result<void>, or to drop a value. */
#define NTA_CHECK(...)                                                                   \
  do {                                                                                   \
    if (auto nta_check = (__VA_ARGS__); !nta_check) return std::move(nta_check).error(); \
  } while (false)
