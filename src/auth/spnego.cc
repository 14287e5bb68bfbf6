#include "auth/spnego.h"

#include <algorithm>

#include "auth/spnego_messages.h"

namespace nta::auth {
namespace {

using namespace spnego;

constexpr std::string_view ntlm_signature{"NTLMSSP\0", 8};

Oid oid_of(std::initializer_list<uint8_t> contents) {
  ByteView bytes = std::as_bytes(std::span(contents.begin(), contents.size()));
  return Oid(bytes.begin(), bytes.end());
}

/** What both ends share: the mechanism they use, behind the interface of a context. */
class SpnegoContext : public SecurityContext {
 public:
  size_t signature_size(Level level, size_t body_size) const override {
    return chosen_ ? chosen_->signature_size(level, body_size) : 0;
  }
  Result<void> protect(Level level, HeaderSigning signing, ProtectedPdu pdu, std::span<std::byte> signature) override {
    if (!is_complete_) return too_early();
    return chosen_->protect(level, signing, pdu, signature);
  }
  Result<void> unprotect(Level level, HeaderSigning signing, ProtectedPdu pdu, ByteView signature) override {
    if (!is_complete_) return too_early();
    return chosen_->unprotect(level, signing, pdu, signature);
  }
  std::shared_ptr<const AccessToken> identity() const override { return is_complete_ ? chosen_->identity() : nullptr; }
  std::string claimed_name() const override { return chosen_ ? chosen_->claimed_name() : ""; }
  std::optional<FileTime> end_time() const override { return chosen_ ? chosen_->end_time() : std::nullopt; }
  Bytes session_key() const override { return is_complete_ ? chosen_->session_key() : Bytes{}; }

 protected:
  static Error too_early() { return fail(Win32::access_denied, "a protected message before SPNEGO was complete"); }

  /** Checks a mechListMIC where one came; `needed` says whether one had to. */
  Result<void> check_list(ByteView mic, bool needed) {
    if (mic.empty() && needed)
      return fail(Win32::logon_failure, "the mechanism was not the first choice, and the peer did not sign the list");
    if (!mic.empty()) NTA_CHECK(chosen_->check_mic(mechanism_list_, mic));
    is_list_checked_ = is_list_checked_ || !mic.empty();
    return {};
  }

  MechanismPtr chosen_;
  Bytes mechanism_list_;  // as the initiator sent it
  bool is_mechanism_done_ = false;
  bool is_list_checked_ = false;
  bool is_list_signed_ = false;
  bool is_complete_ = false;
};

// ---- initiator ------------------------------------------------------------------------------------------------------

class Initiator final : public SpnegoContext {
 public:
  explicit Initiator(Mechanisms mechanisms) : mechanisms_(std::move(mechanisms)) {}

  Result<Leg> step(ByteView token) override { return mechanism_list_.empty() ? first() : answer(token); }

 private:
  Result<Leg> first();
  Result<Leg> answer(ByteView token);
  Result<void> choose(const Oid& oid);
  Result<Leg> finish();

