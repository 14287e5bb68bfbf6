// Every PDU, read and written, against bytes of other implementations.
#include "rpc/golden.h"

namespace nta::rpc::test {

namespace {

constexpr SyntaxId endpoint_mapper{guid("e1af8308-5d1f-11c9-91a4-08002b14a0fa"), 3, 0};
constexpr SyntaxId lsarpc{guid("12345778-1234-abcd-ef00-0123456789ab"), 0, 0};

/** What our writer makes of a header and a body. */
template <class Write>
Bytes written(const Header& header, Write write, const std::optional<Trailer>& trailer = {}, ByteView token = {}) {
  Bytes out;
  PduWriter pdu(out, header.type, header.flags, header.call_id);
  write(pdu.body());
  if (trailer)
    pdu.finish(*trailer, token);
  else
    pdu.finish();
  return out;
}

}  // namespace

TEST(Pdu, BindIsReadAndWrittenAsRpcclientDoes) {
  Bytes bytes = golden("bind.rpcclient-4.17.bin");
  Frame frame = frame_of(bytes);
  EXPECT_EQ(frame.header.type, PduType::bind);
  auto bind = read_bind(frame);
  ASSERT_TRUE(bind);
  EXPECT_EQ(*bind, (Bind{4280, 4280, 0, {{0, endpoint_mapper, {ndr_syntax}}}}));
  EXPECT_EQ(written(frame.header, [&](ByteWriter& out) { write_bind(out, *bind); }), bytes);
}

TEST(Pdu, BindWithFeatureNegotiationIsReadAndWritten) {
  Bytes bytes = golden("bind_features.smbtorture-4.17.bin");
  Frame frame = frame_of(bytes);
  auto bind = read_bind(frame);
  ASSERT_TRUE(bind);
  ASSERT_EQ(bind->elements.size(), 2u);
  EXPECT_EQ(features_of(bind->elements[1].transfer_syntaxes.at(0)), 3);
  EXPECT_EQ(features_of(bind->elements[0].transfer_syntaxes.at(0)), std::nullopt);
  EXPECT_EQ(bind->elements[1].transfer_syntaxes.at(0), feature_syntax(3));
  EXPECT_EQ(written(frame.header, [&](ByteWriter& out) { write_bind(out, *bind); }), bytes);
}

TEST(Pdu, BindAckIsReadAndWrittenAsSambaDoes) {
  for (const char* name : {"bind_ack.smbd-4.17.bin", "bind_ack_features.smbd-4.17.bin"}) {
    Bytes bytes = golden(name);
    Frame frame = frame_of(bytes);
    auto ack = read_bind_ack(frame);
    ASSERT_TRUE(ack) << name;
    EXPECT_EQ(ack->secondary_address, "135");
    EXPECT_EQ(ack->results.at(0), (ContextResult{ContextOutcome::acceptance, 0, ndr_syntax}));
    EXPECT_EQ(written(frame.header, [&](ByteWriter& out) { write_bind_ack(out, *ack); }), bytes) << name;
  }
}

TEST(Pdu, NegotiatedFeaturesAreInTheReason) {
  Bytes bytes = golden("bind_ack_features.smbd-4.17.bin");
  auto ack = read_bind_ack(frame_of(bytes));
  ASSERT_TRUE(ack && ack->results.size() == 2);
  EXPECT_EQ(ack->results[1], (ContextResult{ContextOutcome::negotiate_ack, 3, {}}));
}

TEST(Pdu, HandshakeTokensAreFoundAndPlaced) {
  for (const char* name : {"bind_ntlm.rpcclient-4.17.bin", "bind_ntlm.impacket-0.10.bin"}) {
    Bytes bytes = golden(name);
    Frame frame = frame_of(bytes);
    ASSERT_TRUE(frame.trailer) << name;
    EXPECT_EQ(frame.trailer->type, 10);
    EXPECT_EQ(std::memcmp(frame.credentials.data(), "NTLMSSP", 8), 0);
    auto bind = read_bind(frame);
    ASSERT_TRUE(bind) << name;
    EXPECT_EQ(bind->elements.at(0).abstract_syntax, lsarpc);
    EXPECT_EQ(written(
                  frame.header, [&](ByteWriter& out) { write_bind(out, *bind); }, frame.trailer, frame.credentials),
              bytes)
        << name;
  }
}

TEST(Pdu, BindAckWithAChallengeIsReadAndWritten) {
  Bytes bytes = golden("bind_ack_ntlm.smbd-4.17.bin");
  Frame frame = frame_of(bytes);
  auto ack = read_bind_ack(frame);
  ASSERT_TRUE(ack && frame.trailer);
  EXPECT_EQ(frame.credentials.size(), 128u);
  EXPECT_EQ(written(
                frame.header, [&](ByteWriter& out) { write_bind_ack(out, *ack); }, frame.trailer, frame.credentials),
            bytes);
}

TEST(Pdu, Auth3HasFourPadBytesAndAToken) {
  for (const char* name : {"auth3_ntlm.rpcclient-4.17.bin", "auth3_ntlm.impacket-0.10.bin"}) {
    Bytes bytes = golden(name);
    Frame frame = frame_of(bytes);
    EXPECT_EQ(frame.header.type, PduType::auth3);
    ASSERT_TRUE(frame.trailer) << name;
    EXPECT_EQ(frame.body_end, header_size + 4) << name;
    EXPECT_EQ(std::memcmp(frame.credentials.data(), "NTLMSSP\0\3", 9), 0) << name;
  }
}

TEST(Pdu, AlterContextIsReadAndWritten) {
  Bytes bytes = golden("alter_context.smbtorture-4.17.bin");
  Frame frame = frame_of(bytes);
  EXPECT_EQ(frame.header.type, PduType::alter_context);
  auto alter = read_bind(frame);
  ASSERT_TRUE(alter);
  EXPECT_EQ(written(frame.header, [&](ByteWriter& out) { write_bind(out, *alter); }), bytes);

  Bytes answer = golden("alter_context_resp.smbd-4.17.bin");
  Frame answer_frame = frame_of(answer);
  EXPECT_EQ(answer_frame.header.type, PduType::alter_context_resp);
  auto ack = read_bind_ack(answer_frame);
  ASSERT_TRUE(ack);
  EXPECT_TRUE(ack->secondary_address.empty());
  EXPECT_EQ(written(answer_frame.header, [&](ByteWriter& out) { write_bind_ack(out, *ack); }), answer);
}

TEST(Pdu, BigEndianPdusAreConverted) {
  Bytes bytes = golden("bind_spnego_big_endian.smbtorture-4.17.bin");
  Frame frame = frame_of(bytes);
  EXPECT_EQ(frame.header.order, std::endian::big);
  EXPECT_EQ(frame.header.call_id, 1u);
  auto bind = read_bind(frame);
  ASSERT_TRUE(bind);
  EXPECT_EQ(bind->max_transmit, 5840);
  EXPECT_EQ(bind->elements.at(0), (ContextElement{0, lsarpc, {ndr_syntax}}));
  ASSERT_TRUE(frame.trailer);
  EXPECT_EQ(frame.trailer->context_id, 1u);

  Bytes request = golden("request_signed_big_endian.smbtorture-4.17.bin");
  Frame request_frame = frame_of(request);
  ByteReader in = request_frame.body();
  auto head = read_request_head(request_frame.header, in);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->allocation_hint, 0x58u);
  EXPECT_EQ(head->opnum, 45);
  EXPECT_EQ(in.offset(), call_head_size);
  EXPECT_EQ(request_frame.credentials.size(), 16u);
  EXPECT_EQ(request_frame.trailer->pad_length, 8);
}

