#include "api/netapi32/sam_client.h"

namespace nta::api {

using namespace protocols;

constexpr auto special_group_operation = static_cast<Win32>(2234);  // NERR_SpeGroupOp

Error sam_error(Error error) {
  switch (error.code) {
    case Win32::password_restriction:
    case Win32::password_history_conflict:
    case Win32::password_too_long:
    case Win32::password_not_complex_enough:
    case Win32::password_too_recent:
      error.code = Win32::password_too_short;
      break;
    case Win32::special_group:
      error.code = special_group_operation;
      break;
    default:
      break;
  }
  return error;
}

SamHandle::~SamHandle() {
  if (!server_ || handle_ == ContextHandle{}) return;
  // Handles that stay open are run down with the connection: nothing is to be done about a failure.
  static_cast<void>(server_->call<SamrCloseHandle>(samr, {handle_}));
}

Result<std::vector<uint32_t>> SamDomain::rids(std::span<const std::u16string_view> names, Use use,
                                              Win32 missing) const {
  constexpr uint32_t room = 1000;
  std::vector<uint32_t> found;
  while (found.size() < names.size()) {
    std::vector<RPC_UNICODE_STRING> part;
    for (size_t i = found.size(); i < names.size() && part.size() < room; ++i) part.push_back(counted(names[i]));
    auto count = static_cast<uint32_t>(part.size());
    auto out = call<SamrLookupNamesInDomain>({.Count = count, .Room = room, .Names = part.data()});
    bool unknown = !out && (out.error().code == Win32::none_mapped || out.error().code == Win32::some_not_mapped);
    if (unknown) return fail(missing, "a name is not known in the domain");
    if (!out) return std::move(out).error();
    auto uses = rows_in(out->value.Use.Element, out->value.Use.Count);
    auto ids = rows_in(out->value.RelativeIds.Element, out->value.RelativeIds.Count);
    if (ids.size() != count || uses.size() != count)
      return fail(Win32::rpc_bad_stub_data, "{} names were asked for, {} are told", count, ids.size());
    for (uint32_t i = 0; i < count; ++i) {
      if (uses[i] != static_cast<uint32_t>(use)) return fail(missing, "a name is something else");
      found.push_back(ids[i]);
    }
  }
  return found;
}

Result<uint32_t> SamDomain::rid(const WCHAR* name, Use use, Win32 missing) const {
  std::u16string_view text = view_or_empty(name);
  NTA_TRY(auto found, rids(std::span(&text, 1), use, missing));
  return found.front();
}

Result<std::vector<std::u16string>> SamDomain::names(std::span<const uint32_t> rids) const {
  constexpr uint32_t room = 1000;
  std::vector<std::u16string> found;
  while (found.size() < rids.size()) {
    auto part = rids.subspan(found.size(), std::min<size_t>(room, rids.size() - found.size()));
    auto count = static_cast<uint32_t>(part.size());
    SamrLookupIdsInDomain::In in{handle(), count, room, const_cast<uint32_t*>(part.data())};
    NTA_TRY(auto out, server_->ask<SamrLookupIdsInDomain>(samr, in));
    auto told = rows_in(out->Names.Element, out->Names.Count);
    if (told.size() != count && !told.empty())
      return fail(Win32::rpc_bad_stub_data, "{} RIDs were asked for, {} are told", count, told.size());
    for (uint32_t i = 0; i < count; ++i) found.emplace_back(told.empty() ? std::u16string_view() : text_of(told[i]));
  }
  return found;
}

Result<SamServer> SamServer::connect(const WCHAR* server_name) {
  constexpr uint32_t look_up_domains = 0x30;
  NTA_TRY(NetServer server, net_server(server_name));
  SamrConnect5::In in{.ServerName = server.sent(), .DesiredAccess = look_up_domains, .InVersion = 1};
  in.InRevisionInfo.V1 = {3, 0};
  auto made = server.calls->call<SamrConnect5>(samr, in);
  if (made) return SamServer(server.calls, SamHandle(server.calls, made->value.Opened));
  // Servers from before have one of the older methods.
  auto older = server.calls->call<SamrConnect2>(samr, {server.sent(), look_up_domains});
  if (!older) return net_error(std::move(older).error());
  return SamServer(server.calls, SamHandle(server.calls, older->value.Opened));
}

Result<SamDomain> SamServer::open(const Sid& sid, std::u16string name, uint32_t access) const {
  Bytes packed = sid.bytes();
  auto* wire = reinterpret_cast<uint8_t*>(packed.data());
  auto out = server_->call<SamrOpenDomain>(samr, {handle_.get(), access, wire});
  if (!out) return sam_error(net_error(std::move(out).error()));
  return SamDomain(server_, SamHandle(server_, out->value.Opened), sid, std::move(name));
}

Result<SamDomain> SamServer::open_accounts(uint32_t access) const {
  auto list = server_->ask<SamrEnumerateDomainsInSamServer>(samr, {handle_.get(), 0, 0xFFFF});
  if (!list) return net_error(std::move(list).error());
  NTA_CHECK(net_status(status_of(list->value), "samr"));
  const auto* domains = list->value.Buffer;
  if (!domains) return fail(Win32::no_such_domain, "the server tells no domains");
  for (const auto& domain : rows_in(domains->Buffer, domains->EntriesRead)) {
    std::u16string name(text_of(domain.Name));
    if (upper_case(name) == u"BUILTIN") continue;
    auto found = server_->call<SamrLookupDomainInSamServer>(samr, {handle_.get(), counted(name)});
    if (!found) return net_error(std::move(found).error());
    return open(sid_of_packed(found->value.DomainId), std::move(name), access);
  }
  return fail(Win32::no_such_domain, "the server has no domain of its own");
}

Result<SamDomain> SamServer::open_builtin(uint32_t access) const { return open(make_sid(5, 32), u"BUILTIN", access); }

}  // namespace nta::api
