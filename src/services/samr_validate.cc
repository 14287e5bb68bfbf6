// samr: a password held against this host's rules for somebody who keeps accounts elsewhere ([MS-SAMR] 3.1.5.13.7).
#include "base/utf16.h"
#include "host/accounts/rules.h"
#include "services/samr_handlers.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Policy;

// SAM_VALIDATE_VALIDATION_STATUS.
enum class Verdict : uint32_t {
  success = 0,
  must_change = 1,
  locked_out = 2,
  expired = 3,
  incorrect = 4,
  in_history = 5,
  too_short = 6,
  too_long = 7,
  not_complex = 8,
  too_recent = 9,
};

// Bits of PresentFields ([MS-SAMR] 2.2.9.4).
constexpr uint32_t password_last_set = 0x1, bad_password_time = 0x2, lockout_time = 0x4, bad_password_count = 0x8,
                   history_length = 0x10, history = 0x20;

using Fields = SAM_VALIDATE_PERSISTED_FIELDS;

/** Times come from the wire and may be anything: one that is still to come was just now. */
int64_t elapsed_since(uint64_t time, int64_t now) {
  auto until = static_cast<uint64_t>(now);
  return time < until ? static_cast<int64_t>(until - time) : 0;
}

bool is_locked(const Policy& policy, const Fields& fields, int64_t now) {
  return fields.LockoutTime != 0 && elapsed_since(fields.LockoutTime, now) < policy.lockout_duration;
}

void count_wrong_password(const Policy& policy, const Fields& in, Fields& out, int64_t now) {
  bool window_is_over = elapsed_since(in.BadPasswordTime, now) > policy.lockout_window;
  out.BadPasswordCount = window_is_over ? 1 : in.BadPasswordCount + 1;
  out.BadPasswordTime = static_cast<uint64_t>(now);
  out.PresentFields |= bad_password_count | bad_password_time;
  if (policy.lockout_threshold == 0 || out.BadPasswordCount < policy.lockout_threshold) return;
  out.LockoutTime = static_cast<uint64_t>(now);
  out.PresentFields |= lockout_time;
}

Verdict authentication(const Policy& policy, const SAM_VALIDATE_AUTHENTICATION_INPUT_ARG& in, Fields& out,
                       int64_t now) {
  const Fields& fields = in.InputPersistedFields;
  if (is_locked(policy, fields, now)) return Verdict::locked_out;
  if (fields.LockoutTime != 0) out.PresentFields |= lockout_time;  // its time is over: 0
  if (!in.PasswordMatched) {
    count_wrong_password(policy, fields, out, now);
    return Verdict::incorrect;
  }
  if (fields.PasswordLastSet == 0) return Verdict::must_change;
  bool expires = policy.maximum_age != accounts::never && policy.maximum_age != 0;
  if (expires && elapsed_since(fields.PasswordLastSet, now) > policy.maximum_age) return Verdict::expired;
  if (fields.BadPasswordCount != 0) out.PresentFields |= bad_password_count;  // it is 0 again
  return Verdict::success;
}

bool is_whole(const SAM_VALIDATE_PASSWORD_HASH& hash) { return hash.Length == 0 || hash.Hash; }

/** A count of bytes or rows without them is no history. */
bool is_whole(const Fields& fields) {
  auto rows = rows_in(fields.PasswordHistory, fields.PasswordHistoryLength);
  return rows.size() == fields.PasswordHistoryLength &&
         std::all_of(rows.begin(), rows.end(), [](const auto& hash) { return is_whole(hash); });
}

template <class Input>
Result<void> check_whole(const Input& in) {
  if (is_whole(in.InputPersistedFields) && is_whole(in.HashedPassword)) return {};
  return fail(Win32::invalid_parameter, "a hash or the password history is missing");
}

bool same_hash(const SAM_VALIDATE_PASSWORD_HASH& a, const SAM_VALIDATE_PASSWORD_HASH& b) {
  return a.Length == b.Length && (a.Length == 0 || std::memcmp(a.Hash, b.Hash, a.Length) == 0);
}

template <class Input>
Verdict candidate(const Policy& policy, const Input& in) {
  accounts::User user;
  user.name = to_utf8(text_of(in.UserAccountName));
  auto checked = accounts::check_password(policy, user, text_of(in.ClearPassword));
  if (checked) return Verdict::success;
  if (checked.error().code == Win32::password_too_short) return Verdict::too_short;
  return checked.error().code == Win32::password_too_long ? Verdict::too_long : Verdict::not_complex;
}

