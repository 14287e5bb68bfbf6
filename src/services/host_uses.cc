// Uses are kept by uid: whoever the kernel says is the caller's.
#include "services/host_uses.h"

#include <cstring>

#include "base/utf16.h"

namespace nta::services {
namespace {

using namespace protocols;

struct Place {
  std::string server;
  uint16_t port;
};

Result<Place> place_of(const char16_t* server, uint32_t port) {
  if (!server || !*server || port == 0 || port > UINT16_MAX)
    return fail(Win32::invalid_parameter, "a use without a server or a port");
  return Place{to_utf8(server), static_cast<uint16_t>(port)};
}

// A uid may be given to another person, who is not to have the credentials of the one before.
bool is_over(const Host& host, uid_t uid, KeptUses& kept) {
  auto name = host.unix_name_of(uid);
  if (!kept.owner) kept.owner = name;
  return kept.owner != name || kept.table.all().empty();
}

Result<void> keep_first(Host& host, uid_t uid, auth::UseTable table) {
  forget_ended_uses(host);
  if (host.uses->size() >= most_users_with_uses)
    return fail(Win32::no_system_resources, "the uses of {} users are kept", host.uses->size());
  host.uses->insert_or_assign(uid, KeptUses{std::move(table), host.unix_name_of(uid)});
  return {};
}

}  // namespace

Result<auth::UseTable*> uses_of(Host& host, const auth::AccessToken& caller) {
  if (!host.uses || caller.origin != auth::Origin::local || !caller.uid)
    return fail(Win32::not_supported, "uses are kept for callers on this machine");
  auto found = host.uses->find(*caller.uid);
  if (found == host.uses->end()) return nullptr;
  if (!is_over(host, found->first, found->second)) return &found->second.table;
  host.uses->erase(found);
  return nullptr;
}

void forget_ended_uses(Host& host) {
  if (!host.uses) return;
  for (auto each = host.uses->begin(); each != host.uses->end();)
    each = is_over(host, each->first, each->second) ? host.uses->erase(each) : std::next(each);
}

Result<void> add_use(Host& host, Call<HostAddUse>& call) {
  HostAddUse::In& in = call.request.value;
  std::optional<auth::Credentials> credentials;
  if (in.Logon)  // before anything fails
    credentials = auth::Credentials::taken(in.Logon->User, in.Logon->Domain, in.Logon->NtHash);
  NTA_TRY(auth::UseTable * uses, uses_of(host, call.token()));
  NTA_TRY(Place place, place_of(in.Server, in.Port));
  auth::Use use{.server = std::move(place.server),
                .port = place.port,
                .remote = std::u16string(view_or_empty(in.Remote)),
                .credentials = std::move(credentials)};
  auth::UseTable first;
  NTA_TRY(bool added,
          (uses ? *uses : first)
              .add(std::move(use), in.Proven ? auth::UseTable::Proof::given : auth::UseTable::Proof::missing));
  if (added && !uses) NTA_CHECK(keep_first(host, *call.token().uid, std::move(first)));
  call.out.Added = added;
  return {};
}

Result<void> remove_use(Host& host, Call<HostRemoveUse>& call) {
  NTA_TRY(auth::UseTable * uses, uses_of(host, call.token()));
  NTA_TRY(Place place, place_of(call.in().Server, call.in().Port));
  auto extent = call.in().All ? auth::UseTable::Extent::all_of_them : auth::UseTable::Extent::one_addition;
  if (!uses || !uses->remove(place.server, place.port, extent))
    return fail(Win32::use_not_found, "'{}' is not in use", place.server);
  if (uses->all().empty()) host.uses->erase(*call.token().uid);
  return {};
}

Result<void> enumerate_uses(Host& host, Call<HostEnumerateUses>& call) {
  NTA_TRY(auth::UseTable * uses, uses_of(host, call.token()));
  if (!uses) return {};
  call.out.Count = static_cast<uint32_t>(uses->all().size());
  call.out.Uses = call.memory.make<HostUse>(uses->all().size());
  HostUse* row = call.out.Uses;
  for (const auth::Use& use : uses->all()) {
    *row = {.Server = call.memory.text(to_utf16(use.server)),
            .Port = use.port,
            .Remote = call.memory.text(use.remote),
            .Count = use.count};
    if (use.credentials) {
      row->User = call.memory.text(use.credentials->user);
      row->Domain = call.memory.text(use.credentials->domain);
    }
    ++row;
  }
  return {};
}

namespace {

Result<void> answer_logon(Host& host, Call<HostGetUseLogon>& call) {
  NTA_TRY(auth::UseTable * uses, uses_of(host, call.token()));
  NTA_TRY(Place place, place_of(call.in().Server, call.in().Port));
  const auth::Use* use = uses ? uses->find(place.server, place.port) : nullptr;
  if (!use) return fail(Win32::use_not_found, "'{}' is not in use", place.server);
  if (!use->credentials) return {};
  auto* logon = call.memory.make<HostUseLogon>();
  logon->User = call.memory.text(use->credentials->user);
  logon->Domain = call.memory.text(use->credentials->domain);
  std::memcpy(logon->NtHash, use->credentials->nt_hash.data(), sizeof logon->NtHash);
  call.out.Logon = logon;
  return {};
}

}  // namespace

void get_use_logon(Host& host, CallPtr<HostGetUseLogon> call) {
  call->finish(answer_logon(host, *call));
  if (auto* logon = call->out.Logon) ::explicit_bzero(logon->NtHash, sizeof logon->NtHash);
}

}  // namespace nta::services
