// SIDs in memory and as texts.
#include <array>
#include <cstdlib>
#include <cstring>
#include <string>

#include "api/ntadmin/boundary.h"
#include "base/sid.h"
#include "base/utf16.h"
#include "ntadmin/win/sddl.h"
#include "ntadmin/win/securitybaseapi.h"

namespace nta::api {
namespace {

constexpr auto invalid_sid = static_cast<Win32>(1337);  // ERROR_INVALID_SID
constexpr size_t head_size = 8;

DWORD size_of(BYTE sub_authorities) { return static_cast<DWORD>(head_size + 4 * size_t{sub_authorities}); }

SID& at(PSID sid) { return *static_cast<SID*>(sid); }

/** Memory for LocalFree and FreeSid. */
template <class Value>
Result<Value*> block_of(const Value* from, size_t count) {
  auto* block = static_cast<Value*>(std::malloc(count * sizeof(Value)));
  if (!block) return fail(Win32::not_enough_memory, "{} bytes", count * sizeof(Value));
  std::memcpy(block, from, count * sizeof(Value));
  return block;
}

Result<std::string> text_of(PSID sid) {
  if (!IsValidSid(sid)) return fail(invalid_sid, "no SID");
  NTA_TRY(Sid value, Sid::from_bytes({static_cast<const std::byte*>(sid), GetLengthSid(sid)}));
  return value.text();
}

Result<PSID> sid_of(const std::string& text) {
  auto value = Sid::parse(text);
  if (!value) return fail(invalid_sid, "'{}' is no SID", text);
  Bytes bytes = value->bytes();
  NTA_TRY(auto* block, block_of(bytes.data(), bytes.size()));
  return PSID{block};
}

Result<void> make_sid(const SID_IDENTIFIER_AUTHORITY* authority, BYTE count, const std::array<DWORD, 8>& numbers,
                      PSID* made) {
  if (!authority || !made || count > numbers.size()) return fail(Win32::invalid_parameter, "{} sub-authorities", count);
  std::array<unsigned char, head_size + 4 * 8> bytes{};
  SID head{SID_REVISION, count, *authority, {}};
  std::memcpy(bytes.data(), &head, head_size);
  std::memcpy(bytes.data() + head_size, numbers.data(), 4 * size_t{count});
  NTA_TRY(*made, block_of(bytes.data(), size_of(count)));
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL IsValidSid(PSID pSid) {
  return pSid && at(pSid).Revision == SID_REVISION && at(pSid).SubAuthorityCount <= SID_MAX_SUB_AUTHORITIES;
}

DWORD GetLengthSid(PSID pSid) { return size_of(at(pSid).SubAuthorityCount); }

BOOL EqualSid(PSID pSid1, PSID pSid2) {
  return at(pSid1).SubAuthorityCount == at(pSid2).SubAuthorityCount &&
         std::memcmp(pSid1, pSid2, GetLengthSid(pSid1)) == 0;
}

BOOL CopySid(DWORD nDestinationSidLength, PSID pDestinationSid, PSID pSourceSid) {
  return c_boundary([&]() -> nta::Result<void> {
    DWORD size = GetLengthSid(pSourceSid);
    if (nDestinationSidLength < size || !pDestinationSid)
      return nta::fail(nta::Win32::insufficient_buffer, "{} bytes are needed", size);
    std::memcpy(pDestinationSid, pSourceSid, size);
    return {};
  });
}

PUCHAR GetSidSubAuthorityCount(PSID pSid) { return &at(pSid).SubAuthorityCount; }

PDWORD GetSidSubAuthority(PSID pSid, DWORD nSubAuthority) { return at(pSid).SubAuthority + nSubAuthority; }

PSID_IDENTIFIER_AUTHORITY GetSidIdentifierAuthority(PSID pSid) { return &at(pSid).IdentifierAuthority; }

BOOL AllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY pIdentifierAuthority, BYTE nSubAuthorityCount,
                              DWORD nSubAuthority0, DWORD nSubAuthority1, DWORD nSubAuthority2, DWORD nSubAuthority3,
                              DWORD nSubAuthority4, DWORD nSubAuthority5, DWORD nSubAuthority6, DWORD nSubAuthority7,
                              PSID* pSid) {
  return c_boundary([&] {
    return make_sid(pIdentifierAuthority, nSubAuthorityCount,
                    {nSubAuthority0, nSubAuthority1, nSubAuthority2, nSubAuthority3, nSubAuthority4, nSubAuthority5,
                     nSubAuthority6, nSubAuthority7},
                    pSid);
  });
}

PVOID FreeSid(PSID pSid) {
  std::free(pSid);
  return nullptr;
}

BOOL ConvertSidToStringSidA(PSID Sid, LPSTR* StringSid) {
  return c_boundary([&]() -> nta::Result<void> {
    if (!StringSid) return nta::fail(nta::Win32::invalid_parameter, "null output");
    NTA_TRY(std::string text, text_of(Sid));
    NTA_TRY(*StringSid, block_of(text.c_str(), text.size() + 1));
    return {};
  });
}

BOOL ConvertSidToStringSidW(PSID Sid, LPWSTR* StringSid) {
  return c_boundary([&]() -> nta::Result<void> {
    if (!StringSid) return nta::fail(nta::Win32::invalid_parameter, "null output");
    NTA_TRY(std::string text, text_of(Sid));
    NTA_TRY(*StringSid, block_of(nta::to_utf16(text).c_str(), text.size() + 1));
    return {};
  });
}

BOOL ConvertStringSidToSidA(LPCSTR StringSid, PSID* Sid) {
  return c_boundary([&]() -> nta::Result<void> {
    if (!StringSid || !Sid) return nta::fail(nta::Win32::invalid_parameter, "null argument");
    NTA_TRY(*Sid, sid_of(StringSid));
    return {};
  });
}

BOOL ConvertStringSidToSidW(LPCWSTR StringSid, PSID* Sid) {
  return c_boundary([&]() -> nta::Result<void> {
    if (!StringSid || !Sid) return nta::fail(nta::Win32::invalid_parameter, "null argument");
    NTA_TRY(*Sid, sid_of(nta::to_utf8(StringSid)));
    return {};
  });
}
