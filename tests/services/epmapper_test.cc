// The endpoint mapper and mgmt: what they tell, to whom.
#include "made_up_host.h"
#include "rpc/tower.h"

namespace nta::services::test {
namespace {

using namespace protocols;
using rpc::Tower;

class EpmapperTest : public ServicesTest {
 protected:
  EpmapperTest() {
    host_.endpoints = {.tcp_port = 49152, .has_pipes = true};
    client_->token = std::make_shared<auth::AccessToken>(auth::anonymous_token());
    client_->to = "192.0.2.1";
  }

  Result<ndr::Decoded<ept_map::Out>> map(const Tower& wanted, uint32_t most = 4) {
    Bytes octets = rpc::write_tower(wanted);
    twr_t tower{static_cast<uint32_t>(octets.size()), reinterpret_cast<uint8_t*>(octets.data())};
    return call<ept_map>(epmapper, {.object = nullptr, .map_tower = &tower, .entry_handle = {}, .max_towers = most});
  }

  static Tower tower_in(const twr_t& tower) {
    auto read = rpc::read_tower(std::as_bytes(std::span(tower.tower_octet_string, tower.tower_length)));
    EXPECT_TRUE(read);
    return read ? *std::move(read) : Tower{};
  }

  Tower lsm(Tower::Transport transport) const {
    return {.interface = {termsrv_session.uuid, 1, 0}, .transport = transport, .address = {}, .pipe = {}};
  }
};

TEST_F(EpmapperTest, MapsAnInterfaceToThePortAndTheAddressTheClientReached) {
  auto reply = map(lsm(Tower::Transport::tcp));
  ASSERT_TRUE(reply) << reply.error().text;
  EXPECT_EQ((*reply)->rpc_status, 0u);
  ASSERT_EQ((*reply)->num_towers, 1u);
  Tower found = tower_in(*(*reply)->towers->tower);
  EXPECT_EQ(found.port, 49152);
  EXPECT_EQ(found.address, "192.0.2.1");
}

TEST_F(EpmapperTest, MapsAnInterfaceToItsPipe) {
  auto reply = map(lsm(Tower::Transport::pipe));
  ASSERT_TRUE(reply);
  ASSERT_EQ((*reply)->num_towers, 1u);
  Tower found = tower_in(*(*reply)->towers->tower);
  EXPECT_EQ(found.pipe, "LSM_API_service");
  EXPECT_EQ(found.address, "HOST");
}

TEST_F(EpmapperTest, WhatIsNotThereIsNotRegistered) {
  Tower unknown = lsm(Tower::Transport::tcp), newer = unknown, ndr64 = unknown, local = unknown;
  unknown.interface.uuid = guid("01234567-89ab-cdef-0123-456789abcdef");
  newer.interface.minor = 7;
  ndr64.transfer = rpc::ndr64_syntax;
  local.interface = {local_host.uuid, 1, 0};
  for (const Tower& wanted : {unknown, newer, ndr64, local}) {
    auto reply = map(wanted);
    ASSERT_TRUE(reply);
    EXPECT_EQ((*reply)->rpc_status, endpoint_not_registered);
    EXPECT_EQ((*reply)->num_towers, 0u);
  }
  host_.endpoints.tcp_port = 0;
  auto reply = map(lsm(Tower::Transport::tcp));
  ASSERT_TRUE(reply);
  EXPECT_EQ((*reply)->rpc_status, endpoint_not_registered);
}

TEST_F(EpmapperTest, LookupGivesEveryEndpointInPortions) {
  std::vector<std::string> seen;
  ContextHandle handle{};
  for (int turn = 0; turn < 100; ++turn) {
    auto reply =
        call<ept_lookup>(epmapper, {.inquiry_type = 0, .vers_option = 1, .entry_handle = handle, .max_ents = 3});
    ASSERT_TRUE(reply) << reply.error().text;
    handle = (*reply)->entry_handle;
    EXPECT_EQ((*reply)->rpc_status == endpoint_not_registered, handle == ContextHandle{});
    ASSERT_LE((*reply)->num_ents, 3u);
    for (uint32_t i = 0; i < (*reply)->num_ents; ++i)
      seen.emplace_back(reinterpret_cast<const char*>((*reply)->entries[i].annotation));
    if (handle == ContextHandle{}) break;
  }
  EXPECT_EQ(handle, ContextHandle{});
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "TermSrvSession"), 2);  // a pipe and a port
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "LocalHost"), 0);
  EXPECT_EQ(client_->contexts->size(), 0u);
}

TEST_F(EpmapperTest, ALookupThatGetsAllAtOnceNeedsNoSecondCall) {
  auto reply = call<ept_lookup>(epmapper, {.inquiry_type = 0, .vers_option = 1, .max_ents = 500});
  ASSERT_TRUE(reply);
  EXPECT_GT((*reply)->num_ents, 10u);
  EXPECT_EQ((*reply)->entry_handle, ContextHandle{});
  EXPECT_EQ(client_->contexts->size(), 0u);
}

TEST_F(EpmapperTest, LookupByInterfaceGivesThatOne) {
  rpc_if_id_t id{termsrv_enumeration.uuid, 1, 0};
  auto reply = call<ept_lookup>(epmapper, {.inquiry_type = 1, .interface_id = &id, .vers_option = 3, .max_ents = 50});
  ASSERT_TRUE(reply);
  EXPECT_EQ((*reply)->num_ents, 2u);
  id.uuid = local_host.uuid;
  reply = call<ept_lookup>(epmapper, {.inquiry_type = 1, .interface_id = &id, .vers_option = 3, .max_ents = 50});
  ASSERT_TRUE(reply);
  EXPECT_EQ((*reply)->rpc_status, endpoint_not_registered);
}

