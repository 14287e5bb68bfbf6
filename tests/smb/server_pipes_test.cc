// Trees and pipes of the server: opening, reading what comes in time and what does not, chains of requests.
#include "smb/server_client.h"

namespace nta::smb {
namespace {

using test::Answer;
using test::Client;
using test::text_from;

struct ServerTest : testing::Test {
  void SetUp() override { client.arrive(); }
  void say(std::string_view text) {
    server.pipe_message(client.opened.at(0), as_byte_view(text));
    client.pump();
  }
  ServerOptions options = test::made_up_options();
  ServerConnection server{options};
  Client client{server};
};
using Trees = ServerTest;
using Pipes = ServerTest;
using Waiting = ServerTest;
using Chains = ServerTest;
using Controls = ServerTest;

TEST_F(Trees, OtherSharesThanIpcAreNotThere) {
  EXPECT_EQ(client.connect(u"\\\\server\\C$").status(), NtStatus::bad_network_name);
  EXPECT_EQ(client.connect(u"").status(), NtStatus::bad_network_name);
  EXPECT_EQ(client.connect(u"\\\\server\\ipc$").body<TreeConnectResponse>().share_type, share_type_pipe);
}

TEST_F(Trees, ADisconnectedOneTakesItsPipesWithIt) {
  client.open();
  EXPECT_EQ(client.ask(Command::tree_disconnect, EmptyBody{}).status(), NtStatus::success);
  EXPECT_EQ(client.told.back(), "no tree");
  EXPECT_EQ(client.create(u"srvsvc").status(), NtStatus::network_name_deleted);
}

TEST_F(Trees, ThereAreNoMoreThanTheLimit) {
  options.limits.trees = 1;
  EXPECT_EQ(client.connect().status(), NtStatus::insufficient_resources);
}

TEST_F(Pipes, AnUnknownOneIsNotFound) {
  EXPECT_EQ(client.create(u"no_such_pipe").status(), NtStatus::object_name_not_found);
  EXPECT_EQ(client.create(u"\\srvsvc").status(), NtStatus::object_name_not_found) << "as on Windows";
}

TEST_F(Pipes, TheDirectoryTheyAreInCanBeOpenedAndNothingElse) {
  FileId root = client.open(u"");
  EXPECT_TRUE(client.opened.empty());
  EXPECT_EQ(client.write(root, "x").status(), NtStatus::invalid_device_request);
  EXPECT_EQ(client.read(root, 1).status(), NtStatus::invalid_device_request);
  EXPECT_EQ(client.ask(Command::close, CloseRequest{.file = root}).status(), NtStatus::success);
  EXPECT_EQ(client.ask(Command::close, CloseRequest{.file = root}).status(), NtStatus::file_closed);
}

TEST_F(Pipes, ThereAreNoMoreThanTheLimit) {
  options.limits.pipes = 1;
  client.open();
  EXPECT_EQ(client.create(u"srvsvc").status(), NtStatus::insufficient_resources);
}

TEST_F(Pipes, AHandleOfAnotherTreeIsClosed) {
  FileId file = client.open();
  client.connect();
  EXPECT_EQ(client.write(file, "x").status(), NtStatus::file_closed);
}

TEST_F(Pipes, AShortReadGetsAPartAndTheNextTheRest) {
  FileId file = client.open();
  say("abcdefgh");
  Answer part = client.read(file, 3);
  EXPECT_EQ(part.status(), NtStatus::buffer_overflow);
  EXPECT_EQ(text_from(part.body<ReadResponse>().data), "abc");
  EXPECT_EQ(part.body<ReadResponse>().remaining, 5u);
  say("next");
  Answer rest = client.read(file, 1000);
  EXPECT_EQ(rest.status(), NtStatus::success);
  EXPECT_EQ(text_from(rest.body<ReadResponse>().data), "defgh") << "never two messages in one read";
  EXPECT_EQ(text_from(client.read(file, 4).body<ReadResponse>().data), "next");
}

TEST_F(Pipes, ABrokenOneIsReadToItsEnd) {
  FileId file = client.open();
  say("last words");
  server.pipe_broken(client.opened[0]);
  EXPECT_EQ(client.write(file, "x").status(), NtStatus::pipe_broken);
  EXPECT_EQ(client.read(file, 100).status(), NtStatus::success);
  EXPECT_EQ(client.read(file, 100).status(), NtStatus::pipe_broken);
}

TEST_F(Pipes, WhatAnAdministratorClosesIsClosed) {
  FileId file = client.open();
  server.close_pipe(client.opened[0]);
  EXPECT_EQ(client.write(file, "x").status(), NtStatus::file_closed);
}

TEST_F(Pipes, ASessionWhoseTicketHasEndedWaitsForAnother) {
  FileId file = client.open();
  FileId other = client.open();
  ASSERT_EQ(client.setup("over").status(), NtStatus::success);
  EXPECT_EQ(client.write(file, "x").status(), NtStatus::network_session_expired);
  EXPECT_EQ(client.create(u"srvsvc").status(), NtStatus::network_session_expired);
  EXPECT_EQ(client.ask(Command::close, CloseRequest{.file = other}).status(), NtStatus::success);
  ASSERT_EQ(client.setup("ok").status(), NtStatus::success);
  EXPECT_EQ(client.write(file, "x").status(), NtStatus::success) << "the pipe is as it was";
}

TEST_F(Pipes, TheSessionAnAdministratorEndsIsGone) {
  client.open();
  server.end_session(client.session);
  client.pump();
  EXPECT_EQ(client.told.back(), "ended");
  client.protection = nullptr;
  EXPECT_EQ(client.create(u"srvsvc").status(), NtStatus::user_session_deleted);
}

TEST_F(Pipes, RoomIsToldWhenWhatWaitedWasRead) {
  options.limits.pipe_bytes = 6;
  FileId file = client.open();
  say("1234567");
  EXPECT_FALSE(server.pipe_has_room(client.opened[0]));
  client.read(file, 100);
  EXPECT_EQ(client.drained, 1u);
  EXPECT_TRUE(server.pipe_has_room(client.opened[0]));
}

TEST_F(Waiting, AReadAnsweredAtOnceHasOneAnswer) {
  FileId file = client.open();
  uint64_t id = client.start_read(file);
  EXPECT_TRUE(client.receive().empty());
  EXPECT_TRUE(server.has_unannounced());
  say("now");
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].header.message_id, id);
  EXPECT_FALSE(answers[0].header.has(flag_async));
  EXPECT_GT(answers[0].header.credits, 0);
  EXPECT_FALSE(server.has_unannounced());
}

