#include "api/netapi32/user_writer.h"

#include "api/netapi32/user_reader.h"
#include "auth/ntlm/keys.h"
#include "auth/password_cipher.h"
#include "auth/security_descriptor.h"
#include "ntadmin/win/lmapibuf.h"
#include "ntadmin/win/lmwksta.h"
#include "protocols/account_rights.h"
#include "protocols/samr_user_bits.h"

namespace nta::api {
namespace {

using namespace protocols;

/** The class of SetInformationUser that carries all of a wish, and its content; a password under the key. */
template <class In>
Result<void> fill_information(const UserWish& wish, In& in, ByteView key) {
  if (!wish.password) {
    in.Class = 21;
    in.Buffer.All = wish.all;
    return {};
  }
  auto sealed = auth::seal_password_salted(*wish.password, key);
  if (!sealed) return sam_error(std::move(sealed).error());
  in.Class = 25;
  in.Buffer.Internal4New.I1 = wish.all;
  in.Buffer.Internal4New.I1.WhichFields |= user_field::nt_password;
  std::memcpy(in.Buffer.Internal4New.UserPassword, sealed->data(), sealed->size());
  return {};
}

template <class Seal>
Result<void> set_sealed(const SamDomain& domain, const SamHandle& user, const Seal& seal) {
  auto in = std::make_unique<SamrSetInformationUser2::In>();
  in->Handle = user.get();
  auto set = domain.server()->call_sealed<SamrSetInformationUser2>(samr, *in, seal);
  if (!set) return sam_error(net_error(std::move(set).error()));
  return {};
}

Result<void> send_hash(const SamDomain& domain, const SamHandle& user, const auth::Key& lm_hash) {
  return set_sealed(domain, user, [&](SamrSetInformationUser2::In& in, ByteView key) -> Result<void> {
    auth::Key sealed = auth::encrypt_hash(lm_hash, auth::Key(key));
    in.Class = 18;
    std::memcpy(in.Buffer.Internal1.EncryptedLmOwfPassword, sealed.data(), auth::Key::size);
    in.Buffer.Internal1.LmPasswordPresent = 1;
    return {};
  });
}

// The right to change one's own password is an entry of the descriptor, as on Windows: nobody else's rights are looked
// at.
Result<void> send_right_to_change(const SamDomain& domain, const SamHandle& user, const Sid& sid, bool may_not) {
  constexpr uint32_t dacl = 4, ordinary = 0x2031B, own = 0x20004;
  uint32_t right = may_not ? 0 : user_change_password;
  auth::SecurityDescriptor descriptor;
  descriptor.dacl = {{auth::AceType::allowed, 0, 0xF07FF, sid_administrators},
                     {auth::AceType::allowed, 0, ordinary | right, sid_everyone},
                     {auth::AceType::allowed, 0, own | right, sid}};
  Bytes bytes = descriptor.bytes();
  SR_SECURITY_DESCRIPTOR sent{static_cast<uint32_t>(bytes.size()), reinterpret_cast<uint8_t*>(bytes.data())};
  NTA_CHECK(sam_call<SamrSetSecurityObject>(domain, user, {.SecurityInformation = dacl, .SecurityDescriptor = sent}));
  return {};
}

Result<bool> is_denied_change(const SamDomain& domain, const SamHandle& user, const Sid& sid) {
  NTA_TRY(auto out, sam_call<SamrQuerySecurityObject>(domain, user, {.SecurityInformation = 4}));
  const auto* sent = out->SecurityDescriptor;
  if (!sent || !sent->SecurityDescriptor) return false;
  NTA_TRY(auto descriptor,
          auth::SecurityDescriptor::parse(std::as_bytes(std::span(sent->SecurityDescriptor, sent->Length))));
  auth::AccessToken themselves;
  themselves.user = sid;
  themselves.groups = {sid_everyone, sid_authenticated_users};
  return !auth::access_check(themselves, descriptor, user_change_password);
}

Result<void> send(const SamDomain& domain, const SamHandle& user, uint32_t rid, const UserWish& wish) {
  // A hash is what most servers refuse: before anything else is changed.
  if (wish.lm_hash) NTA_CHECK(send_hash(domain, user, *wish.lm_hash));
  if (wish.password || wish.all.WhichFields != 0) {
    auto fill = [&](SamrSetInformationUser2::In& in, ByteView key) { return fill_information(wish, in, key); };
    NTA_CHECK(set_sealed(domain, user, fill));
  }
  if (!wish.may_not_change) return {};
  Sid sid = domain.sid().with(rid);
  NTA_TRY(bool denied, is_denied_change(domain, user, sid));
  if (denied == *wish.may_not_change) return {};
  return send_right_to_change(domain, user, sid, *wish.may_not_change);
}

Result<std::u16string> own_name() {
  LPBYTE block = nullptr;
  if (DWORD status = NetWkstaUserGetInfo(nullptr, 0, &block); status != 0)
    return fail(static_cast<Win32>(status), "who the caller is cannot be told");
  std::u16string name(view_or_empty(reinterpret_cast<WKSTA_USER_INFO_0*>(block)->wkui0_username));
  NetApiBufferFree(block);
  return name;
}

/** The kind of account that a user keeps where a caller's flags do not say it. */
uint32_t kept_type(const SamDomain& domain, const SamHandle& user) {
  auto out = sam_call<SamrQueryInformationUser>(domain, user, {.Class = 16});
  return out && out->value.Buffer ? out->value.Buffer->Number.Number : 0;
}

/** All at once, where the server can. */
Result<void> add_whole(client::Server& server, const UserWish& wish) {
  auto in = std::make_unique<HostAddUser::In>();
  in->MayNotChangePassword = wish.may_not_change.value_or(false);
  auto fill = [&](HostAddUser::In& request, ByteView key) { return fill_information(wish, request, key); };
  auto added = server.call_sealed<HostAddUser>(host_accounts, *in, fill);
  return added ? Result<void>() : Result<void>(host_error(std::move(added).error()));
}

Result<void> add_by_samr(const SamServer& server, UserWish wish) {
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup | domain_create_user));
  NTA_TRY(auto made, domain.call<SamrCreateUser2InDomain>(
                         {.Name = wish.all.UserName, .AccountType = user_control::normal, .DesiredAccess = 0xF07FF}));
  SamHandle user = domain.own(made->Opened);
  wish.all.WhichFields &= ~user_field::user_name;
  if (wish.may_not_change == false) wish.may_not_change.reset();  // a new user may
  auto sent = send(domain, user, made->RelativeId, wish);
  if (sent) return {};
  if (sam_call<SamrDeleteUser>(domain, user, {})) user.forget();
  return sent;
}

}  // namespace