TEST_F(EpmapperTest, ALookupIsGivenUpAndItsHandleIsGone) {
  auto begun = call<ept_lookup>(epmapper, {.inquiry_type = 0, .vers_option = 1, .max_ents = 1});
  ASSERT_TRUE(begun);
  EXPECT_EQ(client_->contexts->size(), 1u);
  ASSERT_TRUE(call<ept_lookup_handle_free>(epmapper, {(*begun)->entry_handle}));
  EXPECT_EQ(client_->contexts->size(), 0u);
  auto again = call<ept_lookup_handle_free>(epmapper, {(*begun)->entry_handle});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Win32::invalid_handle);
}

TEST_F(EpmapperTest, AClientHasSoManyLookupsAndNoMore) {
  std::vector<ContextHandle> begun;
  for (int i = 0; i < 8; ++i) {
    auto reply = call<ept_lookup>(epmapper, {.inquiry_type = 0, .vers_option = 1, .max_ents = 0});
    ASSERT_TRUE(reply);
    ASSERT_NE((*reply)->entry_handle, ContextHandle{});
    begun.push_back((*reply)->entry_handle);
  }
  auto refused = call<ept_lookup>(epmapper, {.inquiry_type = 0, .vers_option = 1, .max_ents = 0});
  ASSERT_TRUE(refused);
  EXPECT_EQ(status_of(refused->value), Win32::no_system_resources);
  EXPECT_EQ(client_->contexts->size(), 8u);
  ASSERT_TRUE(call<ept_lookup_handle_free>(epmapper, {begun[0]}));
  auto next = call<ept_lookup>(epmapper, {.inquiry_type = 0, .vers_option = 1, .max_ents = 0});
  ASSERT_TRUE(next);
  EXPECT_NE((*next)->entry_handle, ContextHandle{});
}

TEST_F(EpmapperTest, ALookupGoesOnWithWhatItWasBegunFor) {
  rpc_if_id_t id{termsrv_enumeration.uuid, 1, 0};
  auto begun = call<ept_lookup>(epmapper, {.inquiry_type = 1, .interface_id = &id, .vers_option = 3, .max_ents = 1});
  ASSERT_TRUE(begun);
  ASSERT_EQ((*begun)->num_ents, 1u);
  auto rest = call<ept_lookup>(
      epmapper, {.inquiry_type = 0, .vers_option = 1, .entry_handle = (*begun)->entry_handle, .max_ents = 50});
  ASSERT_TRUE(rest);
  EXPECT_EQ((*rest)->num_ents, 1u);
  EXPECT_EQ((*rest)->entry_handle, ContextHandle{});
}

TEST_F(EpmapperTest, AnonymousCallersReachNothingElse) {
  auto refused = call<RpcGetAllListeners>(rcm_public, {.Level = 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::access_denied);
  EXPECT_TRUE(call<is_server_listening>(mgmt, {}));
}

TEST_F(EpmapperTest, MgmtListsWhatCanBeReachedFromElsewhere) {
  auto reply = call<inq_if_ids>(mgmt, {});
  ASSERT_TRUE(reply);
  const auto& vector = *(*reply)->if_id_vector;
  std::vector<Guid> ids;
  for (uint32_t i = 0; i < vector.count; ++i) ids.push_back(vector.if_id[i].id->uuid);
  for (const Interface* there : {&termsrv_session, &epmapper, &mgmt})
    EXPECT_EQ(std::count(ids.begin(), ids.end(), there->uuid), 1) << there->name;
  EXPECT_EQ(std::count(ids.begin(), ids.end(), local_host.uuid), 0);
}

TEST_F(EpmapperTest, MgmtCountsWhatTheTransportCounts) {
  rpc::Traffic traffic{.calls = 3, .packets_in = 5, .packets_out = 4};
  host_.traffic = &traffic;
  auto reply = call<inq_stats>(mgmt, {.count = 9});
  ASSERT_TRUE(reply);
  ASSERT_EQ((*reply)->count, 4u);
  EXPECT_EQ(std::vector<uint32_t>((*reply)->statistics, (*reply)->statistics + 4), (std::vector<uint32_t>{3, 0, 5, 4}));
}

TEST_F(EpmapperTest, NobodyStopsTheHostThroughMgmt) {
  auto reply = call<stop_server_listening>(mgmt, {});
  ASSERT_TRUE(reply);
  EXPECT_EQ((*reply)->rpc_status, 5u);
}

TEST_F(EpmapperTest, PrincipalNamesAreThoseOfPackagesOffered) {
  auto reply = call<inq_princ_name>(mgmt, {.authn_proto = 9, .princ_name_size = 64});
  ASSERT_TRUE(reply);
  EXPECT_STREQ(reinterpret_cast<const char*>((*reply)->princ_name), "host/HOST");
  reply = call<inq_princ_name>(mgmt, {.authn_proto = 9, .princ_name_size = 4});
  ASSERT_TRUE(reply);
  EXPECT_EQ(status_of(reply->value), Win32::insufficient_buffer);
  reply = call<inq_princ_name>(mgmt, {.authn_proto = 77, .princ_name_size = 64});
  ASSERT_TRUE(reply);
  EXPECT_EQ(status_of(reply->value), Win32::rpc_unknown_authn_service);
}

}  // namespace
}  // namespace nta::services::test
