// NTLMv2 as a SecurityContext, for both ends ([MS-NLMP] 3.1.5, 3.2.5). NTLMv1 and LM are neither sent nor taken.
#pragma once

#include <functional>

#include "auth/mechanism.h"
#include "auth/ntlm/keys.h"

namespace nta::auth::ntlm {

struct Credentials {
  std::u16string user;
  std::u16string domain;
  std::u16string workstation;
  Key nt_hash;
};

/** What both ends can do once the exchange is over. */
class NtlmContext : public Mechanism {
 public:
  size_t signature_size(Level level, size_t body_size) const override;
  Result<void> protect(Level level, HeaderSigning signing, ProtectedPdu pdu, std::span<std::byte> signature) override;
  Result<void> unprotect(Level level, HeaderSigning signing, ProtectedPdu pdu, ByteView signature) override;
  std::shared_ptr<const AccessToken> identity() const override { return nullptr; }

  /** The exported session key. */
  Bytes session_key() const override;
  /** Each starts its direction's cipher again, and lets the sequence go on. */
  Result<Bytes> make_mic(ByteView message) override;
  Result<void> check_mic(ByteView message, ByteView mic) override;

 protected:
  void establish(const Key& session_key, uint32_t flags, Direction sending);

 private:
  std::optional<Key> session_key_;
  MessageSecurity sending_;
  MessageSecurity receiving_;
};

class NtlmClient final : public NtlmContext {
 public:
  /** `target` is the service's name, "cifs/server"; empty sends none. */
  NtlmClient(Credentials credentials, std::u16string target);
  Result<Leg> step(ByteView token) override;

 private:
  Result<Leg> answer(ByteView challenge);

  Credentials credentials_;
  std::u16string target_;
  Bytes negotiate_;  // empty until sent
};

/** An account as a logon needs it. */
struct Account {
  Key nt_hash;
  std::shared_ptr<const AccessToken> token;
  /** Told when the password was right, with the name the client gives its computer: may it log on, here and now? What
   *  the account's state says goes to nobody who does not know the password. May block; empty: it may. */
  std::function<Result<void>(std::u16string_view workstation)> admit;
};

/** Who this server is and whom it knows. */
struct Authority {
  std::u16string netbios_name;
  std::u16string dns_name;
  /** What a client may have called this host by; who has called it by another name, or does not say, is refused: its
   *  logon was meant for somebody else. Empty: nobody is asked. */
  std::vector<std::u16string> target_names{};
  /** Whom an SMB session is given to that names nobody; null: there is none. */
  std::shared_ptr<const AccessToken> nobody{};
  /** May block. Fails with logon_failure (1326) for an unknown user, account_locked_out (1909) for a locked one. */
  std::function<Result<Account>(std::u16string_view user, std::u16string_view domain)> find_account;
  /** The token of a user whom somebody else has proved, a domain controller, and in whose domain the password is. May
   *  block; the same errors, and what else stands against the logon. */
  std::function<Result<std::shared_ptr<const AccessToken>>(std::u16string_view user)> admit_proved{};
  /** Told of each wrong password, for lock-out. */
  std::function<void(std::u16string_view user)> wrong_password;
};

class NtlmServer final : public NtlmContext {
 public:
  /** `origin` is what the token of who logs on will say. */
  NtlmServer(std::shared_ptr<const Authority> authority, Origin origin)
      : authority_(std::move(authority)), origin_(origin) {}
  Result<Leg> step(ByteView token) override;
  std::shared_ptr<const AccessToken> identity() const override { return identity_; }
  std::string claimed_name() const override { return claimed_name_; }

 private:
  Result<Leg> challenge(ByteView negotiate);
  Result<Leg> verify(ByteView authenticate);
  Result<Leg> admit_nobody(const Authenticate& message);
  Result<void> check_target(const AvPairs& pairs, std::u16string_view user) const;
  Result<Key> exported_key(const Authenticate& message, const Key& base_key) const;

  std::shared_ptr<const Authority> authority_;
  Origin origin_;
  Bytes negotiate_;
  Bytes challenge_;
  std::array<std::byte, 8> server_challenge_{};
  uint32_t flags_ = 0;
  std::string claimed_name_;
  std::shared_ptr<const AccessToken> identity_;
};

}  // namespace nta::auth::ntlm
