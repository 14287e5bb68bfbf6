#include "auth/ntlm/ntlm_context.h"

#include <algorithm>

#include "base/utf16.h"

namespace nta::auth::ntlm {
namespace {

constexpr uint32_t wanted_flags = flag::unicode | flag::request_target | flag::sign | flag::seal | flag::ntlm |
                                  flag::always_sign | flag::extended_security | flag::target_info | flag::version |
                                  flag::key_128 | flag::key_exchange | flag::key_56;
/** Without these a peer would be weaker than NTLMv2 with 128-bit keys. */
constexpr uint32_t required_flags = flag::unicode | flag::extended_security | flag::key_128;
constexpr size_t proof_size = 16;
constexpr Sid sid_ntlm_authentication = make_sid(5, 64, 10);
constexpr size_t blob_head = 28;  // in front of the AV pairs

Error too_weak(uint32_t flags) {
  return fail(Win32::rpc_sec_pkg_error, "the peer offers NTLM flags {:08x}, without NTLMv2 and 128-bit keys", flags);
}

Error refused(std::u16string_view user) {
  return fail(Win32::logon_failure, "unknown user or wrong password: '{}'", to_utf8(user));
}

/** [MS-NLMP] 3.2.5.1.2: no name, no proof, and at most a byte of LM response. */
bool names_nobody(const Authenticate& message) {
  constexpr size_t longest_empty_response = 1;
  return message.user.empty() && message.nt_response.empty() && message.lm_response.size() <= longest_empty_response;
}

/** Whether the client believes itself inside TLS: then somebody has carried its log-on here from elsewhere. */
bool is_bound_to_channel(const AvPairs& pairs) {
  const Bytes* bindings = pairs.find(AvId::channel_bindings);
  return bindings && std::any_of(bindings->begin(), bindings->end(), [](std::byte b) { return b != std::byte{0}; });
}

/** The host in "service/host", "service/host:port" or "service/host/name", the forms of a service principal name. */
std::u16string host_of_target(const AvPairs& pairs) {
  const Bytes* bytes = pairs.find(AvId::target_name);
  std::u16string name;
  for (size_t i = 0; bytes && i + 1 < bytes->size(); i += 2)
    name.push_back(static_cast<char16_t>(std::to_integer<unsigned>((*bytes)[i]) |
                                         std::to_integer<unsigned>((*bytes)[i + 1]) << 8));
  size_t slash = name.find(u'/');
  if (slash != name.npos) name.erase(0, slash + 1);
  return name.substr(0, name.find_first_of(u"/:"));
}

Bytes zero_mic(ByteView authenticate) {
  Bytes zeroed(authenticate.begin(), authenticate.end());
  std::fill_n(zeroed.begin() + mic_offset, Key::size, std::byte{0});
  return zeroed;
}

}  // namespace

// ---- both ends -----------------------------------------------------------------------------------------------------

void NtlmContext::establish(const Key& session_key, uint32_t flags, Direction sending) {
  Direction receiving =
      sending == Direction::client_to_server ? Direction::server_to_client : Direction::client_to_server;
  session_key_ = session_key;
  sending_ = MessageSecurity(session_key, flags, sending);
  receiving_ = MessageSecurity(session_key, flags, receiving);
}

Bytes NtlmContext::session_key() const {
  if (!session_key_) return {};
  return Bytes(session_key_->view().begin(), session_key_->view().end());
}

size_t NtlmContext::signature_size(Level, size_t) const { return MessageSecurity::signature_size; }

// With extended session security NTLM signs the whole PDU, also where header signing was not agreed: impacket 0.10
// never offers that, and smbd 4.17 takes what it signs so.
Result<void> NtlmContext::protect(Level level, HeaderSigning, ProtectedPdu pdu, std::span<std::byte> signature) {
  sending_.seal(pdu.whole, level == Level::privacy ? pdu.body : std::span<std::byte>(), signature);
  return {};
}

Result<void> NtlmContext::unprotect(Level level, HeaderSigning, ProtectedPdu pdu, ByteView signature) {
  if (receiving_.unseal(pdu.whole, level == Level::privacy ? pdu.body : std::span<std::byte>(), signature)) return {};
  return fail(Win32::access_denied, "a message's NTLM signature is wrong");
}

Result<Bytes> NtlmContext::make_mic(ByteView message) {
  Bytes mic(MessageSecurity::signature_size);
  sending_.seal(message, {}, mic);
  sending_.restart_cipher();
  return mic;
}

Result<void> NtlmContext::check_mic(ByteView message, ByteView mic) {
  bool good = receiving_.unseal(message, {}, mic);
  receiving_.restart_cipher();
  if (!good) return fail(Win32::logon_failure, "the list of mechanisms was tampered with");
  return {};
}

// ---- client --------------------------------------------------------------------------------------------------------

NtlmClient::NtlmClient(Credentials credentials, std::u16string target)
    : credentials_(std::move(credentials)), target_(std::move(target)) {}

Result<SecurityContext::Leg> NtlmClient::step(ByteView token) {
  if (!negotiate_.empty()) return answer(token);
  negotiate_ = write_negotiate({wanted_flags});
  return Leg{negotiate_, false};
}

// [MS-NLMP] 3.1.5.1.2. The target information goes back with our own pairs, so that it is under the proof.
Result<SecurityContext::Leg> NtlmClient::answer(ByteView token) {
  NTA_TRY(Challenge challenge, read_challenge(token));
  uint32_t flags = challenge.flags & wanted_flags;
  if ((flags & required_flags) != required_flags) return too_weak(challenge.flags);
  NTA_TRY(AvPairs pairs, AvPairs::read(challenge.target_info));
  auto server_time = pairs.number(AvId::timestamp);
  pairs.set_number(AvId::flags, pairs.number(AvId::flags).value_or(0) | av_flag_mic, 4);
  pairs.set(AvId::channel_bindings, Bytes(Key::size));  // none: the transport has no TLS
  pairs.set_text(AvId::target_name, target_);

  std::array<std::byte, 8> client_challenge;
  fill_random(client_challenge);
  Bytes blob =
      client_blob(server_time ? static_cast<FileTime>(*server_time) : filetime_now(), client_challenge, pairs.write());
  Key key = response_key(credentials_.nt_hash, credentials_.user, credentials_.domain);
  Key proof = nt_proof(key, challenge.challenge, blob);
  Key base = session_base_key(key, proof);

  Authenticate message;
  message.flags = flags;
  message.lm_response = Bytes(24);  // with a server time no LMv2 response is sent; without, none is needed
  message.nt_response.assign(proof.view().begin(), proof.view().end());
  message.nt_response.insert(message.nt_response.end(), blob.begin(), blob.end());
  message.domain = credentials_.domain;
  message.user = credentials_.user;
  message.workstation = credentials_.workstation;
  message.has_mic = true;
  Key session_key = base;
  if (flags & flag::key_exchange) {
    std::array<std::byte, Key::size> random;
    fill_random(random);
    session_key = Key(random);
    message.encrypted_session_key.assign(random.begin(), random.end());
    Arcfour(base.view()).apply(message.encrypted_session_key);
    explicit_bzero(random.data(), random.size());
  }
  Bytes out = write_authenticate(message);
  Key mic = message_mic(session_key, negotiate_, token, out);
  std::memcpy(out.data() + mic_offset, mic.data(), Key::size);
  establish(session_key, flags, Direction::client_to_server);
  return Leg{std::move(out), true};
}

// ---- server --------------------------------------------------------------------------------------------------------

Result<SecurityContext::Leg> NtlmServer::step(ByteView token) {
  return negotiate_.empty() ? challenge(token) : verify(token);
}

Result<SecurityContext::Leg> NtlmServer::challenge(ByteView token) {
  NTA_TRY(Negotiate negotiate, read_negotiate(token));
  uint32_t common = negotiate.flags & wanted_flags;
  if ((common & required_flags) != required_flags) return too_weak(negotiate.flags);
  flags_ = common | flag::target_info | flag::target_server;
  fill_random(server_challenge_);

  AvPairs pairs;
  pairs.set_text(AvId::netbios_domain, authority_->netbios_name);
  pairs.set_text(AvId::netbios_computer, authority_->netbios_name);
  pairs.set_text(AvId::dns_domain, u"");
  pairs.set_text(AvId::dns_computer, authority_->dns_name);
  pairs.set_number(AvId::timestamp, static_cast<uint64_t>(filetime_now()), 8);
  negotiate_.assign(token.begin(), token.end());
  challenge_ = write_challenge({flags_, server_challenge_, authority_->netbios_name, pairs.write()});
  return Leg{challenge_, false};
}

Result<Key> NtlmServer::exported_key(const Authenticate& message, const Key& base_key) const {
  if (!(flags_ & flag::key_exchange)) return base_key;
  if (message.encrypted_session_key.size() != Key::size)
    return fail(Win32::rpc_sec_pkg_error, "a session key of {} bytes", message.encrypted_session_key.size());
  Bytes key = message.encrypted_session_key;
  Arcfour(base_key.view()).apply(key);
  return Key(key);
}

/** The target is under the proof: who relays a logon cannot change it. */
Result<void> NtlmServer::check_target(const AvPairs& pairs, std::u16string_view user) const {
  const auto& names = authority_->target_names;
  if (names.empty()) return {};
  std::u16string wanted = upper_case(host_of_target(pairs));
  if (std::ranges::any_of(names, [&](const std::u16string& name) { return upper_case(name) == wanted; })) return {};
  return fail(Win32::logon_failure, "the logon of '{}' was made for '{}'", to_utf8(user), to_utf8(wanted));
}

/** Inside RPC nobody needs to say that it is nobody. There is no secret: everybody knows the key that comes of it. */
Result<SecurityContext::Leg> NtlmServer::admit_nobody(const Authenticate& message) {
  if (!authority_->nobody || origin_ != Origin::smb_session)
    return fail(Win32::logon_failure, "an anonymous log-on, of which none are taken here");
  std::array<std::byte, Key::size> no_secret{};
  Key session_key(no_secret);
  if (!message.encrypted_session_key.empty()) {
    NTA_TRY(session_key, exported_key(message, session_key));
  }
  identity_ = authority_->nobody;
  establish(session_key, flags_, Direction::server_to_client);
  return Leg{{}, true};
}

// [MS-NLMP] 3.2.5.1.2. Unknown user and wrong password are told apart by nothing the peer sees.
Result<SecurityContext::Leg> NtlmServer::verify(ByteView token) {
  NTA_TRY(Authenticate message, read_authenticate(token));
  claimed_name_ = message.domain.empty() ? to_utf8(message.user) : to_utf8(message.domain + u'\\' + message.user);
  flags_ &= message.flags | flag::target_info | flag::target_server;
  if (names_nobody(message)) return admit_nobody(message);  // Samba's does without NTLMv2, having nothing to prove
  if ((flags_ & required_flags) != required_flags) return too_weak(message.flags);
  if (message.nt_response.size() < proof_size + blob_head) return refused(message.user);  // LM, NTLMv1
  ByteView blob = ByteView(message.nt_response).subspan(proof_size);
  NTA_TRY(AvPairs pairs, AvPairs::read(blob.subspan(blob_head)));
  NTA_TRY(Account account, authority_->find_account(message.user, message.domain));

  Key key = response_key(account.nt_hash, message.user, message.domain);
  Key proof = nt_proof(key, server_challenge_, blob);
  if (!same_bytes(proof.view(), ByteView(message.nt_response).first(proof_size))) {
    if (authority_->wrong_password) authority_->wrong_password(message.user);
    return refused(message.user);
  }
  NTA_TRY(Key session_key, exported_key(message, session_base_key(key, proof)));
  if (pairs.number(AvId::flags).value_or(0) & av_flag_mic) {
    if (!message.has_mic || message.mic != message_mic(session_key, negotiate_, challenge_, zero_mic(token)))
      return fail(Win32::logon_failure, "the logon of '{}' was tampered with: its MIC is wrong", to_utf8(message.user));
  }
  if (is_bound_to_channel(pairs))
    return fail(Win32::logon_failure, "the logon of '{}' was made for a TLS channel, and came without one",
                to_utf8(message.user));
  NTA_CHECK(check_target(pairs, message.user));
  if (account.admit) NTA_CHECK(account.admit(message.workstation));
  auto identity = std::make_shared<AccessToken>(*account.token);
  identity->origin = origin_;
  identity->groups.push_back(sid_ntlm_authentication);
  identity_ = std::move(identity);
  establish(session_key, flags_, Direction::server_to_client);
  return Leg{{}, true};
}

}  // namespace nta::auth::ntlm