bool is_in_history(const Policy& policy, const SAM_VALIDATE_PASSWORD_CHANGE_INPUT_ARG& in) {
  const Fields& fields = in.InputPersistedFields;
  uint32_t known = std::min(fields.PasswordHistoryLength, policy.history_length);
  for (uint32_t i = 0; i < known; ++i)
    if (in.HashedPassword.Length != 0 && same_hash(fields.PasswordHistory[i], in.HashedPassword)) return true;
  return false;
}

/** The new hash in front of those that were there, as many as the rules keep. */
void remember(const Policy& policy, const Fields& in, const SAM_VALIDATE_PASSWORD_HASH& hash, Fields& out,
              Arena& memory) {
  if (hash.Length == 0 || policy.history_length == 0) return;
  std::vector<SAM_VALIDATE_PASSWORD_HASH> list{hash};
  for (uint32_t i = 0; i < in.PasswordHistoryLength && list.size() < policy.history_length; ++i)
    list.push_back(in.PasswordHistory[i]);
  out.PasswordHistoryLength = static_cast<uint32_t>(list.size());
  out.PasswordHistory = copy_rows(memory, list);
  out.PresentFields |= history_length | history;
}

Verdict change(const Policy& policy, const SAM_VALIDATE_PASSWORD_CHANGE_INPUT_ARG& in, Fields& out, Arena& memory,
               int64_t now) {
  const Fields& fields = in.InputPersistedFields;
  if (is_locked(policy, fields, now)) return Verdict::locked_out;
  if (fields.LockoutTime != 0) out.PresentFields |= lockout_time;
  bool too_recent = fields.PasswordLastSet != 0 && elapsed_since(fields.PasswordLastSet, now) < policy.minimum_age;
  if (too_recent) return Verdict::too_recent;
  if (!in.PasswordMatch) {
    count_wrong_password(policy, fields, out, now);
    return Verdict::incorrect;
  }
  if (is_in_history(policy, in)) return Verdict::in_history;
  if (Verdict verdict = candidate(policy, in); verdict != Verdict::success) return verdict;
  out.PasswordLastSet = static_cast<uint64_t>(now);
  out.PresentFields |= password_last_set;
  if (fields.BadPasswordCount != 0) out.PresentFields |= bad_password_count;
  remember(policy, fields, in.HashedPassword, out, memory);
  return Verdict::success;
}

Verdict reset(const Policy& policy, const SAM_VALIDATE_PASSWORD_RESET_INPUT_ARG& in, Fields& out, Arena& memory,
              int64_t now) {
  if (Verdict verdict = candidate(policy, in); verdict != Verdict::success) return verdict;
  out.PasswordLastSet = in.PasswordMustChangeAtNextLogon ? 0 : static_cast<uint64_t>(now);
  out.PresentFields |= password_last_set;
  if (in.ClearLockout) out.PresentFields |= lockout_time;
  if (in.InputPersistedFields.BadPasswordCount != 0) out.PresentFields |= bad_password_count;
  remember(policy, in.InputPersistedFields, in.HashedPassword, out, memory);
  return Verdict::success;
}

}  // namespace

Result<void> sam_validate_password(Desk& desk, Call<SamrValidatePassword>& call) {
  if (!desk.caller().is_member(sid_authenticated_users))
    return fail(Win32::access_denied, "{} may not ask for the rules", desk.caller().name);
  NTA_TRY(Policy policy, desk.store.policy());
  auto* answer = call.memory.make<SAM_VALIDATE_OUTPUT_ARG>();
  Fields& changed = answer->Output.ChangedPersistedFields;
  const auto& in = call.in().InputArg;
  int64_t now = filetime_now();
  Verdict verdict = Verdict::success;
  switch (call.in().ValidationType) {
    case 1:
      verdict = authentication(policy, in.Authentication, changed, now);
      break;
    case 2:
      NTA_CHECK(check_whole(in.Change));
      verdict = change(policy, in.Change, changed, call.memory, now);
      break;
    default:
      NTA_CHECK(check_whole(in.Reset));
      verdict = reset(policy, in.Reset, changed, call.memory, now);
  }
  answer->Output.ValidationStatus = static_cast<uint32_t>(verdict);
  call.out.ValidationType = call.in().ValidationType;
  call.out.OutputArg = answer;
  return {};
}

}  // namespace nta::services
