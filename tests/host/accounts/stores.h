// Account stores for tests: in memory, with a clock that tests set.
#pragma once

#include <gtest/gtest.h>

#include "host/accounts/store.h"

namespace nta::accounts {

/** A store in memory whose time stands still until a test moves it. */
struct TestStore {
  std::shared_ptr<FileTime> time = std::make_shared<FileTime>(filetime_from_unix(1'700'000'000));
  std::shared_ptr<AccountStore> store;

  explicit TestStore(const std::string& directory = "") {
    auto opened = AccountStore::open({directory, "TESTHOST", [clock = time] { return *clock; }});
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().text);
    if (opened) store = *std::move(opened);
  }
  AccountStore* operator->() { return store.get(); }
  void pass(int64_t ticks) { *time += ticks; }
};

inline User named(std::string name) {
  User user;
  user.name = std::move(name);
  return user;
}

inline Password clear(std::u16string text) { return {std::move(text), false, 0}; }

template <class T>
Win32 code_of(const Result<T>& result) {
  return result ? Win32::success : result.error().code;
}

/** For setting up: the value, or a failed test. */
template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result) << (result ? "" : result.error().text);
  return result ? *std::move(result) : T{};
}
inline void must(Result<void> result) { EXPECT_TRUE(result) << (result ? "" : result.error().text); }

}  // namespace nta::accounts