Result<void> add_user(const WCHAR* server_name, UserWish wish) {
  if (!(wish.all.WhichFields & user_field::control)) wish.all.UserAccountControl = user_control::normal;
  wish.all.WhichFields |= user_field::control;
  NTA_TRY(NetServer named, net_server(server_name));
  auto added = add_whole(*named.calls, wish);
  if (added || !is_unknown_call(added.error())) return added;
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  return add_by_samr(server, std::move(wish));
}

Result<void> set_user(const SamServer& server, const WCHAR* name, UserWish wish) {
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup));
  NTA_TRY(uint32_t rid, domain.rid(name, Use::user, Win32::user_not_found));
  NTA_TRY(SamHandle user, domain.open<SamrOpenUser>(rid, auth::right_maximum_allowed));
  if (wish.keeps_type)
    wish.all.UserAccountControl =
        (wish.all.UserAccountControl & ~user_control::types) | (kept_type(domain, user) & user_control::types);
  return send(domain, user, rid, wish);
}

Result<void> change_own_password(const WCHAR* server_name, const WCHAR* user, const WCHAR* old_password,
                                 const WCHAR* new_password) {
  if (!old_password || !new_password) return fail(Win32::invalid_parameter, "both passwords are wanted");
  std::u16string name(view_or_empty(user));
  if (name.empty()) {
    NTA_TRY(name, own_name());
  }
  NTA_TRY(NetServer server, net_server(server_name));
  auth::Key old_hash = auth::ntlm::nt_hash(view_or_empty(old_password));
  auth::Key new_hash = auth::ntlm::nt_hash(view_or_empty(new_password));
  auto sealed = auth::seal_password(view_or_empty(new_password), old_hash.view());
  if (!sealed) return sam_error(std::move(sealed).error());
  ENCRYPTED_USER_PASSWORD password;
  std::memcpy(password.Buffer, sealed->data(), sealed->size());
  ENCRYPTED_OWF verifier;
  std::memcpy(verifier.data, auth::encrypt_hash(old_hash, new_hash).data(), sizeof verifier.data);
  RPC_UNICODE_STRING told = counted(std::u16string_view(server.name));
  auto out = server.calls->call<SamrUnicodeChangePasswordUser2>(
      samr, {&told, counted(std::u16string_view(name)), &password, &verifier, 0, nullptr, nullptr});
  if (!out) return sam_error(net_error(std::move(out).error()));
  return {};
}

}  // namespace nta::api
