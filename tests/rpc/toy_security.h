// A security package for tests: XOR "encryption", a checksum with sequence numbers, and any number of legs.
#pragma once

#include "auth/security_context.h"

namespace nta::rpc::test {

inline constexpr auto toy_package = auth::Package::kerberos;

/** Legs alternate, the client first. The tokens are their number, so each side sees that none was lost. */
class ToySecurity final : public auth::SecurityContext {
 public:
  struct Seen {
    size_t protected_pdus = 0;
    size_t unprotected_pdus = 0;
    bool headers_signed = false;
  };

  ToySecurity(bool is_server, int legs, size_t signature = 16)
      : leg_(is_server ? 1 : 0), legs_(legs), size_(signature) {}

  Result<Leg> step(ByteView token) override {
    if (leg_ > 0 && (token.size() != 1 || token[0] != static_cast<std::byte>(leg_)))
      return fail(Win32::logon_failure, "leg {} did not get its token", leg_);
    ++leg_;
    Leg leg;
    if (leg_ <= legs_) leg.token = {static_cast<std::byte>(leg_)};
    leg.complete = leg_ >= legs_;
    ++leg_;  // the peer's
    complete_ = leg.complete;
    return leg;
  }

  size_t signature_size(auth::Level, size_t) const override { return size_; }

  Result<void> protect(auth::Level level, auth::HeaderSigning signing, auth::ProtectedPdu pdu,
                       std::span<std::byte> signature) override {
    ++seen.protected_pdus;
    sign(signing, pdu, send_sequence_++, signature);
    if (level == auth::Level::privacy) turn(pdu.body);
    return {};
  }

  Result<void> unprotect(auth::Level level, auth::HeaderSigning signing, auth::ProtectedPdu pdu,
                         ByteView signature) override {
    ++seen.unprotected_pdus;
    if (level == auth::Level::privacy) turn(pdu.body);
    Bytes expected(size_);
    sign(signing, pdu, receive_sequence_++, expected);
    if (signature.size() != size_ || std::memcmp(signature.data(), expected.data(), size_) != 0)
      return fail(Win32::access_denied, "the signature does not fit");
    return {};
  }

  std::shared_ptr<const auth::AccessToken> identity() const override {
    if (!complete_) return nullptr;
    auto token = std::make_shared<auth::AccessToken>();
    token->name = "TOY\\user";
    token->origin = auth::Origin::rpc;
    return token;
  }

  Seen seen;

 private:
  static void turn(std::span<std::byte> bytes) {
    for (std::byte& byte : bytes) byte ^= std::byte{0xA5};
  }
  void sign(auth::HeaderSigning signing, const auth::ProtectedPdu& pdu, uint32_t sequence,
            std::span<std::byte> signature) {
    seen.headers_signed = signing == auth::HeaderSigning::on;
    uint32_t sum = 2166136261u ^ sequence;
    for (std::byte byte : seen.headers_signed ? pdu.whole : pdu.body)
      sum = (sum ^ std::to_integer<uint32_t>(byte)) * 16777619u;
    for (size_t i = 0; i < signature.size(); ++i) signature[i] = static_cast<std::byte>(sum >> (8 * (i % 4)));
  }

  int leg_;
  int legs_;
  size_t size_;
  bool complete_ = false;
  uint32_t send_sequence_ = 0;
  uint32_t receive_sequence_ = 0;
};

}  // namespace nta::rpc::test
