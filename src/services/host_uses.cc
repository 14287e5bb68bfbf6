// Uses are kept by uid: whoever the kernel says is the caller's.
#include "services/host_uses.h"

#include <cstring>

#include "base/utf16.h"

namespace nta::services {
namespace {

using namespace protocols;

std::u16string wide_or_empty(const char16_t* text) { return text ? std::u16string(text) : std::u16string(); }

struct Place {
  std::string server;
  uint16_t port;
};

Result<Place> place_of(const char16_t* server, uint32_t port) {
  if (!server || !*server || port == 0 || port > UINT16_MAX)
    return fail(Win32::invalid_parameter, "a use without a server or a port");
  return Place{to_utf8(server), static_cast<uint16_t>(port)};
}

auth::Credentials credentials_from(const HostUseLogon& logon) {
  return {wide_or_empty(logon.User), wide_or_empty(logon.Domain), auth::Key(std::as_bytes(std::span(logon.NtHash)))};
}

}  // namespace

Result<auth::UseTable*> uses_of(Host& host, const auth::AccessToken& caller) {
  if (!host.uses || caller.origin != auth::Origin::local || !caller.uid)
    return fail(Win32::not_supported, "uses are kept for callers on this machine");
  return &(*host.uses)[*caller.uid];
}

Result<void> add_use(Host& host, Call<HostAddUse>& call) {
  NTA_TRY(auth::UseTable * uses, uses_of(host, call.token()));
  HostAddUse::In& in = call.request.value;
  NTA_TRY(Place place, place_of(in.Server, in.Port));
  auth::Use use{.server = std::move(place.server), .port = place.port, .remote = wide_or_empty(in.Remote)};
  if (in.Logon) {
    use.credentials = credentials_from(*in.Logon);
    ::explicit_bzero(in.Logon->NtHash, sizeof in.Logon->NtHash);
  }
  NTA_TRY(call.out.Added,
          uses->add(std::move(use), in.Proven ? auth::UseTable::Proof::given : auth::UseTable::Proof::missing));
  return {};
}

Result<void> remove_use(Host& host, Call<HostRemoveUse>& call) {
  NTA_TRY(auth::UseTable * uses, uses_of(host, call.token()));
  NTA_TRY(Place place, place_of(call.in().Server, call.in().Port));
  auto extent = call.in().All ? auth::UseTable::Extent::all_of_them : auth::UseTable::Extent::one_addition;
  if (uses->remove(place.server, place.port, extent)) return {};
  return fail(Win32::use_not_found, "'{}' is not in use", place.server);
}

Result<void> enumerate_uses(Host& host, Call<HostEnumerateUses>& call) {
  NTA_TRY(auth::UseTable * uses, uses_of(host, call.token()));
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

Result<void> get_use_logon(Host& host, Call<HostGetUseLogon>& call) {
  NTA_TRY(auth::UseTable * uses, uses_of(host, call.token()));
  NTA_TRY(Place place, place_of(call.in().Server, call.in().Port));
  const auth::Use* use = uses->find(place.server, place.port);
  if (!use) return fail(Win32::use_not_found, "'{}' is not in use", place.server);
  if (!use->credentials) return {};
  auto* logon = call.memory.make<HostUseLogon>();
  logon->User = call.memory.text(use->credentials->user);
  logon->Domain = call.memory.text(use->credentials->domain);
  std::memcpy(logon->NtHash, use->credentials->nt_hash.data(), sizeof logon->NtHash);
  call.out.Logon = logon;
  return {};
}

}  // namespace nta::services