  const Mechanisms mechanisms_;
  std::vector<const MechanismOffer*> offered_;
  bool is_fallback_ = false;
};

Result<SecurityContext::Leg> Initiator::first() {
  NegTokenInit init;
  Error why = fail(Win32::logon_failure, "no way to authenticate");
  for (const MechanismOffer& offer : mechanisms_) {
    if (!chosen_) {
      auto made = offer.make();
      auto leg = made ? (*made)->step({}) : Result<Leg>(made.error());
      if (!leg) {
        why = std::move(leg).error();
        continue;
      }
      chosen_ = *std::move(made);
      init.token = std::move(leg->token);
      is_mechanism_done_ = leg->complete;
    }
    offered_.push_back(&offer);
    init.mechanisms.insert(init.mechanisms.end(), offer.oids.begin(), offer.oids.end());
  }
  if (!chosen_) return why;
  mechanism_list_ = write_mechanism_list(init.mechanisms);
  init.mechanism_list = mechanism_list_;
  return Leg{write_init(init), false};
}

/** The acceptor's choice. Another than the first begins anew: its token was of no use. */
Result<void> Initiator::choose(const Oid& oid) {
  auto found = std::find_if(offered_.begin(), offered_.end(), [&](auto* offer) { return goes_by(*offer, oid); });
  if (found == offered_.end()) return fail(Win32::rpc_sec_pkg_error, "the server chose a mechanism not offered");
  if (found == offered_.begin()) return {};
  if (is_fallback_) return fail(Win32::rpc_sec_pkg_error, "the server chose a mechanism twice");
  is_fallback_ = true;
  is_mechanism_done_ = false;
  NTA_TRY(chosen_, (*found)->make());
  return {};
}

Result<SecurityContext::Leg> Initiator::answer(ByteView token) {
  if (is_complete_) return fail(Win32::rpc_sec_pkg_error, "a SPNEGO token after the last");
  NTA_TRY(NegTokenResp in, read_resp(token));
  bool starts_anew = false;
  if (in.mechanism && !is_fallback_) {
    NTA_CHECK(choose(*in.mechanism));
    starts_anew = is_fallback_;
  }
  if (in.state == State::reject) return fail(Win32::logon_failure, "the server refused the log-on");

  NegTokenResp out;
  if (!is_mechanism_done_) {
    NTA_TRY(Leg leg, chosen_->step(starts_anew ? ByteView{} : ByteView(in.token)));
    is_mechanism_done_ = leg.complete;
    out.token = std::move(leg.token);
  }
  if (is_mechanism_done_) NTA_CHECK(check_list(in.mic, false));
  if (in.state == State::accept_completed) return finish();
  if (is_mechanism_done_ && !is_list_signed_) {
    NTA_TRY(out.mic, chosen_->make_mic(mechanism_list_));
    is_list_signed_ = true;
  }
  if (out.token.empty() && out.mic.empty()) return fail(Win32::rpc_sec_pkg_error, "the server's SPNEGO does not end");
  return Leg{write_resp(out), false};
}

Result<SecurityContext::Leg> Initiator::finish() {
  if (!is_mechanism_done_) return fail(Win32::rpc_sec_pkg_error, "the server's SPNEGO ends before its mechanism");
  // Who was sent a signature has to give one; and a second choice has to be proved the server's own.
  NTA_CHECK(check_list({}, !is_list_checked_ && (is_list_signed_ || is_fallback_)));
  is_complete_ = true;
  return Leg{{}, true};
}

// ---- acceptor -------------------------------------------------------------------------------------------------------

class Acceptor final : public SpnegoContext {
 public:
  explicit Acceptor(Mechanisms mechanisms) : mechanisms_(std::move(mechanisms)) {}

  Result<Leg> step(ByteView token) override;

 private:
  Result<Leg> first(ByteView token);
  Result<Leg> next(ByteView token);
  Result<Leg> pass_on(ByteView token);
  Result<Leg> use(ByteView token, ByteView mic, NegTokenResp out);
  const MechanismOffer* offer_of(const Oid& oid) const;

