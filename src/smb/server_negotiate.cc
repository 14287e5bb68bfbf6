// NEGOTIATE, in SMB1's form and in SMB2's: the dialect, and the algorithms it leaves open ([MS-SMB2] 3.3.5.3, 3.3.5.4).
#include <algorithm>

#include "auth/crypto.h"
#include "smb/server_state.h"

namespace nta::smb {
namespace {

constexpr Dialect supported[] = {Dialect::smb_3_1_1, Dialect::smb_3_0_2, Dialect::smb_3_0, Dialect::smb_2_1,
                                 Dialect::smb_2_0_2};
constexpr Cipher ciphers[] = {Cipher::aes128_gcm, Cipher::aes128_ccm, Cipher::aes256_gcm, Cipher::aes256_ccm};
constexpr SigningAlgorithm signings[] = {SigningAlgorithm::aes_gmac, SigningAlgorithm::aes_cmac,
                                         SigningAlgorithm::hmac_sha256};
constexpr size_t salt_size = 32;

constexpr uint8_t smb1_negotiate = 0x72;
constexpr size_t smb1_header_size = 32;
constexpr std::byte smb1_dialect_mark{2};

template <class T, size_t Size>
bool is_one_of(T value, const T (&list)[Size]) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

Dialect highest_common(const std::vector<uint16_t>& offered) {
  for (Dialect dialect : supported)
    if (std::find(offered.begin(), offered.end(), static_cast<uint16_t>(dialect)) != offered.end()) return dialect;
  return Dialect::none;
}

/** The names of an SMB1 NEGOTIATE ([MS-CIFS] 2.2.4.52.1): each is a 2, then text that ends in a zero. */
Result<std::vector<std::string>> read_smb1_dialects(ByteView message) {
  ByteReader in(message);
  NTA_CHECK(in.take(4));
  NTA_TRY(uint8_t command, in.u8());
  if (command != smb1_negotiate) return fail(Win32::invalid_data, "an SMB1 command {:#04x}", command);
  NTA_CHECK(in.take(smb1_header_size - 5));
  NTA_TRY(uint8_t words, in.u8());
  NTA_CHECK(in.take(size_t{words} * 2));
  NTA_TRY(uint16_t count, in.u16());
  NTA_TRY(ByteView names, in.take(count));
  std::vector<std::string> dialects;
  while (!names.empty() && names[0] == smb1_dialect_mark) {
    auto end = std::find(names.begin(), names.end(), std::byte{0});
    dialects.emplace_back(reinterpret_cast<const char*>(names.data()) + 1,
                          static_cast<size_t>(end - names.begin()) - 1);
    if (end == names.end()) break;
    names = names.subspan(static_cast<size_t>(end - names.begin()) + 1);
  }
  return dialects;
}

}  // namespace

/** A client that still begins with SMB1 is told to negotiate again, in SMB2; one that has nothing else is refused. */
void ServerConnection::take_smb1(ByteView message) {
  auto dialects = read_smb1_dialects(message);
  if (!dialects || state_ != State::fresh || !credits_.use(0, 1))
    return close(fail(Win32::invalid_data, "an SMB1 message where none belongs"));
  auto offers = [&](std::string_view name) {
    return std::find(dialects->begin(), dialects->end(), name) != dialects->end();
  };
  if (offers("SMB 2.???")) {
    algorithms_.dialect = Dialect::any;
  } else if (offers("SMB 2.002")) {
    algorithms_.dialect = Dialect::smb_2_0_2;
    state_ = State::negotiated;
  } else {
    events_.push_back(Refused{"the client knows SMB1 only, which is not served here"});
    return close(fail(Win32::not_supported, "SMB1 only"));
  }
  Chain chain{.sealed_by = nullptr, .requests = 1, .bytes = {}, .answers = {}};
  Exchange exchange{.chain = chain, .request = {}, .message = {}};
  answer_negotiate(exchange);
  send_chain(chain);
  if (state_ == State::fresh) algorithms_ = {};
}

NtStatus ServerConnection::negotiate(Exchange& exchange) {
  auto request = read_body<NegotiateRequest>(exchange.message);
  if (!request || request->dialects.empty() || exchange.chain.requests != 1) return NtStatus::invalid_parameter;
  Dialect dialect = highest_common(request->dialects);
  if (dialect == Dialect::none) return NtStatus::not_supported;
  algorithms_ = {.dialect = dialect, .signing = default_signing(dialect), .cipher = Cipher::none};
  if (dialect == Dialect::smb_3_1_1) {
    if (NtStatus status = choose_contexts(*request); status != NtStatus::success) {
      algorithms_ = {};
      return status;
    }
    preauth_hash_.update(exchange.message);
  } else if (dialect >= Dialect::smb_3_0 && (request->capabilities & capability_encryption) &&
             options_.encryption != Encryption::off) {
    algorithms_.cipher = Cipher::aes128_ccm;
  }
  client_ = *std::move(request);
  state_ = State::negotiated;
  answer_negotiate(exchange);
  if (dialect == Dialect::smb_3_1_1) preauth_hash_.update(exchange.chain.bytes);
  return NtStatus::success;
}

/** The first of the client's lists that is known here: the order says what it likes best. */
NtStatus ServerConnection::choose_contexts(const NegotiateRequest& request) {
  auto contexts = read_contexts(request.contexts, request.context_count);
  if (!contexts || contexts->hashes.empty()) return NtStatus::invalid_parameter;
  constexpr HashAlgorithm hashes[] = {HashAlgorithm::sha512};
  if (std::none_of(contexts->hashes.begin(), contexts->hashes.end(),
                   [&](auto hash) { return is_one_of(hash, hashes); }))
    return NtStatus::no_common_hash;
  offers_encryption_ = !contexts->ciphers.empty() && options_.encryption != Encryption::off;
  if (offers_encryption_)
    for (Cipher cipher : contexts->ciphers)
      if (algorithms_.cipher == Cipher::none && is_one_of(cipher, ciphers)) algorithms_.cipher = cipher;
  offers_signing_ = !contexts->signing.empty();
  auto signing = std::find_if(contexts->signing.begin(), contexts->signing.end(),
                              [](SigningAlgorithm algorithm) { return is_one_of(algorithm, signings); });
  if (signing != contexts->signing.end()) algorithms_.signing = *signing;
  return NtStatus::success;
}

void ServerConnection::answer_negotiate(Exchange& exchange) {
  Dialect dialect = algorithms_.dialect;
  bool is_3_0 = dialect == Dialect::smb_3_0 || dialect == Dialect::smb_3_0_2;
  capabilities_ = (dialect >= Dialect::smb_2_1 ? capability_large_mtu : 0) |
                  (is_3_0 && algorithms_.cipher != Cipher::none ? capability_encryption : 0);
  WrittenContexts contexts;
  if (dialect == Dialect::smb_3_1_1) {
    NegotiateContexts chosen{.hashes = {HashAlgorithm::sha512}, .salt = Bytes(salt_size)};
    auth::fill_random(chosen.salt);
    if (offers_encryption_) chosen.ciphers = {algorithms_.cipher};
    if (offers_signing_) chosen.signing = {algorithms_.signing};
    contexts = write_contexts(chosen);
  }
  NegotiateResponse response{.security_mode = signing_enabled | signing_required,
                             .dialect = dialect,
                             .context_count = contexts.count,
                             .server = options_.server,
                             .capabilities = capabilities_,
                             .max_transact = largest_payload,
                             .max_read = largest_payload,
                             .max_write = largest_payload,
                             .system_time = static_cast<uint64_t>(filetime_now()),
                             .start_time = 0,
                             .token = options_.security_hint,
                             .contexts = contexts.bytes};
  reply(exchange, response);
}

/** [MS-SMB2] 3.3.5.15.12: whoever changed the client's NEGOTIATE on its way could not change this, which is signed. */
NtStatus ServerConnection::validate_negotiate(Exchange& exchange, ByteView input, uint32_t max_output) {
  auto claimed = read_validate_request(input);
  Bytes answer = write_validate_response({.capabilities = capabilities_,
                                          .server = options_.server,
                                          .security_mode = signing_enabled | signing_required,
                                          .dialect = algorithms_.dialect});
  bool is_same = claimed && claimed->dialects == client_.dialects && claimed->client == client_.client &&
                 claimed->security_mode == client_.security_mode && claimed->capabilities == client_.capabilities;
  if (!is_same || algorithms_.dialect == Dialect::smb_3_1_1 || max_output < answer.size()) {
    close(fail(Win32::invalid_data, "the client's NEGOTIATE was not what arrived here"));
    return NtStatus::access_denied;
  }
  return reply(exchange, IoctlResponse{.control = Fsctl::validate_negotiate_info, .output = answer});
}

}  // namespace nta::smb
