// Several security contexts in one association, told apart by auth_context_id ([MS-RPCE] 3.3.1.5.4).
#include "rpc/golden.h"
#include "rpc/loopback.h"
#include "rpc/toy_security.h"

namespace nta::rpc::test {
namespace {

constexpr uint32_t first_id = 1, second_id = 77;

class SecurityContexts : public testing::Test {
 protected:
  SecurityContexts()
      : server_(served, groups_, {.limits = {.security_contexts = 3}, .make_security = [this](uint8_t, auth::Level) {
                                    made_.push_back(std::make_shared<ToySecurity>(true, 3));
                                    return made_.back();
                                  }}) {}

  /** A bind or alter_context with a token. */
  Bytes leg_pdu(PduType type, uint32_t id, std::byte token, uint16_t features, uint8_t flags = 0) const {
    Bind bind{.max_transmit = 4280, .max_receive = 4280, .elements = {{0, interface_a, {ndr_syntax}}}};
    if (features) bind.elements.push_back({1, interface_a, {feature_syntax(features)}});
    Bytes out;
    PduWriter writer(out, type, pfc_whole | flags, 1);
    if (type != PduType::auth3)
      write_bind(writer.body(), bind);
    else
      writer.body().u32(0);
    writer.finish({.type = static_cast<uint8_t>(toy_package),
                   .level = static_cast<uint8_t>(level_),
                   .context_id = id},
                  ByteView(&token, 1));
    return out;
  }

  /** One leg of a handshake; gives what the server answers. */
  std::vector<Bytes> leg(PduType type, uint32_t id, int token, uint16_t features = 0) {
    server_.feed(leg_pdu(type, id, static_cast<std::byte>(token), features));
    work();
    return take_pdus(server_);
  }

  /** The client's three legs. */
  void negotiate(uint32_t id, PduType type, uint16_t features = 0) {
    auto& client = clients_[id];
    client = {.context = std::make_shared<ToySecurity>(false, 3),
              .type = static_cast<uint8_t>(toy_package),
              .level = level_,
              .context_id = id};
    auto hello = client.context->step({});
    leg(type, id, std::to_integer<int>(hello->token[0]), features);
    std::byte challenge{2};
    auto proof = client.context->step(ByteView(&challenge, 1));
    leg(PduType::auth3, id, std::to_integer<int>(proof->token[0]));
  }

  void work() {
    while (auto event = server_.next_event()) {
      if (auto* wanted = std::get_if<Authenticate>(&*event))
        server_.authenticated(wanted->context->step(wanted->token));
      else if (auto* request = std::get_if<Request>(&*event))
        requests_.push_back(std::move(*request));
      else if (std::holds_alternative<Closed>(*event))
        is_closed_ = true;
    }
  }

  std::vector<Bytes> call(uint32_t call_id, uint32_t security) {
    Bytes out;
    EXPECT_TRUE(write_request(out, {.call_id = call_id, .opnum = 7}, pattern(100), 4280, clients_[security]));
    server_.feed(Bytes(out));
    work();
    return take_pdus(server_);
  }

  static PduType type_of(const Bytes& bytes) { return static_cast<PduType>(bytes[2]); }

