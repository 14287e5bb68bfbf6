// The functions of win32net about accounts: their levels, arguments and what is not one of the usual shapes.
#pragma once

#include "api/netapi32/group_tables.h"
#include "api/netapi32/user_tables.h"
#include "error.h"
#include "net.h"
#include "values.h"

namespace nta::python {

inline constexpr NetLevel user_levels[] = {
    level<0, USER_INFO_0>,       level<1, USER_INFO_1>,       level<2, USER_INFO_2>,       level<3, USER_INFO_3>,
    level<4, USER_INFO_4>,       level<10, USER_INFO_10>,     level<11, USER_INFO_11>,     level<20, USER_INFO_20>,
    level<1003, USER_INFO_1003>, level<1005, USER_INFO_1005>, level<1006, USER_INFO_1006>, level<1007, USER_INFO_1007>,
    level<1008, USER_INFO_1008>, level<1009, USER_INFO_1009>, level<1010, USER_INFO_1010>, level<1011, USER_INFO_1011>};
inline constexpr NetLevel modals_levels[] = {level<0, USER_MODALS_INFO_0>, level<1, USER_MODALS_INFO_1>,
                                             level<2, USER_MODALS_INFO_2>, level<3, USER_MODALS_INFO_3>};
inline constexpr NetLevel group_levels[] = {level<0, GROUP_INFO_0>, level<1, GROUP_INFO_1>, level<2, GROUP_INFO_2>,
                                            level<1002, GROUP_INFO_1002>, level<1005, GROUP_INFO_1005>};
inline constexpr NetLevel group_user_levels[] = {level<0, GROUP_USERS_INFO_0>, level<1, GROUP_USERS_INFO_1>};
inline constexpr NetLevel local_group_levels[] = {level<0, LOCALGROUP_INFO_0>, level<1, LOCALGROUP_INFO_1>,
                                                  level<1002, LOCALGROUP_INFO_1002>};
inline constexpr NetLevel member_levels[] = {level<0, LOCALGROUP_MEMBERS_INFO_0>, level<1, LOCALGROUP_MEMBERS_INFO_1>,
                                             level<2, LOCALGROUP_MEMBERS_INFO_2>, level<3, LOCALGROUP_MEMBERS_INFO_3>};

namespace accounts {

constexpr Argument on_server{"server", Kind::str_or_none};
constexpr Argument of_level{"level", Kind::int32};
constexpr Argument from_data{"data", Kind::object};
constexpr Argument any_resume{"resumeHandle", Kind::resume, 0};

/** pywin32 asks for members 4,096 bytes at a time. */
constexpr Argument member_length{"prefLen", Kind::int32, 4096};

inline constexpr Argument a_user[] = {on_server, {"username", Kind::str}, of_level};
inline constexpr Argument user_data[] = {on_server, {"username", Kind::str}, of_level, from_data};
inline constexpr Argument user_name[] = {on_server, {"username", Kind::str}};
inline constexpr Argument users[] = {on_server,
                                     of_level,
                                     {"filter", Kind::int32, FILTER_NORMAL_ACCOUNT},
                                     {"resumeHandle", Kind::int32, 0},
                                     {"prefLen", Kind::int32, MAX_PREFERRED_LENGTH}};
inline constexpr Argument groups_of_user[] = {{"serverName", Kind::str_or_none}, {"userName", Kind::str}};
inline constexpr Argument local_groups_of_user[] = {
    {"serverName", Kind::str_or_none}, {"userName", Kind::str}, {"flags", Kind::int32, LG_INCLUDE_INDIRECT}};
inline constexpr Argument password_change[] = {
    on_server, {"username", Kind::str_or_none}, {"oldPassword", Kind::str}, {"newPassword", Kind::str}};
inline constexpr Argument a_group[] = {on_server, {"groupname", Kind::str}, of_level};
inline constexpr Argument group_data[] = {on_server, {"groupname", Kind::str}, of_level, from_data};
inline constexpr Argument group_name[] = {on_server, {"groupname", Kind::str}};
inline constexpr Argument groups[] = {on_server, of_level, any_resume, {"prefLen", Kind::int32, MAX_PREFERRED_LENGTH}};
inline constexpr Argument members_of_group[] = {
    on_server, {"groupName", Kind::str}, of_level, any_resume, member_length};
inline constexpr Argument members_to_set[] = {on_server, {"group", Kind::str}, of_level, {"members", Kind::object}};
inline constexpr Argument user_of_group[] = {on_server, {"group", Kind::str}, {"username", Kind::str}};
inline constexpr Argument members_to_end[] = {on_server, {"group", Kind::str}, {"members", Kind::object}};

/** (server, level, filter, resume, preferred length) */
inline PyObject* enumerate_users(const Function& function, Values& in) {
  return list_from(function, user_levels, in.number(1), DWORD{in.number(3)}, [&](Listing& listing, DWORD* position) {
    return NetUserEnum(in.text(0), in.number(1), in.number(2), listing.block.out(), in.number(4), &listing.count,
                       &listing.total, position);
  });
}

/** [(name, attributes)]; the attributes have a sign. */
inline PyObject* user_groups(const Function& function, Values& in) {
  Listing listing;
  NET_API_STATUS status = without_gil([&] {
    return NetUserGetGroups(in.text(0), in.text(1), 1, listing.block.out(), MAX_PREFERRED_LENGTH, &listing.count,
                            &listing.total);
  });
  if (status != NERR_Success) return raise_status(function, status);
  Ref list(PyList_New(0));
  for (DWORD i = 0; list && i < listing.count; ++i) {
    const auto& row = listing.block.as<GROUP_USERS_INFO_1>()[i];
    Ref name(from_text(row.grui1_name, SIZE_MAX));
    Ref item(name ? Py_BuildValue("Oi", name.get(), static_cast<int32_t>(row.grui1_attributes)) : nullptr);
    if (!item || PyList_Append(list.get(), item.get()) < 0) return nullptr;
  }
  return list.release();
}

/** [name] */
inline PyObject* user_local_groups(const Function& function, Values& in) {
  Listing listing;
  NET_API_STATUS status = without_gil([&] {
    return NetUserGetLocalGroups(in.text(0), in.text(1), 0, in.number(2), listing.block.out(), MAX_PREFERRED_LENGTH,
                                 &listing.count, &listing.total);
  });
  if (status != NERR_Success) return raise_status(function, status);
  Ref list(PyList_New(0));
  for (DWORD i = 0; list && i < listing.count; ++i) {
    Ref name(from_text(listing.block.as<LOCALGROUP_USERS_INFO_0>()[i].lgrui0_name, SIZE_MAX));
    if (!name || PyList_Append(list.get(), name.get()) < 0) return nullptr;
  }
  return list.release();
}

inline PyObject* change_password(const Function& function, Values& in) {
  return net_done(function, [&] { return NetUserChangePassword(in.text(0), in.text(1), in.text(2), in.text(3)); });
}

/** (server, group, sequence of names) */
inline PyObject* remove_members(const Function& function, Values& in) {
  Ref rows(PyList_New(0));
  Ref names(PySequence_List(in.object(2)));
  if (!rows || !names) return nullptr;
  for (Py_ssize_t i = 0; i < PyList_Size(names.get()); ++i) {
    PyObject* name = PyList_GetItem(names.get(), i);
    if (!PyUnicode_Check(name)) {
      PyErr_SetString(PyExc_TypeError, "a sequence of str is required");
      return nullptr;
    }
    Ref row(Py_BuildValue("{sO}", "domainandname", name));
    if (!row || PyList_Append(rows.get(), row.get()) < 0) return nullptr;
  }
  Structure data;
  if (!data.fill_all(describe::type_of<LOCALGROUP_MEMBERS_INFO_3>, rows.get())) return nullptr;
  return net_done(function,
                  [&] { return NetLocalGroupDelMembers(in.text(0), in.text(1), 3, data.bytes(), data.count()); });
}

}  // namespace accounts
}  // namespace nta::python
