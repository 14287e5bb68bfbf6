// NetValidatePasswordPolicy: what is sent of the three arguments, and what is made of the verdict.
#include <gtest/gtest.h>

#include <cstring>

#include "base/utf16.h"
#include "fake_server.h"
#include "ntadmin/win/lm.h"
#include "protocols/samr.h"

namespace nta::test {
namespace {

using namespace protocols;

class PasswordPolicy : public testing::Test {
 protected:
  void SetUp() override { setenv("NTADMIN_HOST", server_.address().c_str(), 1); }

  static SAM_VALIDATE_STANDARD_OUTPUT_ARG& answer(SamrValidatePassword::Out& out, uint32_t type, Arena& memory) {
    out.ValidationType = type;
    out.OutputArg = memory.make<SAM_VALIDATE_OUTPUT_ARG>();
    return out.OutputArg->Output;
  }

  FakeServer server_;
  LPVOID block_ = nullptr;
};

TEST_F(PasswordPolicy, FieldsGoInAndComeOutAsTheyAre) {
  server_.on<SamrValidatePassword>(samr, [](const auto& in, auto& out, Arena& memory) {
    EXPECT_EQ(in.ValidationType, 2u);
    const auto& change = in.InputArg.Change;
    EXPECT_EQ(text_of(change.ClearPassword), u"Sommer-2025");
    EXPECT_EQ(text_of(change.UserAccountName), u"anna");
    EXPECT_TRUE(change.PasswordMatch);
    EXPECT_EQ(change.InputPersistedFields.PasswordLastSet, 0x100000002u);
    EXPECT_EQ(change.InputPersistedFields.PasswordHistoryLength, 1u);
    EXPECT_EQ(change.InputPersistedFields.PasswordHistory[0].Hash[1], 8u);
    auto& verdict = answer(out, 2, memory);
    verdict.ChangedPersistedFields = change.InputPersistedFields;
    verdict.ChangedPersistedFields.PresentFields = NET_VALIDATE_PASSWORD_HISTORY;
    verdict.ValidationStatus = 5;
  });
  BYTE bytes[] = {7, 8};
  NET_VALIDATE_PASSWORD_HASH old{2, bytes};
  WCHAR password[] = u"Sommer-2025", name[] = u"anna";
  NET_VALIDATE_PASSWORD_CHANGE_INPUT_ARG change{};
  change.InputPersistedFields.PasswordLastSet = {2, 1};
  change.InputPersistedFields.PasswordHistoryLength = 1;
  change.InputPersistedFields.PasswordHistory = &old;
  change.ClearPassword = password;
  change.UserAccountName = name;
  change.PasswordMatch = TRUE;
  ASSERT_EQ(NetValidatePasswordPolicy(nullptr, nullptr, NetValidatePasswordChange, &change, &block_), NERR_Success);
  const auto& verdict = *static_cast<NET_VALIDATE_OUTPUT_ARG*>(block_);
  EXPECT_EQ(verdict.ValidationStatus, static_cast<DWORD>(NERR_PasswordHistConflict));
  EXPECT_EQ(verdict.ChangedPersistedFields.PresentFields, static_cast<ULONG>(NET_VALIDATE_PASSWORD_HISTORY));
  EXPECT_EQ(verdict.ChangedPersistedFields.PasswordLastSet.dwHighDateTime, 1u);
  ASSERT_EQ(verdict.ChangedPersistedFields.PasswordHistoryLength, 1u);
  EXPECT_EQ(std::memcmp(verdict.ChangedPersistedFields.PasswordHistory[0].Hash, bytes, 2), 0);
  EXPECT_EQ(NetValidatePasswordPolicyFree(&block_), NERR_Success);
  EXPECT_EQ(block_, nullptr);
  EXPECT_EQ(NetValidatePasswordPolicyFree(&block_), NERR_Success);
}

TEST_F(PasswordPolicy, EachTypeHasItsOwnArgumentAndVerdicts) {
  uint32_t told = 0;
  server_.on<SamrValidatePassword>(samr, [&told](const auto& in, auto& out, Arena& memory) {
    EXPECT_TRUE(in.ValidationType != 3 || in.InputArg.Reset.ClearLockout);
    EXPECT_TRUE(in.ValidationType != 1 || in.InputArg.Authentication.PasswordMatched);
    answer(out, in.ValidationType, memory).ValidationStatus = told;
  });
  NET_VALIDATE_AUTHENTICATION_INPUT_ARG logon{};
  logon.PasswordMatched = TRUE;
  NET_VALIDATE_PASSWORD_RESET_INPUT_ARG reset{};
  reset.ClearLockout = TRUE;
  const DWORD codes[] = {0, 2701, 2702, 2242, 2203, 2244, 2245, 2703, 2704, 2246, 2705};
  for (DWORD code : codes) {
    ASSERT_EQ(NetValidatePasswordPolicy(nullptr, nullptr, NetValidatePasswordReset, &reset, &block_), NERR_Success);
    EXPECT_EQ(static_cast<NET_VALIDATE_OUTPUT_ARG*>(block_)->ValidationStatus, code);
    EXPECT_EQ(NetValidatePasswordPolicyFree(&block_), NERR_Success);
    ++told;
  }
  EXPECT_EQ(NetValidatePasswordPolicy(nullptr, nullptr, NetValidateAuthentication, &logon, &block_),
            static_cast<DWORD>(RPC_X_BAD_STUB_DATA));
  EXPECT_EQ(block_, nullptr);
}

TEST_F(PasswordPolicy, WhatIsNoArgumentIsRefusedWithoutACall) {
  NET_VALIDATE_AUTHENTICATION_INPUT_ARG logon{};
  auto validate = [&](void* qualifier, int type, void* argument, LPVOID* output) {
    return NetValidatePasswordPolicy(nullptr, qualifier, static_cast<NET_VALIDATE_PASSWORD_TYPE>(type), argument,
                                     output);
  };
  EXPECT_EQ(validate(&logon, 1, &logon, &block_), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_EQ(validate(nullptr, 4, &logon, &block_), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_EQ(validate(nullptr, 1, nullptr, &block_), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_EQ(validate(nullptr, 1, &logon, nullptr), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  logon.InputPersistedFields.PasswordHistoryLength = 3;
  EXPECT_EQ(validate(nullptr, 1, &logon, &block_), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_TRUE(server_.requests().empty());
  int nothing = 0;
  LPVOID no_block = &nothing;
  EXPECT_EQ(NetValidatePasswordPolicyFree(&no_block), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
}

}  // namespace
}  // namespace nta::test
