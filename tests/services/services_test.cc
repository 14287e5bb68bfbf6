// The TermSrv interfaces over a table of made-up sessions.
#include <malloc.h>

#include "base/utf16.h"
#include "protocols/local_host.h"
#include "protocols/winstation.h"
#include "services/made_up_host.h"
#include "services/messages.h"

namespace nta::services {
namespace {

using namespace protocols;
using test::ServicesTest;

/** The method's own status; a fault fails the test. */
template <class Out>
Win32 status(const Result<ndr::Decoded<Out>>& reply) {
  if (!reply) ADD_FAILURE() << "fault: " << reply.error().text;
  return reply ? status_of(reply->value) : Win32::invalid_function;
}

TEST_F(ServicesTest, SessionIsOpenedThenAskedThenClosed) {
  auto opened = call<RpcOpenSession>(termsrv_session, {3});
  ASSERT_EQ(status(opened), Win32::success);
  ContextHandle handle = opened->value.phSession;
  auto name = call<RpcGetUserName>(termsrv_session, {handle});
  ASSERT_EQ(status(name), Win32::success);
  EXPECT_EQ(to_utf8(name->value.pszUserName), "alice");
  EXPECT_EQ(to_utf8(name->value.pszDomain), "HOST");
  auto closed = call<RpcCloseSession>(termsrv_session, {handle});
  ASSERT_EQ(status(closed), Win32::success);
  EXPECT_TRUE(closed->value.phSession.id.is_null());
  auto again = call<RpcGetUserName>(termsrv_session, {handle});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Win32::invalid_handle);
}

TEST_F(ServicesTest, UnknownSessionIsNotFoundAndAListenerIsNoneToOpen) {
  EXPECT_EQ(status(call<RpcOpenSession>(termsrv_session, {77})), Win32::ctx_winstation_not_found);
  EXPECT_EQ(status(call<RpcOpenSession>(termsrv_session, {65536})), Win32::ctx_winstation_not_found);
  EXPECT_EQ(status(call<RpcGetSessionInformationEx>(termsrv_session, {77, 1})), Win32::file_not_found);
  EXPECT_EQ(status(call<RpcGetClientData>(rcm_public, {77})), Win32::file_not_found);
}

// psutil.users() and many scripts ask for the user of every row of an enumeration, and give up on a failure.
TEST_F(ServicesTest, AListenerTellsEverybodyThatNobodyIsThere) {
  auto info = call<RpcGetSessionInformation>(termsrv_session, {65536});
  ASSERT_EQ(status(info), Win32::success);
  EXPECT_EQ(view_or_empty(info->value.pSessionInfo.pszUserName), u"");
  EXPECT_EQ(info->value.pSessionInfo.SessionState, static_cast<int32_t>(host::State::listen));
  EXPECT_EQ(status(call<RpcGetSessionInformationEx>(termsrv_session, {65536, 1})), Win32::success);
  EXPECT_EQ(status(call<RpcGetClientData>(rcm_public, {65536})), Win32::success);
  EXPECT_EQ(status(call<RpcGetConfigData>(rcm_public, {65536})), Win32::success);
}

TEST_F(ServicesTest, CurrentSessionIsTheCallers) {
  auto info = call<RpcGetSessionInformationEx>(termsrv_session, {-1, 1});
  ASSERT_EQ(status(info), Win32::success);
  EXPECT_EQ(to_utf8(info->value.Data.Level1.UserName), "alice");
  ASSERT_EQ(info->value.Data.Level1.ProtocolDataSize, sizeof(PROTOCOLSTATUSEX));
  PROTOCOLSTATUSEX protocol;
  std::memcpy(&protocol, info->value.Data.Level1.ProtocolData, sizeof protocol);
  EXPECT_EQ(protocol.Status.Input.Bytes, 11u);
  EXPECT_EQ(protocol.Status.Output.Frames, 2u);
}

TEST_F(ServicesTest, UnknownInformationLevelIsRefused) {
  EXPECT_EQ(status(call<RpcGetSessionInformationEx>(termsrv_session, {3, 2})), Win32::invalid_level);
}

TEST_F(ServicesTest, SessionsTheCallerMayNotQueryAreLeftOut) {
  forbidden_uid_ = 1001;
  auto all = call<RpcGetAllSessions>(termsrv_enumeration, {1});
  ASSERT_EQ(status(all), Win32::success);
  std::vector<int32_t> ids;
  for (uint32_t i = 0; i < all->value.pcEntries; ++i) ids.push_back(all->value.ppSessionData[i].Data.Level1.ExecEnvId);
  EXPECT_EQ(ids, (std::vector<int32_t>{0, 3}));
}

// Their rows are made in memory as it comes: the same call gives the same bytes whatever the heap held before.
TEST_F(ServicesTest, NothingOfWhatTheMemoryHeldBeforeIsSent) {
  for (uint32_t level : {1u, 2u}) {
    auto answer_in_memory_of = [&](int fill) {
      ::mallopt(M_PERTURB, fill);
      auto answer = raw(termsrv_enumeration, RpcGetAllSessions::opnum, *ndr::encode(RpcGetAllSessions::In{level}));
      ::mallopt(M_PERTURB, 0);
      return answer ? *std::move(answer) : Bytes();
    };
    Bytes one = answer_in_memory_of(0x5A);
    EXPECT_GT(one.size(), 3 * 80u);
    EXPECT_EQ(one, answer_in_memory_of(0xA5)) << "level " << level;
  }
}

TEST_F(ServicesTest, RefusalChangesNothing) {
  forbidden_uid_ = 1001;
  auto opened = call<RpcOpenSession>(termsrv_session, {4});
  ASSERT_EQ(status(opened), Win32::success);
  EXPECT_EQ(status(call<RpcLogoff>(termsrv_session, {opened->value.phSession})), Win32::access_denied);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(ServicesTest, LogoffAndDisconnectReachTheProvider) {
  auto opened = call<RpcOpenSession>(termsrv_session, {3});
  EXPECT_EQ(status(call<RpcDisconnect>(termsrv_session, {opened->value.phSession})), Win32::success);
  EXPECT_EQ(status(call<RpcLogoff>(termsrv_session, {opened->value.phSession})), Win32::success);
  EXPECT_EQ(asked_, (std::vector<std::string>{"disconnect 3", "logoff 3"}));
}

TEST_F(ServicesTest, MessageGoesToTheSessionAndItsAnswerComesBack) {
  auto opened = call<RpcOpenSession>(termsrv_session, {3});
  char16_t title[] = u"Title", text[] = u"Text";
  auto asked = call<RpcShowMessageBox>(termsrv_session, {opened->value.phSession, title, text, 4, 0, 0});
  ASSERT_EQ(status(asked), Win32::success);
  EXPECT_EQ(asked->value.pulResponse, 6u);
  auto told = call<RpcShowMessageBox>(termsrv_session, {opened->value.phSession, title, text, 0, 0, 1});
  ASSERT_EQ(status(told), Win32::success);
  EXPECT_EQ(told->value.pulResponse, 32001u);
  EXPECT_EQ(asked_, (std::vector<std::string>{"message 3 Title: Text", "message 3 Title: Text"}));
}

TEST_F(ServicesTest, AMessageThatWaitsForItsAnswerKeepsNothingOfItsRequest) {
  std::u16string text(1'000'000, u'x');
  auto stub = ndr::encode(RpcShowMessageBox::In{{}, text.data(), text.data(), 0, 0, 0});
  ASSERT_TRUE(stub);
  auto waiting = std::make_shared<Call<RpcShowMessageBox>>(client_, Reply([](Result<Bytes>) {}));
  auto request = ndr::decode<RpcShowMessageBox::In>(*stub);
  ASSERT_TRUE(request);
  waiting->request = *std::move(request);
  ASSERT_TRUE(waiting->in().szMessage);
  send_message(host_, waiting, *table_.find(SessionId(3)), {}, &RpcShowMessageBox::Out::pulResponse);
  EXPECT_FALSE(waiting->in().szMessage);
}

TEST_F(ServicesTest, ARefusalThatHasNoFormIsAFaultWithItsOwnCode) {
  auto server = call<RpcWinStationOpenServer>(legacy_api, {});
  char16_t name[64] = u"";
  auto refused = call<RpcWinStationNameFromLogonId>(legacy_api, {server->value.phServer, 99, name, 64});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::ctx_winstation_not_found);
}

TEST_F(ServicesTest, LegacyMessageEndsAtItsTerminator) {
  auto server = call<RpcWinStationOpenServer>(legacy_api, {});
  char16_t title[8] = u"T", text[8] = u"Hi";
  auto told = call<RpcWinStationSendMessage>(legacy_api, {server->value.phServer, 3, title, 8, text, 8, 0, 0, 1});
  ASSERT_EQ(status(told), Win32::success);
  EXPECT_EQ(asked_, (std::vector<std::string>{"message 3 T: Hi"}));
}

class LegacyTest : public ServicesTest {
 protected:
  LegacyTest() {
    host::Session session = *table_.find(SessionId(3));
    session.uid = client_->token->uid;
    session.client.pid = getpid();
    table_.put(session);
    put(5, host::State::disconnected, "alice", *session.uid);
    server_ = call<RpcWinStationOpenServer>(legacy_api, {})->value.phServer;
  }
  Win32 connect(uint32_t shown, uint32_t at, std::u16string password = {}) {
    auto size = static_cast<uint32_t>(password.size() + 1);
    return status(call<RpcWinStationConnect>(legacy_api, {server_, 0xFFFFFFFF, shown, at, password.data(), size, 1}));
  }
  ContextHandle server_;
};

TEST_F(LegacyTest, ATerminalIsMovedToAnotherSession) {
  EXPECT_EQ(connect(5, 3), Win32::success);
  EXPECT_EQ(asked_,
            (std::vector<std::string>{fmt::format("admit {} to 5", getpid()), "hand over 3 to 5 in /sessions/5"}));
}

TEST_F(LegacyTest, OneThatShowsTheSessionAlreadyStays) {
  EXPECT_EQ(connect(3, 0xFFFFFFFF), Win32::success);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(LegacyTest, NothingMovesWithoutTheSessionsATerminalAndTheRight) {
  EXPECT_EQ(connect(77, 3), Win32::ctx_winstation_not_found);
  EXPECT_EQ(connect(5, 77), Win32::ctx_winstation_not_found);
  EXPECT_EQ(connect(3, 5), Win32::invalid_parameter) << "5 is shown nowhere";
  EXPECT_EQ(connect(5, 3, u"secret"), Win32::not_supported);
  EXPECT_EQ(connect(4, 3), Win32::access_denied) << "bob's";
  forbidden_uid_ = 1001;
  EXPECT_EQ(connect(5, 4), Win32::access_denied);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(LegacyTest, AClientCannotBeToldToLookOnAndOnlyWhoMayLearnsThat) {
  auto shadow = [&](uint32_t target) {
    return status(call<RpcWinStationShadow>(legacy_api, {server_, 3, nullptr, 0, target, 0x6A, 2}));
  };
  EXPECT_EQ(shadow(5), Win32::not_supported);
  EXPECT_EQ(shadow(77), Win32::ctx_winstation_not_found);
  forbidden_uid_ = 1001;
  EXPECT_EQ(shadow(4), Win32::access_denied);
}

TEST_F(LegacyTest, BothAskForTheServersHandle) {
  ContextHandle forged = server_;
  ++forged.id.data1;
  char16_t none[] = u"";
  auto connected = call<RpcWinStationConnect>(legacy_api, {forged, 3, 5, 3, none, 1, 1});
  ASSERT_FALSE(connected);
  EXPECT_EQ(connected.error().code, Win32::invalid_handle);
  auto shadowed = call<RpcWinStationShadow>(legacy_api, {forged, 3, nullptr, 0, 5, 0, 0});
  ASSERT_FALSE(shadowed);
  EXPECT_EQ(shadowed.error().code, Win32::invalid_handle);
}

TEST_F(ServicesTest, ServicesSessionCannotBeLoggedOff) {
  auto opened = call<RpcOpenSession>(termsrv_session, {0});
  EXPECT_EQ(status(call<RpcLogoff>(termsrv_session, {opened->value.phSession})), Win32::access_denied);
}

TEST_F(ServicesTest, EnumerationFiltersApplyBeforeTheResult) {
  auto opened = call<RpcOpenEnum>(termsrv_enumeration, {});
  ContextHandle handle = opened->value.phEnum;
  ASSERT_EQ(status(call<RpcFilterByState>(termsrv_enumeration, {handle, 0, 0})), Win32::success);
  auto result = call<RpcGetEnumResult>(termsrv_enumeration, {handle, 2});
  ASSERT_EQ(status(result), Win32::success);
  ASSERT_EQ(result->value.pEntries, 1u);
  EXPECT_EQ(result->value.ppSessionEnumResult[0].Data.Level2.SessionId, 3);
  EXPECT_EQ(result->value.ppSessionEnumResult[0].Data.Level2.SessionType, terminal_type::desktop);
}

TEST_F(ServicesTest, UnknownEnumerationLevelGetsTheHighest) {
  auto opened = call<RpcOpenEnum>(termsrv_enumeration, {});
  auto result = call<RpcGetEnumResult>(termsrv_enumeration, {opened->value.phEnum, 9});
  ASSERT_EQ(status(result), Win32::success);
  EXPECT_EQ(result->value.ppSessionEnumResult[0].Level, 2u);
}

TEST_F(ServicesTest, ListenersHaveIdsFrom65536) {
  auto listeners = call<RpcGetAllListeners>(rcm_public, {1});
  ASSERT_EQ(status(listeners), Win32::success);
  ASSERT_GE(listeners->value.pNumListeners, 1u);
  EXPECT_EQ(listeners->value.ppListeners[0].Data.Level1.Id, 65536);
}

TEST_F(ServicesTest, LegacyInformationComesBehindItsSizeAndOffset) {
  auto server = call<RpcWinStationOpenServer>(legacy_api, {});
  std::vector<uint8_t> buffer(1220);
  auto reply = call<RpcWinStationQueryInformation>(
      legacy_api, {server->value.phServer, 0xFFFFFFFF, 8, buffer.data(), static_cast<uint32_t>(buffer.size())});
  ASSERT_EQ(status(reply), Win32::success);
  ASSERT_EQ(reply->value.pReturnLength, 1220u);
  VARDATA_WIRE head;
  WINSTATIONINFORMATION info;
  std::memcpy(&head, reply->value.pWinStationInformation, sizeof head);
  std::memcpy(&info, reply->value.pWinStationInformation + head.Offset, sizeof info);
  EXPECT_EQ(head.Size, sizeof info);
  EXPECT_EQ(info.LogonId, 3u);
  EXPECT_EQ(to_utf8(info.UserName), "alice");
}

TEST_F(ServicesTest, TooSmallALegacyBufferSaysTheSize) {
  auto server = call<RpcWinStationOpenServer>(legacy_api, {});
  uint8_t byte = 0;
  auto reply = call<RpcWinStationQueryInformation>(legacy_api, {server->value.phServer, 3, 8, &byte, 1});
  EXPECT_EQ(status(reply), Win32::insufficient_buffer);
  EXPECT_EQ(reply->value.pReturnLength, 1220u);
}

TEST_F(ServicesTest, LegacyEnumerationEndsWithNoMoreEntries) {
  auto server = call<RpcWinStationOpenServer>(legacy_api, {});
  std::vector<uint8_t> buffer(2 * sizeof(SESSIONID));
  std::vector<uint32_t> ids;
  uint32_t index = 0;
  for (int turn = 0; turn < 10; ++turn) {
    auto reply = call<RpcWinStationEnumerate>(
        legacy_api, {server->value.phServer, 100, buffer.data(), static_cast<uint32_t>(buffer.size()), index});
    if (status(reply) == Win32::no_more_items) break;
    index = reply->value.pIndex;
    for (uint32_t i = 0; i < reply->value.pEntries; ++i) {
      SESSIONID record;
      std::memcpy(&record, reply->value.pLogonId + i * sizeof record, sizeof record);
      ids.push_back(record.SessionId);
    }
  }
  EXPECT_EQ(ids, (std::vector<uint32_t>{0, 3, 4, 65536}));
}

TEST_F(ServicesTest, HandleOfAnotherClientIsAFault) {
  auto other = std::make_shared<Client>();
  other->token = client_->token;
  auto opened = call<RpcOpenSession>(termsrv_session, {3}, other);
  auto used = call<RpcGetState>(termsrv_session, {opened->value.phSession});
  ASSERT_FALSE(used);
  EXPECT_EQ(used.error().code, Win32::invalid_handle);
}

TEST_F(ServicesTest, HandleOfAnotherKindIsAFault) {
  auto server = call<RpcWinStationOpenServer>(legacy_api, {});
  EXPECT_FALSE(call<RpcGetState>(termsrv_session, {server->value.phServer}));
}

TEST_F(ServicesTest, TruncatedStubIsABadStubFault) {
  auto reply = raw(termsrv_session, RpcGetState::opnum, Bytes(5));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Win32::rpc_bad_stub_data);
}

TEST_F(ServicesTest, UnservedMethodIsAnOpnumFault) {
  auto reply = raw(termsrv_session, 200, {});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Win32::rpc_procnum_out_of_range);
}

TEST_F(ServicesTest, OneClientHoldsABoundedNumberOfHandles) {
  Win32 last = Win32::success;
  for (int i = 0; i < 2000 && last == Win32::success; ++i) last = status(call<RpcOpenEnum>(termsrv_enumeration, {}));
  EXPECT_EQ(last, Win32::no_system_resources);
}

TEST_F(ServicesTest, CountersOfUnknownIdComeBackEmpty) {
  TS_COUNTER counters[] = {{12, 0, 0, 0}, {99, 0, 0, 0}};
  auto reply = call<RpcGetSessionCounters>(termsrv_session, {counters, 2});
  ASSERT_EQ(status(reply), Win32::success);
  EXPECT_EQ(reply->value.pCounter[0].dwValue, 2u);  // alice and bob are logged on
  EXPECT_EQ(reply->value.pCounter[1].dwCounterID, 0u);
  EXPECT_EQ(reply->value.pCounter[1].bResult, 0);
}

// A log-on would be asked for, decided and counted; this host takes none at all.
TEST_F(ServicesTest, ATokenSaysWhereItsSessionIsWithoutALogOn) {
  host_.token_of = [](const auth::PeerCredentials& user) { return auth::AccessToken{.uid = user.uid}; };
  put(5, host::State::active, "root", 0);
  auth::AccessToken root;
  root.uid = 0;
  client_->token = std::make_shared<auth::AccessToken>(root);
  auto token = call<HostQueryUserToken>(local_host, {5});
  ASSERT_EQ(status(token), Win32::success);
  ASSERT_TRUE(token->value.SocketPath);
  EXPECT_STREQ(token->value.SocketPath, "/sessions/5/session.sock");
}

}  // namespace
}  // namespace nta::services