  auth::Level level_ = auth::Level::integrity;
  AssociationGroups groups_;
  std::vector<std::shared_ptr<ToySecurity>> made_;
  ServerAssociation server_;
  std::map<uint32_t, Protection> clients_;
  std::vector<Request> requests_;
  bool is_closed_ = false;
};

TEST_F(SecurityContexts, EachCallIsProtectedByTheOneItNames) {
  negotiate(first_id, PduType::bind, feature_security_multiplexing);
  negotiate(second_id, PduType::alter_context);
  ASSERT_EQ(made_.size(), 2u);
  ASSERT_FALSE(is_closed_);
  for (uint32_t id = 10; id < 14; ++id) EXPECT_TRUE(call(id, id % 2 ? first_id : second_id).empty());
  ASSERT_EQ(requests_.size(), 4u);
  for (const auto& context : made_) EXPECT_EQ(context->seen.unprotected_pdus, 2u);
  for (const Request& request : requests_) EXPECT_EQ(request.stub, pattern(100));
  server_.respond(10, pattern(8));
  EXPECT_EQ(made_[1]->seen.protected_pdus, 1u) << "an answer goes by its call's context";
  EXPECT_EQ(made_[0]->seen.protected_pdus, 0u);
}

TEST_F(SecurityContexts, SignedHeadersAreAgreedOnBeforeTheFirst) {
  for (PduType agreeing : {PduType::bind, PduType::alter_context}) {
    ServerAssociation server(served, groups_, {.make_security = [](uint8_t, auth::Level) {
                               return std::make_shared<ToySecurity>(true, 2);
                             }});
    Bytes bind;
    PduWriter writer(bind, PduType::bind, pfc_whole | (agreeing == PduType::bind ? pfc_support_header_sign : 0), 1);
    write_bind(writer.body(),
               {4280,
                4280,
                0,
                {{0, interface_a, {ndr_syntax}}, {1, interface_a, {feature_syntax(feature_security_multiplexing)}}}});
    writer.finish();
    server.feed(Bytes(bind));
    auto bound = take_pdus(server);
    ASSERT_EQ(bound.size(), 1u);
    EXPECT_EQ(bound[0][3], bind[3]);
    server.feed(leg_pdu(PduType::alter_context, first_id, std::byte{1}, 0,
                        agreeing == PduType::bind ? 0 : pfc_support_header_sign));
    auto leg = server.next_event();
    ASSERT_TRUE(leg && std::holds_alternative<Authenticate>(*leg));
    auto& wanted = std::get<Authenticate>(*leg);
    auto security = std::static_pointer_cast<ToySecurity>(wanted.context);
    server.authenticated(security->step(wanted.token));
    auto altered = take_pdus(server);
    ASSERT_EQ(altered.size(), 1u);
    EXPECT_EQ(type_of(altered[0]), PduType::alter_context_resp);
    EXPECT_EQ(std::to_integer<int>(altered[0][3]) & pfc_support_header_sign,
              agreeing == PduType::bind ? 0 : pfc_support_header_sign);

    Protection client{.context = std::make_shared<ToySecurity>(false, 2),
                      .type = static_cast<uint8_t>(toy_package),
                      .level = auth::Level::integrity,
                      .context_id = first_id,
                      .header_signing = auth::HeaderSigning::on};
    Bytes call;
    ASSERT_TRUE(write_request(call, {.call_id = 9, .opnum = 7}, pattern(100), 4280, client));
    server.feed(Bytes(call));
    auto request = server.next_event();
    EXPECT_TRUE(request && std::holds_alternative<Request>(*request));
    EXPECT_TRUE(security->seen.headers_signed);
  }
}

TEST_F(SecurityContexts, WithoutTheBindsAgreementThereIsOne) {
  negotiate(first_id, PduType::bind);
  auto answers = leg(PduType::alter_context, second_id, 1);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(type_of(answers[0]), PduType::fault);
  EXPECT_TRUE(is_closed_);
}

TEST_F(SecurityContexts, TheFirstMayComeAfterABindWithoutOne) {
  server_.feed(bind_pdu({4280, 4280, 0, {{0, interface_a, {ndr_syntax}}}}));
  take_pdus(server_);
  negotiate(first_id, PduType::alter_context);
  EXPECT_TRUE(call(10, first_id).empty());
  ASSERT_EQ(requests_.size(), 1u);
  EXPECT_TRUE(requests_[0].identity);
  auto second = leg(PduType::alter_context, second_id, 1);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(type_of(second[0]), PduType::fault);
  EXPECT_TRUE(is_closed_);
}

TEST_F(SecurityContexts, LevelCallProtectsAsPacketDoesAndKeepsItsNumber) {
  level_ = auth::Level::call;
  negotiate(first_id, PduType::bind);
  EXPECT_TRUE(call(10, first_id).empty());
  ASSERT_EQ(requests_.size(), 1u);
  EXPECT_EQ(requests_[0].level, auth::Level::packet);
  server_.respond(10, pattern(8));
  auto answers = take_pdus(server_);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(frame_of(answers[0]).trailer.value().level, 3);
  EXPECT_EQ(made_[0]->seen.protected_pdus, 1u);
}

TEST_F(SecurityContexts, AnUnsignedRequestAmongSeveralIsRefused) {
  negotiate(first_id, PduType::bind, feature_security_multiplexing);
  negotiate(second_id, PduType::alter_context);
  server_.feed(request_pdu(5, pfc_whole, {}));
  work();
  EXPECT_TRUE(requests_.empty());
  EXPECT_TRUE(is_closed_);
}

TEST_F(SecurityContexts, OneThatFailsRefusesItsOwnCallsAlone) {
  negotiate(first_id, PduType::bind, feature_security_multiplexing);
  negotiate(second_id, PduType::alter_context);  // to sign with
  constexpr uint32_t third_id = 3;
  leg(PduType::alter_context, third_id, 1);
  leg(PduType::auth3, third_id, 9);  // not the token it waits for
  clients_[third_id] = clients_[second_id];
  clients_[third_id].context_id = third_id;
  auto refused = call(20, third_id);
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(type_of(refused[0]), PduType::fault);
  EXPECT_FALSE(is_closed_);
  EXPECT_TRUE(call(21, first_id).empty());
  EXPECT_EQ(requests_.size(), 1u);
}

TEST_F(SecurityContexts, OneThatIsNotCompleteProtectsNothing) {
  negotiate(first_id, PduType::bind, feature_security_multiplexing);
  leg(PduType::alter_context, second_id, 1);
  clients_[second_id] = clients_[first_id];
  clients_[second_id].context_id = second_id;
  auto answers = call(20, second_id);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(type_of(answers[0]), PduType::fault);
  EXPECT_TRUE(is_closed_);
  EXPECT_TRUE(requests_.empty());
}

TEST_F(SecurityContexts, TheirNumberIsBounded) {
  negotiate(first_id, PduType::bind, feature_security_multiplexing);
  for (uint32_t id : {50u, 51u}) negotiate(id, PduType::alter_context);
  EXPECT_FALSE(is_closed_);
  auto answers = leg(PduType::alter_context, 52, 1);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(type_of(answers[0]), PduType::fault);
  EXPECT_TRUE(is_closed_);
}

TEST_F(SecurityContexts, ACallStaysWithItsContext) {
  negotiate(first_id, PduType::bind, feature_security_multiplexing);
  negotiate(second_id, PduType::alter_context);
  Bytes whole;
  ASSERT_TRUE(write_request(whole, {.call_id = 30, .opnum = 7}, pattern(6000), 4280, clients_[first_id]));
  auto length = frame_length(whole);
  ASSERT_TRUE(length);
  server_.feed(Bytes(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(*length)));
  Bytes rest;
  ASSERT_TRUE(write_request(rest, {.call_id = 30, .opnum = 7}, pattern(100), 4280, clients_[second_id]));
  rest[3] = std::byte{pfc_last};  // not the first; the toy signs headers only where that was agreed
  server_.feed(Bytes(rest));
  work();
  EXPECT_TRUE(is_closed_);
  EXPECT_TRUE(requests_.empty());
}

}  // namespace
}  // namespace nta::rpc::test
