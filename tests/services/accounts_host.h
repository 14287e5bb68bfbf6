// A made-up host with an account database in memory, and its administrator at samr.
#pragma once

#include "base/utf16.h"
#include "host/accounts/store.h"
#include "services/made_up_host.h"
#include "services/user_additions.h"

namespace nta::services::test {

using namespace protocols;

class AccountsTest : public ServicesTest {
 protected:
  AccountsTest() {
    auto opened = accounts::AccountStore::open(
        {.directory = "", .computer_name = "HOST", .sids_of_unix_user = [this](uid_t uid) { return unix_sids_[uid]; }});
    EXPECT_TRUE(opened);
    store_ = *std::move(opened);
    host_.accounts = store_;
    host_.additions = std::make_shared<UserAdditions>();
    ByteView local = as_byte_view("SystemLibraryDTC");
    client_->session_key.assign(local.begin(), local.end());
    be(*store_, "HOST\\admin", store_->sid_of(accounts::rid_administrator), {sid_administrators});
  }

  void be(accounts::AccountStore&, const std::string& name, const Sid& sid, std::vector<Sid> groups) {
    auth::AccessToken token;
    token.name = name;
    token.user = sid;
    token.groups = std::move(groups);
    token.groups.push_back(sid_everyone);
    token.groups.push_back(sid_authenticated_users);
    client_->token = std::make_shared<auth::AccessToken>(token);
  }

  accounts::Rid add(const std::string& name, const std::u16string& password = u"Sommer-2025") {
    accounts::User user;
    user.name = name;
    auto made = store_->add_user(user, {password}, accounts::SetBy::administrator);
    EXPECT_TRUE(made) << made.error().text;
    return made ? *made : accounts::Rid();
  }

  template <class M>
  auto sam(const typename M::In& in) {
    return call<M>(protocols::samr, in);
  }
  template <class M>
  auto lsa(const typename M::In& in) {
    return call<M>(protocols::lsarpc, in);
  }

  RPC_UNICODE_STRING text(std::u16string_view from) { return counted_text(memory_, from); }
  uint8_t* packed(const Sid& sid) {
    Bytes bytes = sid.bytes();
    return reinterpret_cast<uint8_t*>(memory_.copy(std::span<const std::byte>(bytes)));
  }

  ContextHandle server(uint32_t access = 0x02000000) {
    auto made = sam<SamrConnect2>({nullptr, access});
    EXPECT_EQ(status(made), Win32::success);
    return made ? made->value.Opened : ContextHandle{};
  }
  ContextHandle domain(uint32_t access = 0x02000000) { return domain_of(store_->domain_sid(), access); }
  ContextHandle builtin() { return domain_of(make_sid(5, 32), 0x02000000); }
  ContextHandle domain_of(const Sid& sid, uint32_t access) {
    auto made = sam<SamrOpenDomain>({server(), access, packed(sid)});
    EXPECT_EQ(status(made), Win32::success);
    return made ? made->value.Opened : ContextHandle{};
  }
  ContextHandle user(accounts::Rid rid, uint32_t access = 0x02000000) {
    auto made = sam<SamrOpenUser>({domain(), access, rid.value});
    EXPECT_EQ(status(made), Win32::success);
    return made ? made->value.Opened : ContextHandle{};
  }

  /** The method's own status; a fault fails the test. */
  template <class Out>
  static Win32 status(const Result<ndr::Decoded<Out>>& reply) {
    if (!reply) ADD_FAILURE() << "fault: " << reply.error().text;
    return reply ? status_of(reply->value) : Win32::invalid_function;
  }

  Arena memory_;
  std::map<uid_t, std::vector<Sid>> unix_sids_;  // what Unix users are on the machine
  std::shared_ptr<accounts::AccountStore> store_;
};

}  // namespace nta::services::test