TEST_F(Waiting, ALaterAnswerFollowsAnInterimOneThatGrantsTheCredits) {
  FileId file = client.open();
  client.start_read(file);
  server.announce_waiting();
  auto interim = client.receive();
  ASSERT_EQ(interim.size(), 1u);
  EXPECT_EQ(interim[0].status(), NtStatus::pending);
  EXPECT_TRUE(interim[0].header.has(flag_async));
  EXPECT_FALSE(interim[0].header.has(flag_signed));
  EXPECT_GT(interim[0].header.credits, 0);
  say("then");
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].header.async_id, interim[0].header.async_id);
  EXPECT_EQ(answers[0].header.credits, 0);
  EXPECT_TRUE(client.protection->verify(answers[0].bytes));
  EXPECT_EQ(text_from(answers[0].body<ReadResponse>().data), "then");
}

TEST_F(Waiting, OnesThatCameLaterAreToldAnotherTime) {
  FileId first = client.open(), second = client.open();
  uint64_t early = client.start_read(first);
  uint64_t last = server.last_waiting();
  uint64_t late = client.start_read(second);
  server.announce_waiting(last);
  auto interim = client.receive();
  ASSERT_EQ(interim.size(), 1u);
  EXPECT_EQ(interim[0].header.message_id, early);
  EXPECT_TRUE(server.has_unannounced());
  server.announce_waiting();
  interim = client.receive();
  ASSERT_EQ(interim.size(), 1u);
  EXPECT_EQ(interim[0].header.message_id, late);
  EXPECT_FALSE(server.has_unannounced());
}

