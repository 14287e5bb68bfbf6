#include "smb/protection.h"

#include "smb/examples.h"

namespace nta::smb {
namespace {

using test::bytes_from_hex;
using test::copy;
using test::example;

TEST(PreauthHash, FollowsTheExchangeThatMicrosoftPublished) {
  auto values = example("setup_3_1_1.hex");
  PreauthHash hash;
  hash.update(values["negotiate_request"]);
  EXPECT_EQ(copy(hash.value()), values["hash_1"]);
  hash.update(values["negotiate_response"]);
  EXPECT_EQ(copy(hash.value()), values["hash_2"]);
  for (const char* name : {"setup_request_1", "setup_response_1", "setup_request_2"}) hash.update(values[name]);
  EXPECT_EQ(copy(hash.value()), values["hash_5"]);
}

PreauthHash hash_of_example() {
  auto values = example("setup_3_1_1.hex");
  PreauthHash hash;
  for (const char* name :
       {"negotiate_request", "negotiate_response", "setup_request_1", "setup_response_1", "setup_request_2"})
    hash.update(values[name]);
  return hash;
}

TEST(Keys, Of_3_1_1_AreThosePublished) {
  auto values = example("setup_3_1_1.hex");
  auto keys = derive_keys({Dialect::smb_3_1_1, SigningAlgorithm::aes_cmac, Cipher::aes128_gcm}, values["session_key"],
                          hash_of_example());
  EXPECT_EQ(copy(keys.signing.view()), values["signing_key"]);
  EXPECT_EQ(copy(keys.application.view()), values["application_key"]);
  EXPECT_EQ(copy(keys.client_to_server.view()), values["client_to_server"]);
  EXPECT_EQ(copy(keys.server_to_client.view()), values["server_to_client"]);
}

TEST(Keys, Of_3_0_AreThosePublished) {
  auto values = example("write_3_0.hex");
  auto keys =
      derive_keys({Dialect::smb_3_0, SigningAlgorithm::aes_cmac, Cipher::aes128_ccm}, values["session_key"], {});
  EXPECT_EQ(copy(keys.signing.view()), values["signing_key"]);
  EXPECT_EQ(copy(keys.application.view()), values["application_key"]);
  EXPECT_EQ(copy(keys.client_to_server.view()), values["client_to_server"]);
  EXPECT_EQ(copy(keys.server_to_client.view()), values["server_to_client"]);
}

TEST(Signature, OfWindowsOnTheFinalSessionSetupVerifies) {
  auto values = example("setup_3_1_1.hex");
  Protection client(Role::client, {Dialect::smb_3_1_1, SigningAlgorithm::aes_cmac, Cipher::aes128_gcm},
                    values["session_key"], hash_of_example());
  Bytes response = values["setup_response_2"];
  EXPECT_TRUE(client.verify(response));
  response.back() ^= std::byte{1};
  EXPECT_FALSE(client.verify(response));
}

TEST(Encryption, OfAWriteByWindowsGivesThePublishedTag) {
  auto values = example("write_3_0.hex");
  auto aead = make_aes_ccm(SecretKey(values["client_to_server"], 16));
  Bytes bytes = values["plain"];
  Tag tag = aead->encrypt(values["nonce"], values["authenticated"], bytes);
  EXPECT_EQ(copy(tag), values["tag"]);
  EXPECT_NE(bytes, values["plain"]);
  EXPECT_EQ(copy(aead->decrypt(values["nonce"], values["authenticated"], bytes)), values["tag"]);
  EXPECT_EQ(bytes, values["plain"]);
}

// RFC 4493, section 4, examples 2 and 3.
TEST(Primitives, CmacOfTheRfc) {
  auto mac = make_aes128_cmac(SecretKey(bytes_from_hex("2b7e151628aed2a6abf7158809cf4f3c"), 16));
  Bytes message = bytes_from_hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411");
  EXPECT_EQ(copy(mac->digest({}, {ByteView(message).first(16)})), bytes_from_hex("070a16b46b4d4144f79bdd9dd04a287c"));
  EXPECT_EQ(copy(mac->digest({}, {ByteView(message).first(16), ByteView(message).subspan(16)})),
            bytes_from_hex("dfa66747de9ae63030ca32611497c827"));
}

// Test cases 2 and 14 of the GCM specification: a block of zeros, keys of 128 and 256 zero bits.
TEST(Primitives, GcmOfTheSpecification) {
  Bytes nonce(12);
  for (auto [key_size, cipher, tag] :
       {std::tuple{size_t{16}, "0388dace60b6a392f328c2b971b2fe78", "ab6e47d42cec13bdf53a67b21257bddf"},
        {size_t{32}, "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"}}) {
    Bytes block(16);
    auto aead = make_aes_gcm(SecretKey(Bytes(key_size), key_size));
    EXPECT_EQ(copy(aead->encrypt(nonce, {}, block)), bytes_from_hex(tag));
    EXPECT_EQ(block, bytes_from_hex(cipher));
  }
}

struct BothEnds {
  explicit BothEnds(const Algorithms& algorithms)
      : client(Role::client, algorithms, Bytes(16, std::byte{7}), {}),
        server(Role::server, algorithms, Bytes(16, std::byte{7}), {}) {}
  Protection client;
  Protection server;
};

Bytes echo(uint64_t message_id) {
  Bytes bytes;
  write_message(bytes, Header{.command = Command::echo, .message_id = message_id}, EmptyBody{});
  return bytes;
}

TEST(Signature, OfEveryAlgorithmHoldsForTheOtherEndAndNotForOneself) {
  for (auto [dialect, signing] : {std::pair{Dialect::smb_2_0_2, SigningAlgorithm::hmac_sha256},
                                  {Dialect::smb_2_1, SigningAlgorithm::hmac_sha256},
                                  {Dialect::smb_3_0, SigningAlgorithm::aes_cmac},
                                  {Dialect::smb_3_1_1, SigningAlgorithm::aes_gmac}}) {
    BothEnds ends({dialect, signing, Cipher::none});
    Bytes message = echo(5);
    ends.client.sign(message);
    EXPECT_TRUE(ends.server.verify(message));
    if (signing == SigningAlgorithm::aes_gmac) {
      EXPECT_FALSE(ends.client.verify(message)) << "a message played back to its sender";
    }
    message[24] ^= std::byte{1};
    EXPECT_FALSE(ends.server.verify(message)) << "another message id";
  }
}

TEST(Signature, AMessageWithoutTheFlagIsUnsigned) {
  BothEnds ends({Dialect::smb_3_0, SigningAlgorithm::aes_cmac, Cipher::none});
  EXPECT_FALSE(ends.server.verify(echo(1)));
}

TEST(Encryption, WithEveryCipherIsUndoneByTheOtherEndAlone) {
  for (Cipher cipher : {Cipher::aes128_ccm, Cipher::aes128_gcm, Cipher::aes256_ccm, Cipher::aes256_gcm}) {
    BothEnds ends({Dialect::smb_3_1_1, SigningAlgorithm::aes_cmac, cipher});
    Bytes sent = echo(9);
    ends.client.encrypt(sent, 0, 0x1122334455667788);
    EXPECT_EQ(kind_of(sent), Kind::encrypted);
    EXPECT_EQ(read_transform(sent)->session_id, 0x1122334455667788u);
    Bytes tampered = sent;
    tampered.back() ^= std::byte{1};
    EXPECT_FALSE(ends.server.decrypt(tampered));
    Bytes other_session = sent;
    other_session[44] ^= std::byte{1};
    EXPECT_FALSE(ends.server.decrypt(other_session)) << "the header is authenticated too";
    Bytes own = sent;
    EXPECT_FALSE(ends.client.decrypt(own)) << "each direction has its key";
    auto plain = ends.server.decrypt(sent);
    ASSERT_TRUE(plain);
    EXPECT_EQ(copy(*plain), echo(9));
  }
}

TEST(Encryption, NoNonceIsUsedTwice) {
  BothEnds ends({Dialect::smb_3_1_1, SigningAlgorithm::aes_cmac, Cipher::aes128_gcm});
  Bytes first = echo(1);
  Bytes second = echo(1);
  ends.server.encrypt(first, 0, 1);
  ends.server.encrypt(second, 0, 1);
  EXPECT_NE(read_transform(first)->nonce, read_transform(second)->nonce);
}

}  // namespace
}  // namespace nta::smb
