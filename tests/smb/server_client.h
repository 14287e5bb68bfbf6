// A client of smb::ServerConnection for tests: says exactly what a test wants said, and reads what comes back. Events
// are handled as an endpoint would.
#pragma once

#include <gtest/gtest.h>

#include <deque>

#include "smb/server_connection.h"

namespace nta::smb::test {

/** "more": another leg is wanted. "ok": this one was the last. "over": the same by a ticket that has just ended.
 * "other": the last, of another user. "nobody": of a log-on without a name. Anything else: a wrong password. */
class MadeUpSecurity final : public auth::SecurityContext {
 public:
  Result<Leg> step(ByteView token) override {
    std::string text(reinterpret_cast<const char*>(token.data()), token.size());
    if (text == "more") return Leg{copy("again"), false};
    if (text != "ok" && text != "over" && text != "other" && text != "nobody")
      return fail(Win32::logon_failure, "wrong password");
    if (text == "over") end_time_ = filetime_now();
    identity_ = std::make_shared<auth::AccessToken>();
    if (text == "other") identity_->user = make_sid(5, 21, 1, 2, 3, 1001);
    if (text == "nobody") identity_->user = sid_anonymous;
    return Leg{copy("welcome"), true};
  }
  size_t signature_size(auth::Level, size_t) const override { return 0; }
  Result<void> protect(auth::Level, auth::HeaderSigning, auth::ProtectedPdu, std::span<std::byte>) override {
    return {};
  }
  Result<void> unprotect(auth::Level, auth::HeaderSigning, auth::ProtectedPdu, ByteView) override { return {}; }
  std::shared_ptr<const auth::AccessToken> identity() const override { return identity_; }
  std::optional<FileTime> end_time() const override { return end_time_; }
  Bytes session_key() const override { return Bytes(16, std::byte{7}); }

 private:
  static Bytes copy(std::string_view text) {
    auto bytes = as_byte_view(text);
    return Bytes(bytes.begin(), bytes.end());
  }
  std::shared_ptr<auth::AccessToken> identity_;
  std::optional<FileTime> end_time_;
};

inline ServerOptions made_up_options() {
  ServerOptions options;
  options.make_security = [] { return std::make_shared<MadeUpSecurity>(); };
  options.has_pipe = [](std::string_view name) { return name == "srvsvc" || name == "lsm_api_service"; };
  return options;
}

/** One answer, with the bytes its body points into. */
struct Answer {
  Bytes bytes;
  Header header;
  NtStatus status() const { return header.nt_status(); }
  template <class Body>
  Body body() const {
    auto read = read_body<Body>(bytes);
    EXPECT_TRUE(read) << "a malformed answer to command " << static_cast<int>(header.command);
    return read ? *read : Body{};
  }
};

enum class Signed { yes, no };

class Client {
 public:
  explicit Client(ServerConnection& server) : server_(server) {}

  uint64_t session = 0;
  uint32_t tree = 0;
  uint64_t next_id = 0;
  uint16_t wanted_credits = 8;
  Algorithms algorithms;
  std::unique_ptr<Protection> protection;
  bool encrypts = false;
  Signed sign = Signed::yes;
  PreauthHash hash;

  // What the server's owner was told.
  std::vector<std::string> told;
  std::map<uint64_t, Bytes> written;
  std::deque<uint64_t> opened;
  size_t drained = 0;
  uint64_t given_up = 0;  // session that the last log-on gave up
  std::optional<Error> closed;

  Header header(Command command) {
    Header made{.credit_charge = 1, .command = command, .credits = wanted_credits};
    made.message_id = command == Command::cancel ? 0 : next_id++;
    made.tree_id = tree;
    made.session_id = session;
    return made;
  }

  /** Bytes of one request, signed as the session is. */
  template <class Body>
  Bytes request(const Header& header, const Body& body) {
    Bytes bytes;
    write_message(bytes, header, body);
    if (protection && !encrypts && sign == Signed::yes) protection->sign(bytes);
    return bytes;
  }

  void send_bytes(Bytes bytes) {
    if (encrypts) protection->encrypt(bytes, 0, session);
    Bytes framed;
    size_t begun = begin_message(framed);
    framed.insert(framed.end(), bytes.begin(), bytes.end());
    end_message(framed, begun);
    feed(framed);
  }

  void feed(ByteView bytes) {
    server_.feed(bytes);
    pump();
  }

  /** What the server has said since; chains are taken apart. */
  std::vector<Answer> receive() {
    std::vector<Answer> answers;
    stream_.append(server_.output());
    server_.sent(server_.output().size());
    while (true) {
      auto message = stream_.next();
      EXPECT_TRUE(message);
      if (!message || !*message) return answers;
      auto plain = **message;
      bool was_sealed = kind_of(plain) == Kind::encrypted;
      if (was_sealed) {
        auto opened_message = protection->decrypt(plain);
        EXPECT_TRUE(opened_message);
        plain = *opened_message;
      }
      EXPECT_TRUE(encrypts || !was_sealed);
      last_message.assign(plain.begin(), plain.end());
      auto parts = split_chain(plain);
      EXPECT_TRUE(parts);
      for (auto part : *parts) answers.push_back({Bytes(part.begin(), part.end()), *read_header(part)});
    }
  }

  template <class Body>
  Answer ask(Command command, const Body& body) {
    send_bytes(request(header(command), body));
    auto answers = receive();
    EXPECT_EQ(answers.size(), 1u);
    if (answers.empty()) return {};
    const Answer& answer = answers.front();
    bool is_signed = answer.header.has(flag_signed);
    if (is_signed && protection) {
      EXPECT_TRUE(protection->verify(answer.bytes)) << "signature of command " << static_cast<int>(command);
    }
    return answer;
  }

