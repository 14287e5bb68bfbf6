#include "api/wtsapi32/user_parameters.h"

#include "api/netapi32/sam_client.h"

namespace nta::api {
namespace {

using namespace protocols;

constexpr uint32_t look_up = 0x200, read_account = 0x10, write_account = 0x20;  // [MS-SAMR] 2.2.1.4, 2.2.1.7
constexpr uint16_t parameters_class = 20;

struct OpenAccount {
  SamDomain domain;
  SamHandle user;
};

// A name may have its domain in front: accounts of the server itself are meant.
Result<OpenAccount> open(const std::u16string& server, const std::u16string& user, uint32_t access) {
  NTA_TRY(SamServer sam, SamServer::connect(server.c_str()));
  NTA_TRY(SamDomain domain, sam.open_accounts(look_up));
  std::u16string name = user.substr(user.find(u'\\') + 1);
  NTA_TRY(uint32_t rid, domain.rid(name.c_str(), Use::user, Win32::user_not_found));
  NTA_TRY(SamHandle handle, domain.open<SamrOpenUser>(rid, access));
  return OpenAccount{std::move(domain), std::move(handle)};
}

Result<Bytes> parameters_of(const OpenAccount& account) {
  NTA_TRY(auto out, sam_call<SamrQueryInformationUser>(account.domain, account.user, {.Class = parameters_class}));
  if (!out->Buffer) return fail(Win32::rpc_bad_stub_data, "the server tells nothing of the account");
  ByteView bytes = std::as_bytes(std::span(text_of(out->Buffer->Text.Text)));
  return Bytes(bytes.begin(), bytes.end());
}

}  // namespace

Result<user_settings::UserConfig> config_of_account(const std::u16string& server, const std::u16string& user) {
  NTA_TRY(OpenAccount account, open(server, user, read_account));
  NTA_TRY(Bytes parameters, parameters_of(account));
  return user_settings::user_config_in(parameters).value_or(user_settings::default_user_config());
}

Result<void> change_config_of_account(const std::u16string& server, const std::u16string& user,
                                      const std::function<Result<void>(user_settings::UserConfig&)>& edit) {
  NTA_TRY(OpenAccount account, open(server, user, read_account | write_account));
  NTA_TRY(Bytes parameters, parameters_of(account));
  auto config = user_settings::user_config_in(parameters).value_or(user_settings::default_user_config());
  NTA_CHECK(edit(config));
  parameters = user_settings::with_user_config(parameters, config);
  std::u16string units(parameters.size() / 2, u'\0');
  std::memcpy(units.data(), parameters.data(), 2 * units.size());
  SamrSetInformationUser::In in{.Class = parameters_class};
  in.Buffer.Text.Text = counted(std::u16string_view(units));
  NTA_CHECK(sam_call<SamrSetInformationUser>(account.domain, account.user, in));
  return {};
}

}  // namespace nta::api
