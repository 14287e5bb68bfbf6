// The calls in what Samba's client and server said to each other (tests/smb/conversation.h): our tables read each
// request and reply, and write it again as it was, but for the numbers of referents.
#include <algorithm>
#include <set>

#include "ndr/decode.h"
#include "ndr/encode.h"
#include "protocols/srvsvc.h"
#include "rpc/pdu.h"
#include "smb/conversation.h"

namespace nta {
namespace {

struct Call {
  rpc::PduType type;
  uint16_t opnum;
  Bytes stub;
};

/** The PDU in a transceive, one way or the other; none in other messages. */
std::optional<Bytes> pdu_of(const smb::test::Spoken& spoken) {
  auto header = smb::read_header(spoken.message);
  if (!header || header->command != smb::Command::ioctl || header->nt_status() == smb::NtStatus::pending) return {};
  if (spoken.by == smb::Role::client) return smb::test::copy(smb::read_body<smb::IoctlRequest>(spoken.message)->input);
  return smb::test::copy(smb::read_body<smb::IoctlResponse>(spoken.message)->output);
}

std::vector<Call> calls() {
  std::vector<Call> found;
  for (const auto& spoken : smb::test::conversation("rpcclient_smbd_signed.hex").messages) {
    auto pdu = pdu_of(spoken);
    if (!pdu) continue;
    auto frame = rpc::read_frame(*pdu);
    EXPECT_TRUE(frame) << frame.error().text;
    ByteReader in = frame->body();
    if (frame->header.type == rpc::PduType::request) {
      auto head = rpc::read_request_head(frame->header, in);
      found.push_back({frame->header.type, head->opnum, smb::test::copy(*in.take(in.left()))});
    } else if (frame->header.type == rpc::PduType::response) {
      EXPECT_TRUE(rpc::read_response_head(in));
      found.push_back({frame->header.type, found.back().opnum, smb::test::copy(*in.take(in.left()))});
    }
  }
  return found;
}

/** Referents are whatever numbers their sender likes ([C706] 14.3.10): here the first is 1, the second 2, and so on. */
Bytes with_numbered_referents(Bytes stub) {
  constexpr uint32_t first_of_both = 0x00020000;
  constexpr uint32_t behind_the_last = 0x00020400;
  uint32_t number = 0;
  for (size_t at = 0; at + sizeof(uint32_t) <= stub.size(); at += sizeof(uint32_t)) {
    uint32_t word = *ByteReader(ByteView(stub).subspan(at)).u32();
    if (word < first_of_both || word >= behind_the_last) continue;
    ++number;
    std::memcpy(stub.data() + at, &number, sizeof number);
  }
  return stub;
}

Result<Bytes> again(const describe::Type& type, ByteView stub) {
  Arena arena;
  void* value = arena.allocate(type.size, type.align);
  ByteReader in(stub);
  NTA_CHECK(ndr::decode_parameters(type, value, in, arena));
  Bytes out;
  NTA_CHECK(ndr::encode_parameters(type, value, out));
  return out;
}

TEST(SambasCalls, AreReadAndWrittenToTheSameBytes) {
  std::set<uint16_t> seen;
  for (const Call& call : calls()) {
    SCOPED_TRACE(fmt::format("opnum {}, {}", call.opnum, call.type == rpc::PduType::request ? "request" : "reply"));
    auto method = std::ranges::find(protocols::srvsvc.methods, call.opnum, &protocols::MethodInfo::opnum);
    ASSERT_NE(method, protocols::srvsvc.methods.end());
    auto written = again(call.type == rpc::PduType::request ? *method->in : *method->out, call.stub);
    ASSERT_TRUE(written) << written.error().text;
    EXPECT_EQ(with_numbered_referents(*written), with_numbered_referents(call.stub));
    seen.insert(call.opnum);
  }
  EXPECT_EQ(seen.size(), 9u);
}

}  // namespace
}  // namespace nta
