// NetValidatePasswordPolicy: a server's rules for the passwords of applications that keep their own.
#include <array>

#include "api/netapi32/sam_client.h"
#include "api/ntadmin/blocks.h"
#include "base/arena.h"
#include "ntadmin/win/lmaccess.h"
#include "ntadmin/win/lmerr.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<FILETIME> = fields(NTA_FIELD(FILETIME, dwLowDateTime, "", u32),
                                                   NTA_FIELD(FILETIME, dwHighDateTime, "", u32));
template <>
inline constexpr auto fields_of<NET_VALIDATE_PASSWORD_HASH> =
    fields(NTA_FIELD(NET_VALIDATE_PASSWORD_HASH, Length, "", u32),
           NTA_FIELD(NET_VALIDATE_PASSWORD_HASH, Hash, "", unique<array_of<u8>>)
               .counted(NTA_NUMBER(NET_VALIDATE_PASSWORD_HASH, Length)));
template <>
inline constexpr auto fields_of<NET_VALIDATE_PERSISTED_FIELDS> = fields(
    NTA_FIELD(NET_VALIDATE_PERSISTED_FIELDS, PresentFields, "", u32),
    NTA_FIELD(NET_VALIDATE_PERSISTED_FIELDS, PasswordLastSet, "", type_of<FILETIME>),
    NTA_FIELD(NET_VALIDATE_PERSISTED_FIELDS, BadPasswordTime, "", type_of<FILETIME>),
    NTA_FIELD(NET_VALIDATE_PERSISTED_FIELDS, LockoutTime, "", type_of<FILETIME>),
    NTA_FIELD(NET_VALIDATE_PERSISTED_FIELDS, BadPasswordCount, "", u32),
    NTA_FIELD(NET_VALIDATE_PERSISTED_FIELDS, PasswordHistoryLength, "", u32),
    NTA_FIELD(NET_VALIDATE_PERSISTED_FIELDS, PasswordHistory, "", unique<array_of<type_of<NET_VALIDATE_PASSWORD_HASH>>>)
        .counted(NTA_NUMBER(NET_VALIDATE_PERSISTED_FIELDS, PasswordHistoryLength)));
template <>
inline constexpr auto fields_of<NET_VALIDATE_OUTPUT_ARG> =
    fields(NTA_FIELD(NET_VALIDATE_OUTPUT_ARG, ChangedPersistedFields, "", type_of<NET_VALIDATE_PERSISTED_FIELDS>),
           NTA_FIELD(NET_VALIDATE_OUTPUT_ARG, ValidationStatus, "", u32));

}  // namespace nta::describe

