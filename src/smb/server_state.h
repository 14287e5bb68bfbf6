// What smb::ServerConnection keeps: its sessions, and the chain of requests it is working on. For its own sources.
#pragma once

#include "smb/server_connection.h"

namespace nta::smb {

inline constexpr uint32_t largest_payload = 65536;  // of READ, WRITE and IOCTL: a fragment of RPC has a tenth of it

struct ServerConnection::Session {
  enum class State { in_progress, valid };

  uint64_t id = 0;
  State state = State::in_progress;
  std::shared_ptr<auth::SecurityContext> context;  // of the exchange under way
  PreauthHash hash;
  std::unique_ptr<Protection> protection;  // from the first completion on
  bool encrypts = false;
  std::shared_ptr<const auth::AccessToken> token;
  std::optional<FileTime> end_time;  // of what proved it, a Kerberos ticket
  uint64_t previous = 0;
  std::vector<uint32_t> trees;
  uint32_t last_tree = 0;
  bool was_refused = false;

  bool is_nobodys() const { return token && token->user == sid_anonymous; }

  /** The SESSION_SETUP whose leg runs somewhere. */
  struct Setup {
    Header request;
    bool is_sealed = false;
  };
  std::optional<Setup> setup;
};

/** The requests of one message, and their answers. */
struct ServerConnection::Chain {
  struct Answer {
    size_t start;
    SessionPtr signer;  // null: unsigned
  };

  SessionPtr sealed_by;  // the message came encrypted
  size_t requests = 0;
  Bytes bytes;
  std::vector<Answer> answers;

  // What related requests take over from the one before ([MS-SMB2] 3.3.5.2.7.2).
  bool has_previous = false;
  uint64_t session_id = 0;
  uint32_t tree_id = 0;
  FileId file = no_file;
  NtStatus status = NtStatus::success;
};

struct ServerConnection::Exchange {
  Chain& chain;
  Header request;
  ByteView message;
  bool is_last = true;
  SessionPtr session{};
};

template <class Body>
NtStatus ServerConnection::reply(Exchange& exchange, const Body& body, NtStatus status) {
  Chain& chain = exchange.chain;
  chain.bytes.resize((chain.bytes.size() + 7) / 8 * 8);
  const SessionPtr& session = exchange.session;
  bool is_signed = session && session->protection && !chain.sealed_by;
  chain.answers.push_back({chain.bytes.size(), is_signed ? session : nullptr});
  write_message(chain.bytes, answer_to(exchange.request, status, session), body);
  return status;
}

template <class Body>
void ServerConnection::send_alone(const Header& header, const Body& body, const SessionPtr& session, bool sealed) {
  size_t begun = begin_message(output_);
  write_message(output_, header, body);
  bool is_interim = header.nt_status() == NtStatus::pending;
  if (!sealed && !is_interim && session && session->protection)
    session->protection->sign(std::span(output_).subspan(begun));
  seal_message(begun, sealed ? session : nullptr);
}

}  // namespace nta::smb
