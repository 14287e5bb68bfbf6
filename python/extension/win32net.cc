// The functions of win32net: one row each, and a short call where its shape is its own. Results are those of pywin32.
#include "win32net.h"

#include "base/win32.h"
#include "describe/memory.h"
#include "docs.h"
#include "error.h"
#include "net.h"
#include "net_accounts.h"
#include "net_levels.h"
#include "net_validate.h"
#include "ntadmin/win/lm.h"
#include "values.h"

namespace nta::python {
namespace {

PyObject* text_or_none(const WCHAR* text) {
  if (!text) Py_RETURN_NONE;
  return from_text(text, SIZE_MAX);
}

// ---- sessions and files: the level is looked at before any name, and all of a list comes at once

template <const auto& Levels>
bool has_level(const Values& in) {
  return row_of(Levels, in.number(0)) != nullptr;
}

/** (level, server, filter, user) */
template <auto Api, const auto& Levels, class Position>
PyObject* whole_by_filters(const Function& function, Values& in) {
  const describe::Type& row = *row_of(Levels, in.number(0));
  return whole_list<Position>(
      function,
      [&](Listing& listing, Position* position) {
        return Api(in.text(1), in.text(2), in.text(3), in.number(0), listing.block.out(), MAX_PREFERRED_LENGTH,
                   &listing.count, &listing.total, position);
      },
      [&](PyObject* list, const Listing& listing) { return append_rows(list, row, listing); });
}

PyObject* session_info(const Function& function, Values& in) {
  NetBlock block;
  NET_API_STATUS status =
      without_gil([&] { return NetSessionGetInfo(in.text(1), in.text(2), in.text(3), in.number(0), block.out()); });
  return info_result(function, *row_of(session_levels, in.number(0)), status, block);
}

PyObject* file_info(const Function& function, Values& in) {
  NetBlock block;
  NET_API_STATUS status =
      without_gil([&] { return NetFileGetInfo(in.text(1), in.number(2), in.number(0), block.out()); });
  return info_result(function, *row_of(file_levels, in.number(0)), status, block);
}

PyObject* close_file(const Function& function, Values& in) {
  return net_done(function, [&] { return NetFileClose(in.text(0), in.number(1)); });
}

// ---- shares

/** The older form, with the server alone: (name, type with a sign, remark). */
PyObject* all_shares(const Function& function, Values& in) {
  auto append = [](PyObject* list, const Listing& listing) {
    for (DWORD i = 0; i < listing.count; ++i) {
      const auto& share = listing.block.as<SHARE_INFO_1>()[i];
      Ref name(text_or_none(share.shi1_netname)), remark(text_or_none(share.shi1_remark));
      if (!name || !remark) return false;
      Ref item(Py_BuildValue("OiO", name.get(), static_cast<int32_t>(share.shi1_type), remark.get()));
      if (!item || PyList_Append(list, item.get()) < 0) return false;
    }
    return true;
  };
  return whole_list<DWORD>(
      function,
      [&](Listing& listing, DWORD* position) {
        return NetShareEnum(in.text(0), 1, listing.block.out(), MAX_PREFERRED_LENGTH, &listing.count, &listing.total,
                            position);
      },
      append);
}

PyObject* enumerate_shares(const Function& function, Values& in) {
  return in.object(1) ? list<NetShareEnum, share_levels>(function, in) : all_shares(function, in);
}

PyObject* check_share(const Function& function, Values& in) {
  DWORD type = 0;
  NET_API_STATUS status = without_gil([&] { return NetShareCheck(in.text(0), in.text(1), &type); });
  if (status == NERR_DeviceNotShared) return Py_BuildValue("iO", 0, Py_None);
  if (status != NERR_Success) return raise_status(function, status);
  return Py_BuildValue("ii", 1, static_cast<int32_t>(type));
}

// ---- servers

/** What the API left in the resume value comes out, more or not. */
PyObject* enumerate_servers(const Function& function, Values& in) {
  const describe::Type* row = row_of(server_levels, in.number(1));
  if (!row) return nullptr;
  Listing listing;
  DWORD position = in.number(4);
  NET_API_STATUS status = without_gil([&] {
    return NetServerEnum(in.text(0), in.number(1), listing.block.out(), in.number(5), &listing.count, &listing.total,
                         in.number(2), in.text(3), &position);
  });
  return list_result(function, *row, status, listing, PyLong_FromLong(static_cast<int32_t>(position)));
}

PyObject* disks(const Function& function, Values& in) {
  Listing listing;
  DWORD position = 0;
  NET_API_STATUS status = without_gil([&] {
    return NetServerDiskEnum(in.text(0), in.number(1), listing.block.out(), MAX_PREFERRED_LENGTH, &listing.count,
                             &listing.total, &position);
  });
  if (status != NERR_Success) return raise_status(function, status);
  static constexpr describe::Type letter = describe::wtext<3>;
  return rows_from(letter, listing.block.get(), listing.count, from_memory);
}

/** The service's name is compared after the call, and with its letters as they are. */
PyObject* statistics(const Function& function, Values& in) {
  NetBlock block;
  NET_API_STATUS status =
      without_gil([&] { return NetStatisticsGet(in.text(0), in.text(1), in.number(2), in.number(3), block.out()); });
  if (status != NERR_Success) return raise_status(function, status);
  std::u16string_view service = in.text(1);
  if (service == NTADMIN_WIDE("LanmanServer")) return dict_from(describe::type_of<STAT_SERVER_0>, block.get());
  if (service == NTADMIN_WIDE("LanmanWorkstation"))
    return dict_from(describe::type_of<STAT_WORKSTATION_0>, block.get());
  PyErr_SetString(PyExc_ValueError, "the service is neither SERVICE_SERVER nor SERVICE_WORKSTATION");
  return nullptr;
}

// ---- names

PyObject* join_information(const Function& function, Values& in) {
  NetBlock block;
  NETSETUP_JOIN_STATUS type = NetSetupUnknownStatus;
  NET_API_STATUS status =
      without_gil([&] { return NetGetJoinInformation(in.text(0), reinterpret_cast<LPWSTR*>(block.out()), &type); });
  if (status != NERR_Success) return raise_status(function, status);
  Ref name(text_or_none(block.as<WCHAR>()));
  return name ? Py_BuildValue("Oi", name.get(), static_cast<int>(type)) : nullptr;
}

template <auto Api>
PyObject* controller(const Function& function, Values& in) {
  NetBlock block;
  NET_API_STATUS status = without_gil([&] { return Api(in.text(0), in.text(1), block.out()); });
  if (status != NERR_Success) return raise_status(function, status);
  return text_or_none(block.as<WCHAR>());
}

PyObject* validate_name(const Function& function, Values& in) {
  auto type = static_cast<NETSETUP_NAME_TYPE>(in.number(2));
  return net_done(function, [&] { return NetValidateName(in.text(0), in.text(1), in.text(3), in.text(4), type); });
}

// ---- messages

PyObject* send_message(const Function& function, Values& in) {
  std::u16string text = in.text(3);
  return net_done(function, [&] {
    return NetMessageBufferSend(in.text(0), in.text(1), in.text(2), reinterpret_cast<LPBYTE>(text.data()),
                                static_cast<DWORD>(text.size() * sizeof(char16_t)));
  });
}

PyObject* message_names(const Function& function, Values& in) {
  return whole_list<DWORD>(
      function,
      [&](Listing& listing, DWORD* position) {
        return NetMessageNameEnum(in.text(0), 0, listing.block.out(), MAX_PREFERRED_LENGTH, &listing.count,
                                  &listing.total, position);
      },
      [](PyObject* list, const Listing& listing) {
        for (DWORD i = 0; i < listing.count; ++i) {
          Ref name(text_or_none(listing.block.as<MSG_INFO_0>()[i].msgi0_name));
          if (!name || PyList_Append(list, name.get()) < 0) return false;
        }
        return true;
      });
}

PyObject* end_session(const Function& function, Values& in) {
  return net_done(function, [&] { return NetSessionDel(in.text(0), in.text(1), in.text(2)); });
}

// ---- arguments

constexpr uint32_t whole = MAX_PREFERRED_LENGTH;

constexpr Argument server{"server", Kind::str_or_none};
constexpr Argument wanted_level{"level", Kind::int32};
constexpr Argument data{"data", Kind::object};
constexpr Argument resume{"resumeHandle", Kind::int32, 0};
constexpr Argument any_resume{"resumeHandle", Kind::resume, 0};
constexpr Argument length{"prefLen", Kind::int32, whole};

constexpr Argument optional_server[] = {{"server", Kind::str_or_none, 0}};
constexpr Argument of_level[] = {server, wanted_level};
constexpr Argument set_by_level[] = {server, wanted_level, data};
constexpr Argument listed[] = {server, wanted_level, resume, length};
constexpr Argument listed_shares[] = {server, {"level", Kind::int32, 0}, any_resume, length};
constexpr Argument listed_servers[] = {
    server, wanted_level, {"type", Kind::int32, SV_TYPE_ALL}, {"domain", Kind::str_or_none, 0}, resume, length};
constexpr Argument a_share[] = {server, {"netname", Kind::str}, wanted_level};
constexpr Argument set_share[] = {server, {"netname", Kind::str}, wanted_level, data};
constexpr Argument share_to_end[] = {server, {"shareName", Kind::str}, {"reserved", Kind::int32, 0}};
constexpr Argument shared_path[] = {server, {"deviceName", Kind::str}};
constexpr Argument sessions[] = {wanted_level,
                                 {"server", Kind::str_or_none, 0},
                                 {"client", Kind::str_or_none, 0},
                                 {"username", Kind::str_or_none, 0}};
constexpr Argument a_session[] = {wanted_level, server, {"client", Kind::str}, {"username", Kind::str}};
constexpr Argument sessions_to_end[] = {
    {"server", Kind::str_or_none, 0}, {"client", Kind::str_or_none, 0}, {"username", Kind::str_or_none, 0}};
constexpr Argument files[] = {wanted_level,
                              {"servername", Kind::str_or_none, 0},
                              {"basepath", Kind::str_or_none, 0},
                              {"username", Kind::str_or_none, 0}};
constexpr Argument a_file[] = {wanted_level, {"servername", Kind::str_or_none}, {"fileid", Kind::int32}};
constexpr Argument file_to_close[] = {{"servername", Kind::str_or_none}, {"fileid", Kind::int32}};
constexpr Argument transport_to_end[] = {
    server, {"TransportName", Kind::str_or_none}, {"ucond", Kind::int32, USE_NOFORCE}};
constexpr Argument use_to_end[] = {server, {"useName", Kind::str}, {"forceCond", Kind::int32, USE_NOFORCE}};
constexpr Argument a_use[] = {server, {"usename", Kind::str_or_none}, {"level", Kind::int32, 0}};
constexpr Argument disks_of[] = {server, {"level", Kind::int32, 0}};
constexpr Argument statistics_of[] = {
    server, {"service", Kind::str}, {"level", Kind::int32, 0}, {"options", Kind::int32, 0}};
constexpr Argument name_to_add[] = {
    {"ServerName", Kind::str}, {"EmulatedDomainName", Kind::str_or_none}, {"EmulatedServerName", Kind::str}};
constexpr Argument name_to_end[] = {{"ServerName", Kind::str}, {"EmulatedServerName", Kind::str}};
constexpr Argument controller_of[] = {{"server", Kind::str_or_none, 0}, {"domain", Kind::str_or_none, 0}};
constexpr Argument name_to_check[] = {{"Server", Kind::str_or_none},
                                      {"Name", Kind::str},
                                      {"NameType", Kind::int32},
                                      {"Account", Kind::str_or_none, 0},
                                      {"Password", Kind::str_or_none, 0}};
constexpr Argument message[] = {
    {"domain", Kind::str_or_none}, {"userName", Kind::str}, {"fromName", Kind::str_or_none}, {"message", Kind::str}};
constexpr Argument message_name[] = {server, {"msgname", Kind::str}};
constexpr Argument message_names_of[] = {{"Server", Kind::str_or_none, 0}};

/** By position only, as all of win32net. */
constexpr Function row(const char* name, const char* documentation, std::span<const Argument> arguments,
                       PyObject* (*call)(const Function&, Values&), bool (*check)(const Values&) = nullptr,
                       const char* error_name = nullptr) {
  return {name, arguments, call, documentation, Naming::by_position_only, check, error_name};
}
#define NTA_ROW(name, ...) row(#name, doc("win32net." #name), __VA_ARGS__)

constexpr Function functions[] = {
    NTA_ROW(NetServerGetInfo, of_level, get_info<NetServerGetInfo, server_levels>),
    NTA_ROW(NetServerSetInfo, set_by_level, set_info<NetServerSetInfo, server_levels>),
    NTA_ROW(NetServerEnum, listed_servers, enumerate_servers),
    NTA_ROW(NetServerDiskEnum, disks_of, disks),
    NTA_ROW(NetServerComputerNameAdd, name_to_add, act_on_three<NetServerComputerNameAdd>),
    NTA_ROW(NetServerComputerNameDel, name_to_end, act_on_two<NetServerComputerNameDel>),
    NTA_ROW(NetShareAdd, set_by_level, set_info<NetShareAdd, share_levels>),
    NTA_ROW(NetShareEnum, listed_shares, enumerate_shares),
    NTA_ROW(NetShareGetInfo, a_share, get_named_info<NetShareGetInfo, share_levels>),
    NTA_ROW(NetShareSetInfo, set_share, set_named_info<NetShareSetInfo, share_levels>),
    NTA_ROW(NetShareDel, share_to_end, act_with_number<NetShareDel>),
    NTA_ROW(NetShareCheck, shared_path, check_share),
    NTA_ROW(NetSessionEnum, sessions, whole_by_filters<NetSessionEnum, session_levels, DWORD>,
            has_level<session_levels>),
    NTA_ROW(NetSessionGetInfo, a_session, session_info, has_level<session_levels>),
    NTA_ROW(NetSessionDel, sessions_to_end, end_session),
    NTA_ROW(NetFileEnum, files, whole_by_filters<NetFileEnum, file_levels, DWORD_PTR>, has_level<file_levels>),
    NTA_ROW(NetFileGetInfo, a_file, file_info, has_level<file_levels>, "NetFileEnum"),
    NTA_ROW(NetFileClose, file_to_close, close_file),
    NTA_ROW(NetWkstaGetInfo, of_level, get_info<NetWkstaGetInfo, workstation_levels>),
    NTA_ROW(NetWkstaSetInfo, set_by_level, set_info<NetWkstaSetInfo, workstation_levels>),
    NTA_ROW(NetWkstaUserEnum, listed, list<NetWkstaUserEnum, logon_levels>),
    NTA_ROW(NetWkstaTransportEnum, listed, list<NetWkstaTransportEnum, transport_levels>),
    NTA_ROW(NetWkstaTransportAdd, set_by_level, set_info<NetWkstaTransportAdd, transport_levels>),
    NTA_ROW(NetWkstaTransportDel, transport_to_end, act_with_number<NetWkstaTransportDel>),
    NTA_ROW(NetUseAdd, set_by_level, set_info<NetUseAdd, use_levels>),
    NTA_ROW(NetUseDel, use_to_end, act_with_number<NetUseDel>),
    NTA_ROW(NetUseEnum, listed, list<NetUseEnum, use_levels>),
    NTA_ROW(NetUseGetInfo, a_use, get_named_info<NetUseGetInfo, use_levels>),
    NTA_ROW(NetStatisticsGet, statistics_of, statistics),
    NTA_ROW(NetGetJoinInformation, optional_server, join_information),
    NTA_ROW(NetGetDCName, controller_of, controller<NetGetDCName>),
    NTA_ROW(NetGetAnyDCName, controller_of, controller<NetGetAnyDCName>),
    NTA_ROW(NetValidateName, name_to_check, validate_name),
    NTA_ROW(NetValidatePasswordPolicy, validation::arguments, validation::validate, validation::has_no_qualifier),
    NTA_ROW(NetMessageBufferSend, message, send_message),
    NTA_ROW(NetMessageNameAdd, message_name, act_on_two<NetMessageNameAdd>),
    NTA_ROW(NetMessageNameDel, message_name, act_on_two<NetMessageNameDel>),
    NTA_ROW(NetMessageNameEnum, message_names_of, message_names),
    NTA_ROW(NetUserAdd, set_by_level, set_info<NetUserAdd, user_levels>),
    NTA_ROW(NetUserEnum, accounts::users, accounts::enumerate_users),
    NTA_ROW(NetUserGetInfo, accounts::a_user, get_named_info<NetUserGetInfo, user_levels>),
    NTA_ROW(NetUserSetInfo, accounts::user_data, set_named_info<NetUserSetInfo, user_levels>),
    NTA_ROW(NetUserDel, accounts::user_name, act_on_two<NetUserDel>),
    NTA_ROW(NetUserGetGroups, accounts::groups_of_user, accounts::user_groups),
    NTA_ROW(NetUserGetLocalGroups, accounts::local_groups_of_user, accounts::user_local_groups),
    NTA_ROW(NetUserChangePassword, accounts::password_change, accounts::change_password),
    NTA_ROW(NetUserModalsGet, of_level, get_info<NetUserModalsGet, modals_levels>),
    NTA_ROW(NetUserModalsSet, set_by_level, set_info<NetUserModalsSet, modals_levels>),
    NTA_ROW(NetGroupAdd, set_by_level, set_info<NetGroupAdd, group_levels>),
    NTA_ROW(NetGroupAddUser, accounts::user_of_group, act_on_three<NetGroupAddUser>),
    NTA_ROW(NetGroupDel, accounts::group_name, act_on_two<NetGroupDel>),
    NTA_ROW(NetGroupDelUser, accounts::user_of_group, act_on_three<NetGroupDelUser>),
    NTA_ROW(NetGroupEnum, accounts::groups, list<NetGroupEnum, group_levels, DWORD_PTR>),
    NTA_ROW(NetGroupGetInfo, accounts::a_group, get_named_info<NetGroupGetInfo, group_levels>),
    NTA_ROW(NetGroupSetInfo, accounts::group_data, set_named_info<NetGroupSetInfo, group_levels>),
    NTA_ROW(NetGroupGetUsers, accounts::members_of_group, list_of_named<NetGroupGetUsers, group_user_levels>),
    NTA_ROW(NetGroupSetUsers, accounts::members_to_set, set_members<NetGroupSetUsers, group_user_levels>),
    NTA_ROW(NetLocalGroupAdd, set_by_level, set_info<NetLocalGroupAdd, local_group_levels>),
    NTA_ROW(NetLocalGroupDel, accounts::group_name, act_on_two<NetLocalGroupDel>),
    NTA_ROW(NetLocalGroupEnum, accounts::groups, list<NetLocalGroupEnum, local_group_levels, DWORD_PTR>),
    NTA_ROW(NetLocalGroupGetInfo, accounts::a_group, get_named_info<NetLocalGroupGetInfo, local_group_levels>),
    NTA_ROW(NetLocalGroupSetInfo, accounts::group_data, set_named_info<NetLocalGroupSetInfo, local_group_levels>),
    NTA_ROW(NetLocalGroupGetMembers, accounts::members_of_group, list_of_named<NetLocalGroupGetMembers, member_levels>),
    NTA_ROW(NetLocalGroupAddMembers, accounts::members_to_set, set_members<NetLocalGroupAddMembers, member_levels>),
    NTA_ROW(NetLocalGroupSetMembers, accounts::members_to_set, set_members<NetLocalGroupSetMembers, member_levels>),
    NTA_ROW(NetLocalGroupDelMembers, accounts::members_to_end, accounts::remove_members),
};
#undef NTA_ROW

}  // namespace

PyObject* win32net_functions() { return functions_of<functions>("win32net"); }

}  // namespace nta::python
