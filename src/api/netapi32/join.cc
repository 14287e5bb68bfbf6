// Membership of a domain or workgroup, and names of a computer.
#include "api/netapi32/net.h"
#include "base/utf16.h"
#include "ntadmin/win/lmjoin.h"
#include "protocols/wkssvc.h"

namespace nta::api {
namespace {

using namespace protocols;

Result<void> join_information(const WCHAR* server_name, LPWSTR* name, NETSETUP_JOIN_STATUS* type) {
  if (!name || !type) return fail(Win32::invalid_parameter, "no room for the answer");
  *name = nullptr;
  char16_t empty[] = u"";
  NTA_TRY(auto out, net_call<NetrGetJoinInformation>(wkssvc, server_name, {.NameBuffer = empty}));
  std::u16string text(view_or_empty(out->NameBuffer));
  static constexpr Type character = wchar;
  LPBYTE block = nullptr;
  NTA_CHECK(hand_out(character, text.c_str(), text.size() + 1, &block));
  *name = reinterpret_cast<LPWSTR>(block);
  *type = static_cast<NETSETUP_JOIN_STATUS>(out->BufferType);
  return {};
}

// Another's credentials would be for a domain that is asked for the name; the checks here need none.
Result<void> validate_name(const WCHAR* server_name, const WCHAR* name, const WCHAR* account, const WCHAR* password,
                           NETSETUP_NAME_TYPE type) {
  NTA_CHECK(need_name(name));
  if (type <= NetSetupUnknown || type > NetSetupDnsMachine) return fail(Win32::invalid_parameter, "type {}", int{type});
  if (account || password) return fail(Win32::not_supported, "names are validated for the caller only");
  return net_act<NetrValidateName2>(wkssvc, server_name,
                                    {.NameToValidate = sent(name), .NameType = static_cast<uint32_t>(type)});
}

// ---- joining and names: as with NetValidateName, no account or password but the caller's own is sent

Result<void> own_account(const WCHAR* account, const WCHAR* password) {
  if (account || password) return fail(Win32::not_supported, "machines are joined and named as the caller only");
  return {};
}

Result<void> join_domain(const WCHAR* server_name, const WCHAR* domain, const WCHAR* unit, const WCHAR* account,
                         const WCHAR* password, DWORD options) {
  NTA_CHECK(need_name(domain));
  NTA_CHECK(own_account(account, password));
  return net_act<NetrJoinDomain2>(
      wkssvc, server_name, {.DomainNameParam = sent(domain), .MachineAccountOU = sent(unit), .Options = options});
}

Result<void> unjoin_domain(const WCHAR* server_name, const WCHAR* account, const WCHAR* password, DWORD options) {
  NTA_CHECK(own_account(account, password));
  return net_act<NetrUnjoinDomain2>(wkssvc, server_name, {.Options = options});
}

/** Each of the calls that are given one name. */
template <class M>
Result<void> name_machine(const WCHAR* server_name, const WCHAR* name, const WCHAR* account, const WCHAR* password,
                          ULONG options) {
  NTA_CHECK(own_account(account, password));
  return net_act<M>(wkssvc, server_name, {.Name = sent(name), .Options = options});
}

/** Texts as an array of pointers to them, in one block. */
Result<void> hand_out_texts(const std::vector<char16_t*>& texts, DWORD* count, LPWSTR** list) {
  static constexpr Type text = unique<wstring>;
  LPBYTE block = nullptr;
  NTA_CHECK(hand_out(text, texts.data(), texts.size(), &block));
  *list = reinterpret_cast<LPWSTR*>(block);
  *count = static_cast<DWORD>(texts.size());
  return {};
}

Result<void> joinable_units(const WCHAR* server_name, const WCHAR* domain, const WCHAR* account, const WCHAR* password,
                            DWORD* count, LPWSTR** units) {
  if (!count || !units) return fail(Win32::invalid_parameter, "no room for the answer");
  *count = 0;
  *units = nullptr;
  NTA_CHECK(need_name(domain));
  NTA_CHECK(own_account(account, password));
  NTA_TRY(auto out, net_call<NetrGetJoinableOUs2>(wkssvc, server_name, {.DomainNameParam = sent(domain)}));
  auto rows = rows_in(out->OUs, out->OUCount);
  return hand_out_texts({rows.begin(), rows.end()}, count, units);
}

Result<void> computer_names(const WCHAR* server_name, NET_COMPUTER_NAME_TYPE type, ULONG reserved, DWORD* count,
                            LPWSTR** names) {
  if (!count || !names) return fail(Win32::invalid_parameter, "no room for the answer");
  *count = 0;
  *names = nullptr;
  NTA_TRY(auto out, net_call<NetrEnumerateComputerNames>(
                        wkssvc, server_name, {.NameType = static_cast<uint32_t>(type), .Reserved = reserved}));
  if (!out->ComputerNames) return {};
  std::vector<std::u16string> held;
  for (const auto& name : rows_in(out->ComputerNames->ComputerNames, out->ComputerNames->EntryCount))
    held.emplace_back(text_of(name));
  std::vector<char16_t*> texts;
  for (std::u16string& name : held) texts.push_back(name.data());
  return hand_out_texts(texts, count, names);
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

NET_API_STATUS NetGetJoinInformation(LPCWSTR lpServer, LPWSTR* lpNameBuffer, PNETSETUP_JOIN_STATUS BufferType) {
  return c_status([&] { return join_information(lpServer, lpNameBuffer, BufferType); });
}

NET_API_STATUS NetValidateName(LPCWSTR lpServer, LPCWSTR lpName, LPCWSTR lpAccount, LPCWSTR lpPassword,
                               NETSETUP_NAME_TYPE NameType) {
  return c_status([&] { return validate_name(lpServer, lpName, lpAccount, lpPassword, NameType); });
}

NET_API_STATUS NetJoinDomain(LPCWSTR lpServer, LPCWSTR lpDomain, LPCWSTR lpMachineAccountOU, LPCWSTR lpAccount,
                             LPCWSTR lpPassword, DWORD fJoinOptions) {
  return c_status(
      [&] { return join_domain(lpServer, lpDomain, lpMachineAccountOU, lpAccount, lpPassword, fJoinOptions); });
}

NET_API_STATUS NetUnjoinDomain(LPCWSTR lpServer, LPCWSTR lpAccount, LPCWSTR lpPassword, DWORD fUnjoinOptions) {
  return c_status([&] { return unjoin_domain(lpServer, lpAccount, lpPassword, fUnjoinOptions); });
}

NET_API_STATUS NetRenameMachineInDomain(LPCWSTR lpServer, LPCWSTR lpNewMachineName, LPCWSTR lpAccount,
                                        LPCWSTR lpPassword, DWORD fRenameOptions) {
  return c_status([&] {
    return name_machine<NetrRenameMachineInDomain2>(lpServer, lpNewMachineName, lpAccount, lpPassword, fRenameOptions);
  });
}

NET_API_STATUS NetGetJoinableOUs(LPCWSTR lpServer, LPCWSTR lpDomain, LPCWSTR lpAccount, LPCWSTR lpPassword,
                                 DWORD* OUCount, LPWSTR** OUs) {
  return c_status([&] { return joinable_units(lpServer, lpDomain, lpAccount, lpPassword, OUCount, OUs); });
}

NET_API_STATUS NetAddAlternateComputerName(LPCWSTR Server, LPCWSTR AlternateName, LPCWSTR DomainAccount,
                                           LPCWSTR DomainAccountPassword, ULONG Reserved) {
  return c_status([&] {
    return name_machine<NetrAddAlternateComputerName>(Server, AlternateName, DomainAccount, DomainAccountPassword,
                                                      Reserved);
  });
}

NET_API_STATUS NetRemoveAlternateComputerName(LPCWSTR Server, LPCWSTR AlternateName, LPCWSTR DomainAccount,
                                              LPCWSTR DomainAccountPassword, ULONG Reserved) {
  return c_status([&] {
    return name_machine<NetrRemoveAlternateComputerName>(Server, AlternateName, DomainAccount, DomainAccountPassword,
                                                         Reserved);
  });
}

NET_API_STATUS NetSetPrimaryComputerName(LPCWSTR Server, LPCWSTR PrimaryName, LPCWSTR DomainAccount,
                                         LPCWSTR DomainAccountPassword, ULONG Reserved) {
  return c_status([&] {
    return name_machine<NetrSetPrimaryComputerName>(Server, PrimaryName, DomainAccount, DomainAccountPassword,
                                                    Reserved);
  });
}

NET_API_STATUS NetEnumerateComputerNames(LPCWSTR Server, NET_COMPUTER_NAME_TYPE NameType, ULONG Reserved,
                                         PDWORD EntryCount, LPWSTR** ComputerNames) {
  return c_status([&] { return computer_names(Server, NameType, Reserved, EntryCount, ComputerNames); });
}