namespace nta::api {
namespace {

using namespace protocols;
using describe::type_of;

// In the order of SAM_VALIDATE_VALIDATION_STATUS ([MS-SAMR] 2.2.9.3).
constexpr std::array<DWORD, 11> verdicts = {
    NERR_Success,           NERR_PasswordMustChange, NERR_AccountLockedOut,
    NERR_PasswordExpired,   NERR_BadPassword,        NERR_PasswordHistConflict,
    NERR_PasswordTooShort,  NERR_PasswordTooLong,    NERR_PasswordNotComplexEnough,
    NERR_PasswordTooRecent, NERR_PasswordFilterError};

uint64_t number_of(const FILETIME& time) { return uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime; }
FILETIME time_of(uint64_t number) { return {static_cast<DWORD>(number), static_cast<DWORD>(number >> 32)}; }

Result<SAM_VALIDATE_PASSWORD_HASH> to_wire(const NET_VALIDATE_PASSWORD_HASH& hash) {
  if (hash.Length != 0 && !hash.Hash)
    return fail(Win32::invalid_parameter, "a hash of {} bytes is missing", hash.Length);
  return SAM_VALIDATE_PASSWORD_HASH{hash.Length, hash.Hash};
}

Result<SAM_VALIDATE_PERSISTED_FIELDS> to_wire(const NET_VALIDATE_PERSISTED_FIELDS& from, Arena& memory) {
  if (from.PasswordHistoryLength != 0 && !from.PasswordHistory)
    return fail(Win32::invalid_parameter, "a history of {} is missing", from.PasswordHistoryLength);
  std::vector<SAM_VALIDATE_PASSWORD_HASH> history;
  for (DWORD i = 0; i < from.PasswordHistoryLength; ++i) {
    NTA_TRY(auto hash, to_wire(from.PasswordHistory[i]));
    history.push_back(hash);
  }
  return SAM_VALIDATE_PERSISTED_FIELDS{
      from.PresentFields,
      number_of(from.PasswordLastSet),
      number_of(from.BadPasswordTime),
      number_of(from.LockoutTime),
      from.BadPasswordCount,
      from.PasswordHistoryLength,
      history.empty() ? nullptr : memory.copy(std::span<const SAM_VALIDATE_PASSWORD_HASH>(history))};
}

/** What a change and a reset have in common. */
template <class Wire, class Argument>
Result<void> fill_candidate(Wire& to, const Argument& from) {
  to.ClearPassword = counted(from.ClearPassword);
  to.UserAccountName = counted(from.UserAccountName);
  NTA_TRY(to.HashedPassword, to_wire(from.HashedPassword));
  return {};
}

Result<SAM_VALIDATE_INPUT_ARG> input_from(NET_VALIDATE_PASSWORD_TYPE type, const void* argument, Arena& memory) {
  SAM_VALIDATE_INPUT_ARG input{};
  // Each of the three begins with them.
  NTA_TRY(auto fields, to_wire(*static_cast<const NET_VALIDATE_PERSISTED_FIELDS*>(argument), memory));
  if (type == NetValidateAuthentication) {
    const auto& from = *static_cast<const NET_VALIDATE_AUTHENTICATION_INPUT_ARG*>(argument);
    input.Authentication = {fields, from.PasswordMatched};
  } else if (type == NetValidatePasswordChange) {
    const auto& from = *static_cast<const NET_VALIDATE_PASSWORD_CHANGE_INPUT_ARG*>(argument);
    input.Change = {.InputPersistedFields = fields, .PasswordMatch = from.PasswordMatch};
    NTA_CHECK(fill_candidate(input.Change, from));
  } else {
    const auto& from = *static_cast<const NET_VALIDATE_PASSWORD_RESET_INPUT_ARG*>(argument);
    input.Reset = {.InputPersistedFields = fields,
                   .PasswordMustChangeAtNextLogon = from.PasswordMustChangeAtNextLogon,
                   .ClearLockout = from.ClearLockout};
    NTA_CHECK(fill_candidate(input.Reset, from));
  }
  return input;
}

Result<void> hand_out_verdict(const SAM_VALIDATE_STANDARD_OUTPUT_ARG& from, LPVOID* output) {
  if (from.ValidationStatus >= verdicts.size())
    return fail(Win32::rpc_bad_stub_data, "verdict {} is not one", from.ValidationStatus);
  const auto& fields = from.ChangedPersistedFields;
  std::vector<NET_VALIDATE_PASSWORD_HASH> history;
  for (const auto& hash : rows_in(fields.PasswordHistory, fields.PasswordHistoryLength))
    history.push_back({hash.Hash ? hash.Length : 0, hash.Hash});
  NET_VALIDATE_OUTPUT_ARG verdict{
      {fields.PresentFields, time_of(fields.PasswordLastSet), time_of(fields.BadPasswordTime),
       time_of(fields.LockoutTime), fields.BadPasswordCount, static_cast<ULONG>(history.size()),
       history.empty() ? nullptr : history.data()},
      verdicts[from.ValidationStatus]};
  LPBYTE block = nullptr;
  NTA_CHECK(hand_out(type_of<NET_VALIDATE_OUTPUT_ARG>, &verdict, 1, &block));
  *output = block;
  return {};
}

Result<void> validate(const WCHAR* server_name, const void* qualifier, NET_VALIDATE_PASSWORD_TYPE type,
                      const void* argument, LPVOID* output) {
  if (!output) return fail(Win32::invalid_parameter, "no room for the answer");
  *output = nullptr;
  bool is_known = type >= NetValidateAuthentication && type <= NetValidatePasswordReset;
  if (qualifier || !argument || !is_known)
    return fail(Win32::invalid_parameter, "validation of type {}", static_cast<int>(type));
  Arena memory;
  NTA_TRY(auto input, input_from(type, argument, memory));
  NTA_TRY(NetServer server, net_server(server_name));
  auto out = server.calls->call<SamrValidatePassword>(samr, {static_cast<uint32_t>(type), input});
  if (!out) return net_error(std::move(out).error());
  if (!out->value.OutputArg) return fail(Win32::rpc_bad_stub_data, "an answer without a verdict");
  return hand_out_verdict(out->value.OutputArg->Output, output);
}

Result<void> release(LPVOID* output) {
  if (!output) return fail(Win32::invalid_parameter, "no address of an answer");
  if (*output && !free_block(*output)) return fail(Win32::invalid_parameter, "not an answer");
  *output = nullptr;
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

extern "C" {

NET_API_STATUS NetValidatePasswordPolicy(LPCWSTR ServerName, LPVOID Qualifier,
                                         NET_VALIDATE_PASSWORD_TYPE ValidationType, LPVOID InputArg,
                                         LPVOID* OutputArg) {
  return c_status([&] { return validate(ServerName, Qualifier, ValidationType, InputArg, OutputArg); });
}

NET_API_STATUS NetValidatePasswordPolicyFree(LPVOID* OutputArg) {
  return c_status([&] { return release(OutputArg); });
}

}  // extern "C"