  const Mechanisms mechanisms_;
  enum class Form { unknown, bare, wrapped } form_ = Form::unknown;
  bool needs_mic_ = false;
};

Result<SecurityContext::Leg> Acceptor::step(ByteView token) {
  if (is_complete_) return fail(Win32::rpc_sec_pkg_error, "a SPNEGO token after the last");
  if (form_ == Form::unknown) return first(token);
  return form_ == Form::bare ? pass_on(token) : next(token);
}

const MechanismOffer* Acceptor::offer_of(const Oid& oid) const {
  auto found = std::find_if(mechanisms_.begin(), mechanisms_.end(), [&](auto& offer) { return goes_by(offer, oid); });
  return found == mechanisms_.end() ? nullptr : &*found;
}

// The initiator's order counts ([RFC 4178] 3.2): it has put first what it can do best.
Result<SecurityContext::Leg> Acceptor::first(ByteView token) {
  if (token.size() > ntlm_signature.size() &&
      same_bytes(token.first(ntlm_signature.size()), as_byte_view(ntlm_signature))) {
    const MechanismOffer* ntlm = offer_of(ntlm_oid());
    if (!ntlm) return fail(Win32::rpc_sec_pkg_error, "NTLM is not offered");
    NTA_TRY(chosen_, ntlm->make());
    form_ = Form::bare;
    return pass_on(token);
  }
  NTA_TRY(NegTokenInit init, read_init(token));
  form_ = Form::wrapped;
  mechanism_list_ = std::move(init.mechanism_list);
  for (const Oid& oid : init.mechanisms) {
    const MechanismOffer* offer = offer_of(oid);
    if (!offer) continue;
    NTA_TRY(chosen_, offer->make());
    needs_mic_ = oid != init.mechanisms.front();
    if (needs_mic_) return Leg{write_resp({State::request_mic, oid, {}, {}}), false};
    return use(init.token, init.mic, {State::accept_incomplete, oid, {}, {}});
  }
  return fail(Win32::rpc_sec_pkg_error, "the client offers none of this host's authentication mechanisms");
}

Result<SecurityContext::Leg> Acceptor::next(ByteView token) {
  NTA_TRY(NegTokenResp in, read_resp(token));
  if (in.state == State::reject) return fail(Win32::logon_failure, "the client gave the log-on up");
  return use(in.token, in.mic, {State::accept_incomplete, {}, {}, {}});
}

Result<SecurityContext::Leg> Acceptor::pass_on(ByteView token) {
  NTA_TRY(Leg leg, chosen_->step(token));
  is_complete_ = leg.complete;
  return leg;
}

/** Gives the mechanism its token, checks the list where it was signed, and answers. */
Result<SecurityContext::Leg> Acceptor::use(ByteView token, ByteView mic, NegTokenResp out) {
  if (!is_mechanism_done_) {
    bool is_first_answer = out.mechanism.has_value();
    if (token.empty() && is_first_answer) return Leg{write_resp(out), false};  // a list alone: its token is to follow
    NTA_TRY(Leg leg, chosen_->step(token));
    is_mechanism_done_ = leg.complete;
    out.token = std::move(leg.token);
  }
  if (!is_mechanism_done_) return Leg{write_resp(out), false};
  // A mechanism that ends with a token of the acceptor leaves the signature to the initiator's next one.
  bool is_mic_due = needs_mic_ && mic.empty() && !out.token.empty();
  if (is_mic_due) return Leg{write_resp(out), false};
  NTA_CHECK(check_list(mic, needs_mic_));
  if (is_list_checked_) {
    NTA_TRY(out.mic, chosen_->make_mic(mechanism_list_));
  }
  out.state = State::accept_completed;
  is_complete_ = true;
  return Leg{write_resp(out), true};
}

}  // namespace

bool goes_by(const MechanismOffer& offer, const Oid& oid) {
  return std::find(offer.oids.begin(), offer.oids.end(), oid) != offer.oids.end();
}

const Oid& ntlm_oid() {
  static const Oid oid = oid_of({0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0A});
  return oid;
}

const Oid& kerberos_oid() {
  static const Oid oid = oid_of({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02});
  return oid;
}

const Oid& microsoft_kerberos_oid() {
  static const Oid oid = oid_of({0x2A, 0x86, 0x48, 0x82, 0xF7, 0x12, 0x01, 0x02, 0x02});
  return oid;
}

std::shared_ptr<SecurityContext> make_spnego_initiator(Mechanisms mechanisms) {
  return std::make_shared<Initiator>(std::move(mechanisms));
}

std::shared_ptr<SecurityContext> make_spnego_acceptor(Mechanisms mechanisms) {
  return std::make_shared<Acceptor>(std::move(mechanisms));
}

Bytes spnego_hint(const Mechanisms& mechanisms) {
  std::vector<Oid> oids;
  for (const MechanismOffer& offer : mechanisms) oids.insert(oids.end(), offer.oids.begin(), offer.oids.end());
  return write_hint(oids);
}

}  // namespace nta::auth