TEST_F(Waiting, IsCancelledByItsAsyncId) {
  FileId file = client.open();
  client.start_read(file);
  server.announce_waiting();
  uint64_t async_id = client.receive().at(0).header.async_id;
  Header cancel = client.header(Command::cancel);
  cancel.flags = flag_async;
  cancel.async_id = async_id;
  client.send_bytes(client.request(cancel, EmptyBody{}));
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 1u) << "CANCEL itself has no answer";
  EXPECT_EQ(answers[0].status(), NtStatus::cancelled);
  EXPECT_EQ(answers[0].header.command, Command::read);
}

TEST_F(Waiting, IsCancelledByItsMessageId) {
  FileId file = client.open();
  uint64_t id = client.start_read(file);
  Header cancel = client.header(Command::cancel);
  cancel.message_id = id;
  client.send_bytes(client.request(cancel, EmptyBody{}));
  EXPECT_EQ(client.receive().at(0).status(), NtStatus::cancelled);
  say("for the next reader");
  EXPECT_EQ(client.read(file, 100).status(), NtStatus::success);
}

TEST_F(Waiting, AnUnsignedCancelCancelsNothing) {
  FileId file = client.open();
  Header cancel = client.header(Command::cancel);
  cancel.message_id = client.start_read(file);
  client.sign = test::Signed::no;
  client.send_bytes(client.request(cancel, EmptyBody{}));
  EXPECT_TRUE(client.receive().empty());
}

TEST_F(Waiting, EndsWithTheHandle) {
  FileId file = client.open();
  uint64_t id = client.start_read(file);
  client.send_bytes(client.request(client.header(Command::close), CloseRequest{.file = file}));
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0].header.message_id, id);
  EXPECT_EQ(answers[0].status(), NtStatus::pipe_broken);
  EXPECT_EQ(answers[1].status(), NtStatus::success);
}

TEST_F(Waiting, HasALimit) {
  options.limits.waiting = 1;
  FileId file = client.open();
  client.start_read(file);
  client.start_read(file);
  EXPECT_EQ(client.receive().at(0).status(), NtStatus::insufficient_resources);
}

TEST_F(Controls, ATransactionIsAWriteAndARead) {
  FileId file = client.open();
  client.send_bytes(client.request(
      client.header(Command::ioctl),
      IoctlRequest{
          .control = Fsctl::pipe_transceive, .file = file, .input = as_byte_view("question"), .max_output = 3}));
  EXPECT_EQ(text_from(client.written[client.opened[0]]), "question");
  say("answer");
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].status(), NtStatus::buffer_overflow);
  EXPECT_EQ(text_from(answers[0].body<IoctlResponse>().output), "ans");
  EXPECT_EQ(text_from(client.read(file, 100).body<ReadResponse>().data), "wer");
}

TEST_F(Controls, ATransactionOnAPipeWithUnreadDataIsBusy) {
  FileId file = client.open();
  say("unread");
  EXPECT_EQ(client.ioctl(Fsctl::pipe_transceive, file, {}).status(), NtStatus::pipe_busy);
}

TEST_F(Controls, APeekTakesNothing) {
  FileId file = client.open();
  say("abc");
  say("de");
  Answer peeked = client.ioctl(Fsctl::pipe_peek, file, {}, 18);
  EXPECT_EQ(peeked.status(), NtStatus::buffer_overflow);
  ByteView output = peeked.body<IoctlResponse>().output;
  ASSERT_EQ(output.size(), 18u);
  ByteReader in(output);
  EXPECT_EQ(*in.u32(), 3u) << "connected";
  EXPECT_EQ(*in.u32(), 5u) << "bytes in all";
  EXPECT_EQ(*in.u32(), 2u) << "messages";
  EXPECT_EQ(*in.u32(), 3u) << "bytes of the first";
  EXPECT_EQ(text_from(client.read(file, 100).body<ReadResponse>().data), "abc");
}

