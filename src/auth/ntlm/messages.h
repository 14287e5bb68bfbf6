// The three messages of NTLM ([MS-NLMP] 2.2.1), read with every field checked against the message, and written.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "auth/crypto.h"
#include "base/filetime.h"

namespace nta::auth::ntlm {

/** NTLMSSP_NEGOTIATE_* ([MS-NLMP] 2.2.2.5). */
namespace flag {
inline constexpr uint32_t unicode = 0x1;
inline constexpr uint32_t oem = 0x2;
inline constexpr uint32_t request_target = 0x4;
inline constexpr uint32_t sign = 0x10;
inline constexpr uint32_t seal = 0x20;
inline constexpr uint32_t ntlm = 0x200;
inline constexpr uint32_t anonymous = 0x800;
inline constexpr uint32_t always_sign = 0x8000;
inline constexpr uint32_t target_domain = 0x10000;
inline constexpr uint32_t target_server = 0x20000;
inline constexpr uint32_t extended_security = 0x80000;
inline constexpr uint32_t target_info = 0x800000;
inline constexpr uint32_t version = 0x2000000;
inline constexpr uint32_t key_128 = 0x20000000;
inline constexpr uint32_t key_exchange = 0x40000000;
inline constexpr uint32_t key_56 = 0x80000000;
}  // namespace flag

/** AV_PAIR ids ([MS-NLMP] 2.2.2.1). */
enum class AvId : uint16_t {
  end = 0,
  netbios_computer = 1,
  netbios_domain = 2,
  dns_computer = 3,
  dns_domain = 4,
  dns_tree = 5,
  flags = 6,
  timestamp = 7,
  single_host = 8,
  target_name = 9,
  channel_bindings = 10,
};
inline constexpr uint32_t av_flag_mic = 2;

/** AV pairs by id; one of each. */
class AvPairs {
 public:
  static Result<AvPairs> read(ByteView bytes);
  Bytes write() const;

  const Bytes* find(AvId id) const;
  void set(AvId id, Bytes value) { pairs_[id] = std::move(value); }
  void set_text(AvId id, std::u16string_view text);
  void set_number(AvId id, uint64_t value, size_t size);
  std::optional<uint64_t> number(AvId id) const;

 private:
  std::map<AvId, Bytes> pairs_;
};

struct Negotiate {
  uint32_t flags = 0;
};

struct Challenge {
  uint32_t flags = 0;
  std::array<std::byte, 8> challenge{};
  std::u16string target_name;
  Bytes target_info;  // AvPairs::write
};

struct Authenticate {
  uint32_t flags = 0;
  Bytes lm_response;
  Bytes nt_response;
  std::u16string domain;
  std::u16string user;
  std::u16string workstation;
  Bytes encrypted_session_key;
  bool has_mic = false;  // whether the payload leaves room for one
  Key mic;
};

/** Where the MIC lies in an AUTHENTICATE message that has one. */
inline constexpr size_t mic_offset = 72;

Result<Negotiate> read_negotiate(ByteView message);
Result<Challenge> read_challenge(ByteView message);
Result<Authenticate> read_authenticate(ByteView message);

Bytes write_negotiate(const Negotiate& message);
Bytes write_challenge(const Challenge& message);
/** With has_mic, 16 zero bytes wait at mic_offset. */
Bytes write_authenticate(const Authenticate& message);

}  // namespace nta::auth::ntlm
