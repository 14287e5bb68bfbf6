// A host with made-up sessions, and a client that calls its services the way the transport does.
#pragma once

#include <gtest/gtest.h>

#include "host/poll_loop.h"
#include "protocols/all.h"
#include "services/dispatcher.h"
#include "services/rows.h"
#include "temporary_dir.h"

namespace nta::services::test {

class ToldProvider final : public host::SessionProvider {
 public:
  explicit ToldProvider(std::vector<std::string>& asked) : asked_(asked) {}
  std::string_view name() const override { return "pty"; }
  void start(host::Executor&, host::SessionSink&) override {}
  void disconnect(const host::Session& session, const std::string&, host::Completion done) override {
    asked_.push_back(fmt::format("disconnect {}", session.id.value));
    done({});
  }
  void logoff(const host::Session& session, const std::string&, host::Completion done) override {
    asked_.push_back(fmt::format("logoff {}", session.id.value));
    done({});
  }
  void message(const host::Session& session, host::Message message, host::MessageDone done) override {
    asked_.push_back(fmt::format("message {} {}: {}", session.id.value, message.title, message.text));
    done(message.wait == host::Message::Wait::for_answer ? 6 : host::answer_not_waited_for);
  }

  void admit(const host::Session& session, host::Admission admission, host::Completion done) override {
    asked_.push_back(fmt::format("admit {} to {}", admission.pid, session.id.value));
    done({});
  }
  void hand_over(const host::Session& from, const host::Session& to, const std::string& directory, const std::string&,
                 host::Completion done) override {
    asked_.push_back(fmt::format("hand over {} to {} in {}", from.id.value, to.id.value, directory));
    done({});
  }

 private:
  std::vector<std::string>& asked_;
};

class NoOpener final : public host::SessionOpener {
 public:
  void open(const auth::AccessToken&, host::OpenRequest,
            std::function<void(Result<host::OpenedSession>)> done) override {
    done(fail(Win32::not_supported, "this host opens no sessions"));
  }
  host::SessionPlace place(SessionId id) const override {
    return {.socket_path = fmt::format("/sessions/{}/session.sock", id.value), .detach_key = "^]", .shadow = shadow};
  }
  host::ShadowPolicy shadow = host::ShadowPolicy::control_asked;
};

class ServicesTest : public testing::Test {
 protected:
  ServicesTest()
      : ids_(*host::IdMap::open(state_.path(), "boot")),
        table_(ids_, {"HOST"}),
        host_{.sessions = table_,
              .executor = loop_,
              .killer = killer_,
              .opener = opener_,
              .permit = {},
              .computer = "HOST",
              .version = "0.0",
              .mode = Mode::user},
        dispatcher_(host_, all_services()) {
    EXPECT_TRUE(log::open(log::Level::error, "/dev/null"));
    host_.permit = [this](const auth::AccessToken&, uint32_t) -> Host::Permit {
      return [this](const host::Session& session) { return !forbidden_uid_ || session.uid != forbidden_uid_; };
    };
    table_.add(std::make_unique<ToldProvider>(asked_), loop_);
    put(3, host::State::active, "alice", 1000);
    put(4, host::State::disconnected, "bob", 1001);
    auth::AccessToken token;
    token.name = "HOST\\alice";
    token.uid = ::getuid();
    token.session = SessionId(3);
    client_->token = std::make_shared<auth::AccessToken>(token);
    client_->from = "pid 1";
  }

  void put(uint32_t id, host::State state, const std::string& user, uid_t uid) {
    host::Session session;
    session.id = SessionId(id);
    session.state = state;
    session.user = user;
    session.uid = uid;
    session.provider = "pty";
    session.key = std::to_string(id);
    session.leader = 100000 + static_cast<pid_t>(id);
    session.logon_time = session.connect_time = filetime_from_unix(1'700'000'000);
    session.client.columns = 80;
    session.client.rows = 24;
    session.traffic = {11, 22, 1, 2};
    table_.put(session);
  }

  static size_t index_of(const protocols::Interface& interface) {
    auto services = all_services();
    for (size_t i = 0; i < services.size(); ++i)
      if (services[i].interface == &interface) return i;
    return services.size();
  }

  Result<Bytes> raw(const protocols::Interface& interface, uint16_t opnum, ByteView stub,
                    std::shared_ptr<Client> client = nullptr) {
    std::optional<Result<Bytes>> answer;
    dispatcher_.serve(client ? client : client_, index_of(interface), opnum, ByteReader(stub),
                      [&](Result<Bytes> reply) { answer = std::move(reply); });
    loop_.run_until([&] { return answer.has_value(); });
    return answer ? *std::move(answer) : Result<Bytes>(fail(Win32::timeout, "no answer"));
  }

  /** Encodes, serves, decodes: every reply goes through its own description. */
  template <class M>
  Result<ndr::Decoded<typename M::Out>> call(const protocols::Interface& interface, const typename M::In& in,
                                             std::shared_ptr<Client> client = nullptr) {
    NTA_TRY(Bytes stub, ndr::encode(in));
    NTA_TRY(Bytes reply, raw(interface, M::opnum, stub, std::move(client)));
    return ndr::decode<typename M::Out>(reply);
  }

  nta::test::TemporaryDir state_;
  host::test::PollLoop loop_;
  host::IdMap ids_;
  host::SessionTable table_;
  host::LocalProcessKiller killer_;
  NoOpener opener_;
  Host host_;
  Dispatcher dispatcher_;
  std::shared_ptr<Client> client_ = std::make_shared<Client>();
  std::vector<std::string> asked_;
  std::optional<uid_t> forbidden_uid_;
};

}  // namespace nta::services::test