TEST_F(Controls, WaitingForAKnownPipeNeedsNoWait) {
  auto wait_for = [&](std::u16string_view name) {
    Bytes input;
    ByteWriter out(input);
    Bytes text = utf16_bytes(name);
    out.u64(0);
    out.u32(static_cast<uint32_t>(text.size()));
    out.u16(0);
    out.raw(text);
    return client.ioctl(Fsctl::pipe_wait, no_file, input).status();
  };
  EXPECT_EQ(wait_for(u"srvsvc"), NtStatus::success);
  EXPECT_EQ(wait_for(u"nothing"), NtStatus::object_name_not_found);
}

TEST_F(Controls, WhatAFileServerWouldDoHasItsRefusals) {
  EXPECT_EQ(client.ioctl(Fsctl::dfs_get_referrals, no_file, {}).status(), NtStatus::fs_driver_required);
  EXPECT_EQ(client.ioctl(Fsctl::query_network_interface_info, no_file, {}).status(), NtStatus::not_supported);
  EXPECT_EQ(client.ioctl(static_cast<Fsctl>(0x00098208), no_file, {}).status(), NtStatus::invalid_device_request);
  EXPECT_EQ(client.ask(Command::query_directory, EmptyBody{}).status(), NtStatus::invalid_device_request);
}

TEST_F(Controls, MessageModeCanBeSetAndStandardInformationAsked) {
  FileId file = client.open();
  Bytes modes(8);
  modes[0] = std::byte{1};
  EXPECT_EQ(
      client.ask(Command::set_info, SetInfoRequest{.type = 1, .info_class = 23, .data = modes, .file = file}).status(),
      NtStatus::success);
  Answer info = client.ask(Command::query_info,
                           QueryInfoRequest{.type = 1, .info_class = 5, .max_output = 100, .input = {}, .file = file});
  EXPECT_EQ(info.body<QueryInfoResponse>().data.size(), 24u);
  info = client.ask(Command::query_info,
                    QueryInfoRequest{.type = 1, .info_class = 99, .max_output = 100, .input = {}, .file = file});
  EXPECT_EQ(info.status(), NtStatus::invalid_info_class);
}

TEST_F(Controls, ValidatingTheNegotiationThatTookPlaceSucceeds) {
  Bytes input = write_validate_request({.security_mode = signing_enabled, .dialects = {0x0210}});
  Answer answer = client.ioctl(Fsctl::validate_negotiate_info, no_file, input);
  EXPECT_EQ(answer.status(), NtStatus::success);
  auto said = read_validate_response(answer.body<IoctlResponse>().output);
  ASSERT_TRUE(said);
  EXPECT_EQ(said->dialect, Dialect::smb_2_1);
  EXPECT_EQ(said->server, options.server);
}

TEST_F(Controls, ValidatingAnotherNegotiationEndsTheConnection) {
  Bytes input = write_validate_request({.security_mode = signing_enabled, .dialects = {0x0210, 0x0300}});
  client.send_bytes(
      client.request(client.header(Command::ioctl),
                     IoctlRequest{.control = Fsctl::validate_negotiate_info, .input = input, .max_output = 100}));
  EXPECT_TRUE(client.closed) << "somebody on the way has taken 3.0 out";
}

/** Puts the requests into one message; each but the first is related where its flag says so. */
Bytes chain(Client& client, std::vector<Bytes> requests) {
  Bytes all;
  for (size_t i = 0; i < requests.size(); ++i) {
    Bytes& each = requests[i];
    bool is_last = i + 1 == requests.size();
    if (!is_last) each.resize((each.size() + 7) / 8 * 8);
    auto next = static_cast<uint32_t>(is_last ? 0 : each.size());
    std::memcpy(each.data() + next_command_offset, &next, sizeof next);
    client.protection->sign(each);
    all.insert(all.end(), each.begin(), each.end());
  }
  return all;
}