  Answer negotiate(std::vector<uint16_t> dialects, const NegotiateContexts& contexts = {}, uint32_t capabilities = 0) {
    auto written_contexts = write_contexts(contexts);
    NegotiateRequest body{.security_mode = signing_enabled, .capabilities = capabilities};
    body.context_count = written_contexts.count;
    body.contexts = written_contexts.bytes;
    body.dialects = std::move(dialects);
    Bytes sent = request(header(Command::negotiate), body);
    send_bytes(sent);
    auto answers = receive();
    if (answers.empty()) return {};
    if (answers[0].status() != NtStatus::success) return answers[0];
    algorithms.dialect = answers[0].body<NegotiateResponse>().dialect;
    algorithms.signing = default_signing(algorithms.dialect);
    if (algorithms.dialect == Dialect::smb_3_1_1) {
      hash.update(sent);
      hash.update(last_message);
    }
    return answers[0];
  }

  /** Negotiates 3.1.1 with one cipher (none: none is offered) and one signing algorithm. */
  void negotiate_3_1_1(Cipher cipher, SigningAlgorithm signing = SigningAlgorithm::aes_cmac) {
    NegotiateContexts contexts{
        .hashes = {HashAlgorithm::sha512}, .salt = Bytes(32), .ciphers = {}, .signing = {signing}};
    if (cipher != Cipher::none) contexts.ciphers = {cipher};
    ASSERT_EQ(negotiate({0x0311}, contexts).status(), NtStatus::success);
    algorithms.cipher = cipher;
    algorithms.signing = signing;
  }

  Answer setup(std::string_view token, uint64_t previous = 0, uint8_t flags = 0) {
    Bytes sent =
        request(header(Command::session_setup),
                SessionSetupRequest{
                    .flags = flags, .security_mode = 1, .token = as_byte_view(token), .previous_session = previous});
    send_bytes(sent);
    auto answers = receive();
    EXPECT_EQ(answers.size(), 1u);
    if (answers.empty()) return {};
    session = answers[0].header.session_id;
    if (protection) return answers[0];
    hash.update(sent);
    if (answers[0].status() == NtStatus::more_processing_required) hash.update(last_message);
    return answers[0];
  }

  /** In two legs. */
  void log_on() {
    ASSERT_EQ(setup("more").status(), NtStatus::more_processing_required);
    Answer last = setup("ok");
    ASSERT_EQ(last.status(), NtStatus::success);
    protection = std::make_unique<Protection>(Role::client, algorithms, Bytes(16, std::byte{7}), hash);
    EXPECT_TRUE(protection->verify(last.bytes)) << "the final answer is signed";
    encrypts = last.body<SessionSetupResponse>().flags & session_encrypts;
  }

  Answer connect(std::u16string_view path = u"\\\\server\\IPC$") {
    Bytes bytes = utf16_bytes(path);
    Answer answer = ask(Command::tree_connect, TreeConnectRequest{.path = bytes});
    tree = answer.header.tree_id;
    return answer;
  }

  Answer create(std::u16string_view name) {
    Bytes bytes = utf16_bytes(name);
    return ask(Command::create, CreateRequest{.name = bytes, .contexts = {}});
  }
  FileId open(std::u16string_view name = u"srvsvc") {
    Answer answer = create(name);
    EXPECT_EQ(answer.status(), NtStatus::success);
    return answer.body<CreateResponse>().file;
  }
  Answer write(FileId file, std::string_view text) {
    return ask(Command::write, WriteRequest{.data = as_byte_view(text), .file = file});
  }
  Answer read(FileId file, uint32_t length) { return ask(Command::read, ReadRequest{.length = length, .file = file}); }
  /** Sent, not waited for. */
  uint64_t start_read(FileId file, uint32_t length = 1000) {
    Header made = header(Command::read);
    send_bytes(request(made, ReadRequest{.length = length, .file = file}));
    return made.message_id;
  }
  Answer ioctl(Fsctl control, FileId file, ByteView input, uint32_t max_output = 1024) {
    return ask(Command::ioctl,
               IoctlRequest{.control = control, .file = file, .input = input, .max_output = max_output});
  }
  /** Everything up to a connected IPC$. */
  void arrive(Dialect dialect = Dialect::smb_2_1) {
    ASSERT_EQ(negotiate({static_cast<uint16_t>(dialect)}).status(), NtStatus::success);
    log_on();
    ASSERT_EQ(connect().status(), NtStatus::success);
  }

  void pump() {
    while (auto event = server_.next_event()) std::visit([this](auto& each) { take(each); }, *event);
  }

  Bytes last_message;

 private:
  void take(Authenticate& event) { server_.authenticated(event.session, event.context->step(event.token)); }
  void take(SessionStarted& event) {
    told.push_back("started");
    given_up = event.previous;
  }
  void take(SessionEnded&) { told.push_back("ended"); }
  void take(LogonFailed&) { told.push_back("failed"); }
  void take(TreeConnected&) { told.push_back("tree"); }
  void take(TreeDisconnected&) { told.push_back("no tree"); }
  void take(PipeOpened& event) { opened.push_back(event.pipe); }
  void take(PipeWritten& event) {
    Bytes& all = written[event.pipe];
    all.insert(all.end(), event.bytes.begin(), event.bytes.end());
  }
  void take(PipeDrained&) { ++drained; }
  void take(PipeClosed&) { told.push_back("pipe closed"); }
  void take(Refused& event) { told.push_back("refused: " + event.what); }
  void take(Closed& event) { closed = event.why; }

  ServerConnection& server_;
  MessageStream stream_{1u << 20};
};

inline std::string text_from(ByteView bytes) {
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace nta::smb::test
