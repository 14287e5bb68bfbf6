// What Samba's client and server said to each other (tests/data/smb/rpcclient_smbd_*.hex), message by message.
#pragma once

#include "smb/examples.h"
#include "smb/messages.h"
#include "smb/protection.h"

namespace nta::smb::test {

struct Spoken {
  Role by;
  Bytes message;
};

struct Conversation {
  Bytes session_key;
  std::vector<Spoken> messages;
};

inline Conversation conversation(const std::string& name) {
  std::ifstream file(std::string(NTADMIN_TEST_DATA "/smb/") + name);
  EXPECT_TRUE(file) << name;
  Conversation read;
  std::string what;
  std::string digits;
  while (file >> what >> digits) {
    if (what == "session_key")
      read.session_key = bytes_from_hex(digits);
    else
      read.messages.push_back({what == "request" ? Role::client : Role::server, bytes_from_hex(digits)});
  }
  return read;
}

/** The messages before the last answer of the log-on: what the keys depend on. */
inline constexpr size_t unprotected_messages = 5;

/** One end of it, which takes the other's messages. */
inline Protection end_of(const Conversation& spoken, Role role, const Algorithms& algorithms) {
  PreauthHash hash;
  for (size_t i = 0; i < unprotected_messages; ++i) hash.update(spoken.messages[i].message);
  return Protection(role, algorithms, spoken.session_key, hash);
}

}  // namespace nta::smb::test
