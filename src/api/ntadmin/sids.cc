// SIDs in memory and as texts.
#include <algorithm>
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

constexpr size_t head_size = 8;

/** The two-letter names of SDDL ([MS-DTYP] 2.5.1.1) for what is the same everywhere; those of a domain are not known.
 */
struct Alias {
  std::string_view name;
  std::string_view text;
};
constexpr Alias aliases[] = {
    {"AA", "S-1-5-32-579"},
    {"AC", "S-1-15-2-1"},
    {"AN", "S-1-5-7"},
    {"AO", "S-1-5-32-548"},
    {"AS", "S-1-18-1"},
    {"AU", "S-1-5-11"},
    {"BA", "S-1-5-32-544"},
    {"BG", "S-1-5-32-546"},
    {"BO", "S-1-5-32-551"},
    {"BU", "S-1-5-32-545"},
    {"CD", "S-1-5-32-574"},
    {"CG", "S-1-3-1"},
    {"CO", "S-1-3-0"},
    {"CY", "S-1-5-32-569"},
    {"ED", "S-1-5-9"},
    {"ER", "S-1-5-32-573"},
    {"ES", "S-1-5-32-576"},
    {"HA", "S-1-5-32-578"},
    {"HI", "S-1-16-12288"},
    {"IS", "S-1-5-32-568"},
    {"IU", "S-1-5-4"},
    {"LS", "S-1-5-19"},
    {"LU", "S-1-5-32-559"},
    {"LW", "S-1-16-4096"},
    {"ME", "S-1-16-8192"},
    {"MP", "S-1-16-8448"},
    {"MS", "S-1-5-32-577"},
    {"MU", "S-1-5-32-558"},
    {"NO", "S-1-5-32-556"},
    {"NS", "S-1-5-20"},
    {"NU", "S-1-5-2"},
    {"OW", "S-1-3-4"},
    {"PO", "S-1-5-32-550"},
    {"PS", "S-1-5-10"},
    {"PU", "S-1-5-32-547"},
    {"RA", "S-1-5-32-575"},
    {"RC", "S-1-5-12"},
    {"RD", "S-1-5-32-555"},
    {"RE", "S-1-5-32-552"},
    {"RM", "S-1-5-32-580"},
    {"RU", "S-1-5-32-554"},
    {"SI", "S-1-16-16384"},
    {"SO", "S-1-5-32-549"},
    {"SS", "S-1-18-2"},
    {"SU", "S-1-5-6"},
    {"SY", "S-1-5-18"},
    {"UD", "S-1-5-84-0-0-0-0-0"},
    {"WD", "S-1-1-0"},
    {"WR", "S-1-5-33"},
};

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
  if (!IsValidSid(sid)) return fail(Win32::invalid_sid, "no SID");
  NTA_TRY(Sid value, Sid::from_bytes({static_cast<const std::byte*>(sid), GetLengthSid(sid)}));
  return value.text();
}

Result<PSID> sid_of(const std::string& text) {
  auto alias = std::ranges::find(aliases, text, &Alias::name);
  auto value = Sid::parse(alias == std::end(aliases) ? text : alias->text);
  if (!value) return fail(Win32::invalid_sid, "'{}' is no SID", text);
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