TEST(Pdu, BindNaksOfSambaAreRead) {
  Bytes version = golden("bind_nak_version.smbd-4.17.bin"), type = golden("bind_nak_type.smbd-4.17.bin");
  auto refused_version = read_bind_nak(frame_of(version));
  ASSERT_TRUE(refused_version);
  EXPECT_EQ(refused_version->reason, NakReason::protocol_version);
  EXPECT_EQ(refused_version->versions.at(0), (std::pair<uint8_t, uint8_t>(5, 0)));
  auto refused_type = read_bind_nak(frame_of(type));
  ASSERT_TRUE(refused_type);
  EXPECT_EQ(refused_type->reason, NakReason::authentication_type);
}

TEST(Pdu, BindNakIsWrittenWithItsVersions) {
  BindNak nak{NakReason::protocol_version, {{5, 0}, {5, 1}}};
  Bytes bytes = written({.type = PduType::bind_nak}, [&](ByteWriter& out) { write_bind_nak(out, nak); });
  EXPECT_EQ(*read_bind_nak(frame_of(bytes)), nak);
}

TEST(Pdu, FaultIsReadAndWrittenAsSambaDoes) {
  Bytes bytes = golden("fault_access_denied.smbd-4.17.bin");
  Frame frame = frame_of(bytes);
  ByteReader in = frame.body();
  auto fault = read_fault(in);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->status, 5u);
  EXPECT_EQ(written(frame.header, [&](ByteWriter& out) { write_fault(out, *fault); }), bytes);
}