template <class Body>
Bytes related(Client& client, Command command, const Body& body) {
  Header header = client.header(command);
  header.flags |= flag_related;
  header.session_id = UINT64_MAX;
  header.tree_id = UINT32_MAX;
  Bytes bytes;
  write_message(bytes, header, body);
  return bytes;
}

TEST_F(Chains, RelatedRequestsUseTheHandleOfTheOneBefore) {
  Bytes name = utf16_bytes(u"srvsvc");
  std::vector<Bytes> requests;
  requests.push_back(client.request(client.header(Command::create), CreateRequest{.name = name, .contexts = {}}));
  requests.push_back(related(client, Command::write, WriteRequest{.data = as_byte_view("hi"), .file = no_file}));
  requests.push_back(related(client, Command::close, CloseRequest{.file = no_file}));
  client.send_bytes(chain(client, requests));
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 3u);
  for (const Answer& each : answers) {
    EXPECT_EQ(each.status(), NtStatus::success);
    EXPECT_TRUE(client.protection->verify(each.bytes)) << "each is signed with its padding";
  }
  EXPECT_FALSE(answers[0].header.has(flag_related));
  EXPECT_TRUE(answers[1].header.has(flag_related));
  EXPECT_EQ(text_from(client.written[client.opened[0]]), "hi");
}

TEST_F(Chains, AFailureIsPassedOnToWhatIsRelated) {
  Bytes name = utf16_bytes(u"nothing");
  std::vector<Bytes> requests;
  requests.push_back(client.request(client.header(Command::create), CreateRequest{.name = name, .contexts = {}}));
  requests.push_back(related(client, Command::close, CloseRequest{.file = no_file}));
  client.send_bytes(chain(client, requests));
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[1].status(), NtStatus::object_name_not_found);
}

TEST_F(Chains, UnrelatedRequestsStandForThemselves) {
  FileId file = client.open();
  std::vector<Bytes> requests;
  requests.push_back(
      client.request(client.header(Command::write), WriteRequest{.data = as_byte_view("a"), .file = file}));
  requests.push_back(client.request(client.header(Command::close), CloseRequest{.file = no_file}));
  requests.push_back(client.request(client.header(Command::echo), EmptyBody{}));
  client.send_bytes(chain(client, requests));
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(answers[0].status(), NtStatus::success);
  EXPECT_EQ(answers[1].status(), NtStatus::file_closed);
  EXPECT_EQ(answers[2].status(), NtStatus::success);
}

TEST_F(Chains, TheFirstRequestIsRelatedToNothing) {
  std::vector<Bytes> requests;
  requests.push_back(related(client, Command::close, CloseRequest{.file = no_file}));
  client.send_bytes(chain(client, requests));
  EXPECT_EQ(client.receive().at(0).status(), NtStatus::invalid_parameter);
}

TEST_F(Chains, OnlyTheLastRequestMayWait) {
  FileId file = client.open();
  std::vector<Bytes> requests;
  requests.push_back(client.request(client.header(Command::read), ReadRequest{.length = 10, .file = file}));
  requests.push_back(client.request(client.header(Command::read), ReadRequest{.length = 10, .file = file}));
  client.send_bytes(chain(client, requests));
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].status(), NtStatus::internal_error);
  say("for the last");
  EXPECT_EQ(client.receive().at(0).status(), NtStatus::buffer_overflow);
}

TEST_F(Chains, AnswersOfOneMessageStayWithinABound) {
  client.wanted_credits = 64;
  FileId file = client.open();
  say(std::string(60'000, 'x'));
  constexpr size_t peeks = 20;
  IoctlRequest peek{.control = Fsctl::pipe_peek, .file = file, .input = {}, .output = {}, .max_output = 65536};
  std::vector<Bytes> requests;
  for (size_t i = 0; i < peeks; ++i) requests.push_back(client.request(client.header(Command::ioctl), peek));
  client.send_bytes(chain(client, requests));
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), peeks);
  EXPECT_EQ(answers[0].status(), NtStatus::success);
  EXPECT_EQ(answers[peeks - 1].status(), NtStatus::insufficient_resources);
}

}  // namespace
}  // namespace nta::smb
