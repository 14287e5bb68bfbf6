#include "api/netapi32/sam_client.h"

#include "protocols/account_rights.h"

namespace nta::api {

using namespace protocols;

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
      error.code = Win32::special_group_operation;
      break;
    default:
      break;
  }
  return error;
}

SamSession::~SamSession() {
  if (!closing_.empty()) server_->post_each<SamrCloseHandle>(samr, closing_);
}

SamHandle::~SamHandle() {
  if (session_ && handle_ != describe::ContextHandle{}) session_->close_at_end(handle_);
}

SamHandles::~SamHandles() {
  std::vector<SamrCloseHandle::In> ins;
  for (const Opened& each : opened_) ins.push_back({each.handle});
  if (!ins.empty()) server_->post_each<SamrCloseHandle>(samr, ins);
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

constexpr size_t most_looked_up = 1000;

Result<SamDomain::IdAnswers> SamDomain::look_up(std::span<const uint32_t> rids) const {
  std::vector<SamrLookupIdsInDomain::In> ins;
  for (; !rids.empty(); rids = rids.subspan(ins.back().Count)) {
    auto count = static_cast<uint32_t>(std::min(most_looked_up, rids.size()));
    ins.push_back({handle(), count, most_looked_up, const_cast<uint32_t*>(rids.data())});
  }
  auto answers = server()->ask_each<SamrLookupIdsInDomain>(samr, ins);
  if (!answers) return net_error(std::move(answers).error());
  IdAnswers found;
  for (size_t i = 0; i < ins.size(); ++i) {
    auto& answer = (*answers)[i];
    if (!answer) return net_error(std::move(answer).error());
    for (uint32_t told : {answer->value.Names.Count, answer->value.Use.Count})
      if (told != ins[i].Count && told != 0)
        return fail(Win32::rpc_bad_stub_data, "{} RIDs were asked for, {} are told", ins[i].Count, told);
    found.push_back(*std::move(answer));
  }
  return found;
}

// An answer that knows none of those asked for has no rows.
Result<std::vector<std::u16string>> SamDomain::names(std::span<const uint32_t> rids) const {
  NTA_TRY(IdAnswers answers, look_up(rids));
  std::vector<std::u16string> found(rids.size());
  for (size_t i = 0; i < answers.size(); ++i)
    for (size_t at = i * most_looked_up; const auto& name : rows_in(answers[i]->Names.Element, answers[i]->Names.Count))
      found[at++] = text_of(name);
  return found;
}

Result<std::vector<Use>> SamDomain::uses(std::span<const uint32_t> rids) const {
  NTA_TRY(IdAnswers answers, look_up(rids));
  std::vector<Use> found(rids.size(), Use::unknown);
  for (size_t i = 0; i < answers.size(); ++i)
    for (size_t at = i * most_looked_up; uint32_t use : rows_in(answers[i]->Use.Element, answers[i]->Use.Count))
      found[at++] = static_cast<Use>(use);
  return found;
}

Result<SamServer> SamServer::connect(const WCHAR* server_name) {
  constexpr uint32_t look_up_domains = server_enumerate | server_lookup;
  NTA_TRY(NetServer server, net_server(server_name));
  SamrConnect5::In in{.ServerName = server.sent(), .DesiredAccess = look_up_domains, .InVersion = 1};
  in.InRevisionInfo.V1 = {3, 0};
  auto session = std::make_shared<SamSession>(server.calls);
  auto made = server.calls->call<SamrConnect5>(samr, in);
  if (made) return SamServer(session, SamHandle(session, made->value.Opened));
  if (!is_unknown_call(made.error())) return net_error(std::move(made).error());
  // Servers from before have one of the older methods.
  auto older = server.calls->call<SamrConnect2>(samr, {server.sent(), look_up_domains});
  if (!older) return net_error(std::move(older).error());
  return SamServer(session, SamHandle(session, older->value.Opened));
}

Result<SamDomain> SamServer::open(const Sid& sid, std::u16string name, uint32_t access) const {
  Bytes packed = sid.bytes();
  auto* wire = reinterpret_cast<uint8_t*>(packed.data());
  auto out = server()->call<SamrOpenDomain>(samr, {handle_.get(), access, wire});
  if (!out) return sam_error(net_error(std::move(out).error()));
  return SamDomain(session_, SamHandle(session_, out->value.Opened), sid, std::move(name));
}

Result<client::AccountDomain> SamServer::ask_for_accounts() const {
  auto list = server()->ask<SamrEnumerateDomainsInSamServer>(samr, {handle_.get(), 0, 0xFFFF});
  if (!list) return net_error(std::move(list).error());
  NTA_CHECK(net_status(status_of(list->value), "samr"));
  const auto* domains = list->value.Buffer;
  if (!domains) return fail(Win32::no_such_domain, "the server tells no domains");
  for (const auto& domain : rows_in(domains->Buffer, domains->EntriesRead)) {
    std::u16string name(text_of(domain.Name));
    if (upper_case(name) == u"BUILTIN") continue;
    auto found = server()->call<SamrLookupDomainInSamServer>(samr, {handle_.get(), counted(name)});
    if (!found) return net_error(std::move(found).error());
    return client::AccountDomain{sid_of_packed(found->value.DomainId), std::move(name)};
  }
  return fail(Win32::no_such_domain, "the server has no domain of its own");
}

Result<SamDomain> SamServer::open_accounts(uint32_t access) const {
  if (auto known = server()->account_domain()) {
    auto opened = open(known->sid, known->name, access);
    if (opened || opened.error().code != Win32::no_such_domain) return opened;
    server()->remember_account_domain(std::nullopt);  // another server has its address now
  }
  NTA_TRY(auto domain, ask_for_accounts());
  server()->remember_account_domain(domain);
  return open(domain.sid, std::move(domain.name), access);
}

Result<SamDomain> SamServer::open_builtin(uint32_t access) const { return open(make_sid(5, 32), u"BUILTIN", access); }

}  // namespace nta::api