TEST(Pdu, RequestAndResponseHeadsAreReadAndWritten) {
  Bytes request = golden("request_ept_map.smbtorture-4.17.bin");
  Frame frame = frame_of(request);
  ByteReader in = frame.body();
  auto head = read_request_head(frame.header, in);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->opnum, 3);
  EXPECT_EQ(head->allocation_hint, in.left());
  Bytes again = written(frame.header, [&](ByteWriter& out) {
    write_request_head(out, *head);
    out.raw(ByteView(request).subspan(in.offset()));
  });
  EXPECT_EQ(again, request);

  Bytes response = golden("response_ept_map.smbd-4.17.bin");
  Frame answer = frame_of(response);
  ByteReader answer_in = answer.body();
  auto answer_head = read_response_head(answer_in);
  ASSERT_TRUE(answer_head);
  EXPECT_EQ(answer_head->allocation_hint, answer_in.left());
  again = written(answer.header, [&](ByteWriter& out) {
    write_response_head(out, *answer_head);
    out.raw(ByteView(response).subspan(answer_in.offset()));
  });
  EXPECT_EQ(again, response);
}

TEST(Pdu, ObjectUuidIsReadWhereTheFlagSaysSo) {
  RequestHead with{4, 1, 2, guid("484809d6-4239-471b-b5bc-61df8c23ac48")};
  Header header{.flags = pfc_whole | pfc_object_uuid};
  Bytes bytes = written(header, [&](ByteWriter& out) { write_request_head(out, with); });
  Frame frame = frame_of(bytes);
  ByteReader in = frame.body();
  auto head = read_request_head(frame.header, in);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->object, with.object);
  EXPECT_EQ(in.left(), 0u);
}

TEST(Pdu, NoTruncationOfAnyPduIsReadBeyondItsEnd) {
  for (const char* name :
       {"bind_features.smbtorture-4.17.bin", "bind_ack_ntlm.smbd-4.17.bin", "bind_nak_type.smbd-4.17.bin",
        "alter_spnego_big_endian.smbtorture-4.17.bin", "request_signed_big_endian.smbtorture-4.17.bin",
        "response_sealed.smbd-4.17.bin", "fault_access_denied.smbd-4.17.bin", "auth3_ntlm.impacket-0.10.bin"}) {
    Bytes whole = golden(name);
    for (size_t size = 0; size < whole.size(); ++size) {
      // A vector of its own, so that the address sanitizer sees the first byte too many.
      Bytes cut(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size));
      EXPECT_FALSE(read_frame(cut)) << name << " cut to " << size;  // the header claims more
      if (size < header_size) continue;
      bool is_little = (cut[4] & std::byte{0xF0}) != std::byte{0};
      cut[is_little ? 8 : 9] = static_cast<std::byte>(size & 0xFF);
      cut[is_little ? 9 : 8] = static_cast<std::byte>(size >> 8);
      cut[10] = cut[11] = std::byte{0};  // no credentials: the body alone is to be short
      auto frame = read_frame(cut);
      ASSERT_TRUE(frame) << name << " cut to " << size;
      (void)read_bind(*frame);
      (void)read_bind_ack(*frame);
      (void)read_bind_nak(*frame);
      ByteReader in = frame->body();
      (void)read_request_head(frame->header, in);
    }
  }
}

TEST(Pdu, CountsBeyondTheFragmentAreRefused) {
  Bytes bytes = golden("bind.rpcclient-4.17.bin");
  bytes[24] = std::byte{200};  // context elements
  EXPECT_FALSE(read_bind(frame_of(bytes)));
  bytes = golden("bind.rpcclient-4.17.bin");
  bytes[30] = std::byte{200};  // transfer syntaxes
  EXPECT_FALSE(read_bind(frame_of(bytes)));
  bytes = golden("bind_ack.smbd-4.17.bin");
  bytes[24] = std::byte{250};  // bytes of the secondary address
  EXPECT_FALSE(read_bind_ack(frame_of(bytes)));
}

TEST(Pdu, ImpossibleTrailersAreRefused) {
  Bytes good = golden("request_sealed.impacket-0.10.bin");
  auto changed = [&](size_t at, int value) {
    Bytes bytes = good;
    bytes[at] = static_cast<std::byte>(value);
    return read_frame(bytes).has_value();
  };
  EXPECT_TRUE(changed(10, 16));
  EXPECT_FALSE(changed(10, 80));   // more credentials than there are bytes
  EXPECT_FALSE(changed(10, 17));   // a trailer that is not aligned
  EXPECT_FALSE(changed(58, 60));   // more pad bytes than body
  EXPECT_FALSE(changed(2, 5));     // a datagram PDU
  EXPECT_FALSE(changed(4, 0x20));  // an unknown integer representation
}

}  // namespace nta::rpc::test
