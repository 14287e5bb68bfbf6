// GetTokenInformation, DuplicateTokenEx, DuplicateHandle.
#include "api/ntadmin/token.h"

#include <atomic>
#include <cstring>

#include "api/ntadmin/boundary.h"
#include "api/ntadmin/handles.h"
#include "ntadmin/win/processthreadsapi.h"
#include "ntadmin/win/securitybaseapi.h"

namespace nta::api {
namespace {

constexpr DWORD group_attributes = SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED;

Result<std::shared_ptr<Token>> token_of(HANDLE handle) { return find_handle_as<Token>(HandleKind::token, handle); }

/** The bytes of an answer: a structure, then SIDs. Pointers are offsets until it is known where the answer will be. */
class Answer {
 public:
  explicit Answer(size_t head) : bytes_(head) {}

  template <class T>
  explicit Answer(const T& head, size_t size = sizeof(T)) : bytes_(size) {
    std::memcpy(bytes_.data(), &head, std::min(size, sizeof(T)));
  }

  /** Puts a SID behind what there is, and a pointer to it at `offset`. */
  void put_sid(size_t offset, const Sid& sid) {
    Bytes packed = sid.bytes();
    pointers_.emplace_back(offset, bytes_.size());
    bytes_.insert(bytes_.end(), packed.begin(), packed.end());  // a multiple of four, which is what a SID wants
  }
  void put_number(size_t offset, DWORD value) { std::memcpy(bytes_.data() + offset, &value, sizeof value); }

  Result<void> copy_to(void* buffer, DWORD room, DWORD* size) {
    *size = static_cast<DWORD>(bytes_.size());
    if (!buffer || room < bytes_.size())
      return fail(Win32::insufficient_buffer, "{} bytes given, {} needed", room, bytes_.size());
    for (auto [offset, target] : pointers_) {
      void* address = static_cast<std::byte*>(buffer) + target;
      std::memcpy(bytes_.data() + offset, &address, sizeof address);
    }
    std::memcpy(buffer, bytes_.data(), bytes_.size());
    return {};
  }

