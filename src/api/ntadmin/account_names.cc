// LookupAccountName, LookupAccountSid: the local security authority of a system, asked over lsarpc.
#include <cstring>

#include "api/client/names.h"
#include "api/ntadmin/boundary.h"
#include "base/utf16.h"
#include "ntadmin/win/winbase.h"

namespace nta::api {
namespace {

using client::AccountName;

std::string utf8_of(const char* text) { return text ? text : ""; }
std::string utf8_of(const WCHAR* text) { return to_utf8(view_or_empty(text)); }

/** A text or a SID on its way into the caller's buffer. */
template <class Unit>
struct Output {
  Unit* to;
  DWORD* size;  // in units: what there is, then what is needed or was written
  std::basic_string<Unit> content;

  bool fits() const { return to && content.size() <= *size; }
};

template <class Char>
Output<Char> text_output(Char* to, DWORD* size, const std::u16string& text) {
  Output<Char> output{to, size, {}};
  if constexpr (sizeof(Char) == 1)
    output.content = to_utf8(text);
  else
    output.content = std::basic_string<Char>(text.begin(), text.end());
  output.content += Char{};
  return output;
}

template <class Unit>
void write(const Output<Unit>& output) {
  std::memcpy(output.to, output.content.data(), output.content.size() * sizeof(Unit));
}

/** Both or none of them. Lengths of texts that went well are told without their terminators. */
template <class First, class Char>
Result<void> hand_out(const Output<First>& first, const Output<Char>& domain, uint32_t use, SID_NAME_USE* kind) {
  bool all_fit = first.fits() && domain.fits();
  constexpr bool is_text = std::is_same_v<First, Char>;
  *first.size = static_cast<DWORD>(first.content.size() - (all_fit && is_text ? 1 : 0));
  *domain.size = static_cast<DWORD>(domain.content.size() - (all_fit ? 1 : 0));
  if (!all_fit) return fail(Win32::insufficient_buffer, "{} and {} are needed", *first.size, *domain.size);
  write(first);
  write(domain);
  *kind = static_cast<SID_NAME_USE>(use);
  return {};
}

Result<AccountName> only(Result<std::vector<AccountName>> found) {
  NTA_TRY(auto list, std::move(found));
  if (list.size() != 1 || !list[0].is_known()) return fail(Win32::none_mapped, "there is no such account");
  return std::move(list[0]);
}

template <class Char>
Result<void> lookup_name(const Char* system, const Char* account, PSID sid, DWORD* sid_size, Char* domain,
                         DWORD* domain_size, SID_NAME_USE* kind) {
  if (!account || !sid_size || !domain_size || !kind) return fail(Win32::invalid_parameter, "null argument");
  auto server = client::Server::named(utf8_of(system));
  std::u16string name = to_utf16(utf8_of(account));
  std::u16string_view asked[] = {name};
  NTA_TRY(AccountName found, only(client::sids_of_names(*server, asked)));
  Bytes packed = found.sid.bytes();
  auto bytes = reinterpret_cast<const unsigned char*>(packed.data());
  Output<unsigned char> first{static_cast<unsigned char*>(sid), sid_size, {bytes, packed.size()}};
  return hand_out(first, text_output(domain, domain_size, found.domain), found.use, kind);
}

template <class Char>
Result<void> lookup_sid(const Char* system, PSID sid, Char* name, DWORD* name_size, Char* domain, DWORD* domain_size,
                        SID_NAME_USE* kind) {
  if (!sid || !name_size || !domain_size || !kind) return fail(Win32::invalid_parameter, "null argument");
  const auto* bytes = static_cast<const std::byte*>(sid);
  auto asked = Sid::from_bytes({bytes, 8 + 4 * std::to_integer<size_t>(bytes[1])});
  if (!asked) return fail(Win32::invalid_sid, "{}", asked.error().text);
  auto server = client::Server::named(utf8_of(system));
  NTA_TRY(AccountName found, only(client::names_of_sids(*server, std::span(&*asked, 1))));
  return hand_out(text_output(name, name_size, found.name), text_output(domain, domain_size, found.domain), found.use,
                  kind);
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL LookupAccountNameA(LPCSTR lpSystemName, LPCSTR lpAccountName, PSID Sid, LPDWORD cbSid, LPSTR ReferencedDomainName,
                        LPDWORD cchReferencedDomainName, PSID_NAME_USE peUse) {
  return c_boundary([&] {
    return lookup_name(lpSystemName, lpAccountName, Sid, cbSid, ReferencedDomainName, cchReferencedDomainName, peUse);
  });
}

BOOL LookupAccountNameW(LPCWSTR lpSystemName, LPCWSTR lpAccountName, PSID Sid, LPDWORD cbSid,
                        LPWSTR ReferencedDomainName, LPDWORD cchReferencedDomainName, PSID_NAME_USE peUse) {
  return c_boundary([&] {
    return lookup_name(lpSystemName, lpAccountName, Sid, cbSid, ReferencedDomainName, cchReferencedDomainName, peUse);
  });
}

BOOL LookupAccountSidA(LPCSTR lpSystemName, PSID Sid, LPSTR Name, LPDWORD cchName, LPSTR ReferencedDomainName,
                       LPDWORD cchReferencedDomainName, PSID_NAME_USE peUse) {
  return c_boundary([&] {
    return lookup_sid(lpSystemName, Sid, Name, cchName, ReferencedDomainName, cchReferencedDomainName, peUse);
  });
}

BOOL LookupAccountSidW(LPCWSTR lpSystemName, PSID Sid, LPWSTR Name, LPDWORD cchName, LPWSTR ReferencedDomainName,
                       LPDWORD cchReferencedDomainName, PSID_NAME_USE peUse) {
  return c_boundary([&] {
    return lookup_sid(lpSystemName, Sid, Name, cchName, ReferencedDomainName, cchReferencedDomainName, peUse);
  });
}
