// Passwords inside calls. The bytes are impacket's and PyCryptodome's.
#include "auth/password_cipher.h"

#include <gtest/gtest.h>

#include "hex.h"

namespace nta::auth {
namespace {

const Bytes key_bytes = test::hex("000102030405060708090a0b0c0d0e0f");
const Key key(key_bytes);
const Key empty_hash(test::hex("31d6cfe0d16ae931b73c59d7e0c089c0"));  // of no password
const std::u16string password = u"Sommer-2025";

TEST(PasswordCipher, HashUnderAHashIsWhatOthersMakeOfIt) {
  Key sealed = encrypt_hash(empty_hash, key);
  EXPECT_EQ(sealed, Key(test::hex("5847b1a6bfcaa22e221a16f3f33e562f")));
  EXPECT_EQ(decrypt_hash(sealed.view(), key), empty_hash);
}

TEST(PasswordCipher, Rc4BlockOfAnotherImplementationOpens) {
  Rc4Password sealed{};
  Bytes end = test::hex("8ed727562729da3680600df2815e4c7f546c5e39d0304f39c143abb18af14446e3a7d274");
  std::memcpy(sealed.data() + sealed.size() - end.size(), end.data(), end.size());
  auto opened = open_password(sealed, key.view());
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, password);
}

TEST(PasswordCipher, SaltedRc4BlockOfAnotherImplementationOpens) {
  SaltedRc4Password sealed{};
  Bytes end = test::hex(
      "b221fc021438c6c238c0e0e74d9c880e179b5431ec1a136fe7095b0c62e3c70c1cd74ec2101112131415161718191a1b1c1d1e1f");
  std::memcpy(sealed.data() + sealed.size() - end.size(), end.data(), end.size());
  auto opened = open_password_salted(sealed, key.view());
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, password);
}

TEST(PasswordCipher, AesBlockOfAnotherImplementationOpensAndAForgedOneDoesNot) {
  Bytes cipher = test::hex(
      "ed0376c7adde30cffd1a10a52d75dc0c0633d0988bd3c132a990110063ab2982c950e1aff33f7f884ba8e33286c44801"
      "f2af71936ad034a00da6c3fc4ec0b25d43e6623f1532de4f614d93e4d8e08d70ab7af6375ba17a65b6be72d86ffc13a9"
      "8f31bb6721f4a5eb73797436e974fc52cc4d01e55468912d60702d4a11c4ef9474572f000b745667e53f27b2d851f123"
      "c3c28e2952b063d4da5ff5be52542723f13c1218358e70e4812ed4d808b8182d74f549217a6257b3c6ccb1b432835577"
      "5b5203128902127d0762ef2de6882006744725985a5919fe935a1628ac06069629ab063eb0b326b0d3a49743a2f3a5f0"
      "045dd20cea4a618b3acd35e59781762681749b7f13b7c2df6c58c17ccfa48e95ab0caf7ce5449092da2677732e013d8b"
      "88f0114d45708ee6408b0def4e76958ceb48f5420cb40264951d500edb4c262d7230387a91499bda3076b4875d4332b2"
      "3185b62e3eccc4c9b9769a8eed69e41d12912e71508636b2dfdcb13caec5c7b0ce98557de9c12302a578d478939aba2e"
      "2a1018fa51ba6e61f5a1aff4af6a2e217af37d48babe0a434b30add27192ab4e822ee5a27b8f477961e7fc97c0c7a5f6"
      "28a6f3b0141509812748cad2ba3e04c7a855240f0352081772ee0bb07b3899a3324a821e911425761b977d9775229296"
      "57d03ec2ca6bc219e8077422d48c9dddd343ab58c8d88a9fae93c005c04638641b033ce1d310bf7b876a484ff45e07d1");
  AesPassword sealed{.cipher = cipher};
  Bytes data = test::hex(
      "5fadc438814cf38cd482afd34357467ca9ca592efed242cfdd126c06fc310c5e"
      "246357d3975b4c239b12e3a35c761b3f0d6c1088e8dde8dc8305526bb22c20c4");
  std::memcpy(sealed.auth_data.data(), data.data(), data.size());
  for (size_t i = 0; i < sealed.salt.size(); ++i) sealed.salt[i] = static_cast<uint8_t>(16 + i);
  auto opened = open_password_aes(sealed, key.view());
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, password);
  sealed.cipher[100] ^= std::byte{1};
  EXPECT_FALSE(open_password_aes(sealed, key.view()));
}

TEST(PasswordCipher, WhatIsSealedOpensWithTheSameKeyOnly) {
  std::u16string longest(256, u'x');
  for (const std::u16string& text : {std::u16string(), password, longest}) {
    EXPECT_EQ(*open_password(*seal_password(text, key.view()), key.view()), text);
    EXPECT_EQ(*open_password_salted(*seal_password_salted(text, key.view()), key.view()), text);
    auto aes = seal_password_aes(text, key.view());
    EXPECT_EQ(*open_password_aes(*aes, key.view()), text);
    EXPECT_FALSE(open_password_aes(*aes, empty_hash.view()));
  }
  EXPECT_FALSE(seal_password(std::u16string(257, u'x'), key.view()));
  EXPECT_FALSE(seal_password_aes(std::u16string(257, u'x'), key.view()));
}

TEST(PasswordCipher, KeyOfAChangeIsPbkdf2OfTheOldHashWithinItsBounds) {
  Bytes salt = test::hex("101112131415161718191a1b1c1d1e1f");
  auto made = change_key(empty_hash, salt, 5000);
  ASSERT_TRUE(made);
  EXPECT_EQ(*made, Key(test::hex("7cb7b5e0ba0585a99ea39e2505f9f827")));
  EXPECT_FALSE(change_key(empty_hash, salt, 4999));
  EXPECT_FALSE(change_key(empty_hash, salt, 1'000'001));
}

}  // namespace
}  // namespace nta::auth