 private:
  Bytes bytes_;
  std::vector<std::pair<size_t, size_t>> pointers_;
};

Answer groups_of(const Token& token) {
  constexpr size_t head = offsetof(TOKEN_GROUPS, Groups);
  Answer answer(head + token.groups.size() * sizeof(SID_AND_ATTRIBUTES));
  answer.put_number(0, static_cast<DWORD>(token.groups.size()));
  for (size_t i = 0; i < token.groups.size(); ++i) {
    size_t row = head + i * sizeof(SID_AND_ATTRIBUTES);
    bool is_owner = token.groups[i] == sid_administrators;
    answer.put_sid(row + offsetof(SID_AND_ATTRIBUTES, Sid), token.groups[i]);
    answer.put_number(row + offsetof(SID_AND_ATTRIBUTES, Attributes),
                      group_attributes | (is_owner ? DWORD{SE_GROUP_OWNER} : 0));
  }
  return answer;
}

Answer statistics_of(const Token& token) {
  TOKEN_STATISTICS statistics{};
  statistics.TokenId.LowPart = statistics.ModifiedId.LowPart = token.id;
  statistics.AuthenticationId.LowPart = token.session;
  statistics.ExpirationTime.QuadPart = INT64_MAX;  // never
  statistics.TokenType = TokenPrimary;
  statistics.GroupCount = static_cast<DWORD>(token.groups.size());
  return Answer(statistics);
}

Answer one_sid(const Sid& sid, size_t head) {
  Answer answer(head);
  answer.put_sid(0, sid);
  return answer;
}

Result<Answer> information(const Token& token, TOKEN_INFORMATION_CLASS wanted) {
  switch (wanted) {
    case TokenUser:
      return one_sid(token.user, sizeof(TOKEN_USER));
    case TokenGroups:
      return groups_of(token);
    case TokenOwner:
      return one_sid(token.user, sizeof(TOKEN_OWNER));
    case TokenPrimaryGroup:
      return one_sid(token.primary_group, sizeof(TOKEN_PRIMARY_GROUP));
    case TokenType:
      return Answer(DWORD{TokenPrimary});
    case TokenStatistics:
      return statistics_of(token);
    case TokenSessionId:
      return Answer(token.session);
    case TokenImpersonationLevel:
      return fail(Win32::invalid_parameter, "a primary token has no impersonation level");
    default:
      break;
  }
  bool exists = wanted > 0 && wanted < MaxTokenInfoClass;
  return fail(exists ? Win32::not_supported : Win32::invalid_parameter, "token information {}",
              static_cast<int>(wanted));
}

Result<void> get_information(HANDLE handle, TOKEN_INFORMATION_CLASS wanted, void* buffer, DWORD room, DWORD* size) {
  if (!size) return fail(Win32::invalid_parameter, "null ReturnLength");
  NTA_TRY(auto token, token_of(handle));
  NTA_TRY(Answer answer, information(*token, wanted));
  return answer.copy_to(buffer, room, size);
}

Result<void> duplicate(HANDLE handle, SECURITY_IMPERSONATION_LEVEL level, TOKEN_TYPE type, HANDLE* copy) {
  if (!copy) return fail(Win32::invalid_parameter, "null output");
  NTA_TRY(auto token, token_of(handle));
  if (level < SecurityAnonymous || level > SecurityDelegation || (type != TokenPrimary && type != TokenImpersonation))
    return fail(Win32::invalid_parameter, "level {}, type {}", static_cast<int>(level), static_cast<int>(type));
  if (type == TokenImpersonation) return fail(Win32::not_supported, "nothing here can impersonate");
  auto another = std::make_shared<Token>(*token);
  another->id = new_token_id();
  NTA_TRY(*copy, open_handle(HandleKind::token, std::move(another)));
  return {};
}

Result<void> duplicate_handle(HANDLE source_process, HANDLE handle, HANDLE target_process, HANDLE* copy,
                              DWORD options) {
  if (source_process != GetCurrentProcess() || target_process != GetCurrentProcess())
    return fail(Win32::invalid_handle, "handles are of this process only");
  if (options & ~DWORD{DUPLICATE_CLOSE_SOURCE | DUPLICATE_SAME_ACCESS})
    return fail(Win32::invalid_parameter, "options {:#x}", options);
  if (!copy && !(options & DUPLICATE_CLOSE_SOURCE)) return fail(Win32::invalid_parameter, "null output");
  NTA_TRY(auto token, token_of(handle));
  if (copy) {
    NTA_TRY(*copy, open_handle(HandleKind::token, std::move(token)));
  }
  if (options & DUPLICATE_CLOSE_SOURCE) {
    NTA_CHECK(close_handle(HandleKind::token, handle));
  }
  return {};
}

}  // namespace

uint32_t new_token_id() {
  static std::atomic<uint32_t> last{0};
  return ++last;
}

}  // namespace nta::api

using namespace nta::api;

BOOL GetTokenInformation(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass, LPVOID TokenInformation,
                         DWORD TokenInformationLength, DWORD* ReturnLength) {
  return c_boundary([&] {
    return get_information(TokenHandle, TokenInformationClass, TokenInformation, TokenInformationLength, ReturnLength);
  });
}

BOOL DuplicateTokenEx(HANDLE hExistingToken, DWORD, void*, SECURITY_IMPERSONATION_LEVEL ImpersonationLevel,
                      TOKEN_TYPE TokenType, PHANDLE phNewToken) {
  return c_boundary([&] { return duplicate(hExistingToken, ImpersonationLevel, TokenType, phNewToken); });
}

BOOL DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle, HANDLE hTargetProcessHandle,
                     PHANDLE lpTargetHandle, DWORD, BOOL, DWORD dwOptions) {
  return c_boundary([&] {
    return duplicate_handle(hSourceProcessHandle, hSourceHandle, hTargetProcessHandle, lpTargetHandle, dwOptions);
  });
}
