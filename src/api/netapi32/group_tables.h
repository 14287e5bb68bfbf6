// The structures of groups and policy as data, for packing.
#pragma once

#include "describe/type.h"
#include "ntadmin/win/lmaccess.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<GROUP_INFO_0> = fields(NTA_MEMBER(GROUP_INFO_0, grpi0_, name, unique<wstring>));
template <>
inline constexpr auto fields_of<GROUP_INFO_1> = fields(NTA_MEMBER(GROUP_INFO_1, grpi1_, name, unique<wstring>),
                                                       NTA_MEMBER(GROUP_INFO_1, grpi1_, comment, unique<wstring>));
template <>
inline constexpr auto fields_of<GROUP_INFO_2> = fields(NTA_MEMBER(GROUP_INFO_2, grpi2_, name, unique<wstring>),
                                                       NTA_MEMBER(GROUP_INFO_2, grpi2_, comment, unique<wstring>),
                                                       NTA_MEMBER(GROUP_INFO_2, grpi2_, group_id, u32),
                                                       NTA_MEMBER(GROUP_INFO_2, grpi2_, attributes, u32));
template <>
inline constexpr auto fields_of<GROUP_INFO_3> = fields(NTA_MEMBER(GROUP_INFO_3, grpi3_, name, unique<wstring>),
                                                       NTA_MEMBER(GROUP_INFO_3, grpi3_, comment, unique<wstring>),
                                                       NTA_MEMBER(GROUP_INFO_3, grpi3_, group_sid, unique<sid>),
                                                       NTA_MEMBER(GROUP_INFO_3, grpi3_, attributes, u32));
template <>
inline constexpr auto fields_of<GROUP_INFO_1002> = fields(NTA_MEMBER(GROUP_INFO_1002, grpi1002_, comment,
                                                                     unique<wstring>));
template <>
inline constexpr auto fields_of<GROUP_INFO_1005> = fields(NTA_MEMBER(GROUP_INFO_1005, grpi1005_, attributes, u32));
template <>
inline constexpr auto fields_of<LOCALGROUP_INFO_1002> = fields(NTA_MEMBER(LOCALGROUP_INFO_1002, lgrpi1002_, comment,
                                                                          unique<wstring>));
template <>
inline constexpr auto fields_of<GROUP_USERS_INFO_0> = fields(NTA_MEMBER(GROUP_USERS_INFO_0, grui0_, name,
                                                                        unique<wstring>));
template <>
inline constexpr auto fields_of<GROUP_USERS_INFO_1> = fields(NTA_MEMBER(GROUP_USERS_INFO_1, grui1_, name,
                                                                        unique<wstring>),
                                                             NTA_MEMBER(GROUP_USERS_INFO_1, grui1_, attributes, u32));
template <>
inline constexpr auto fields_of<LOCALGROUP_INFO_0> = fields(NTA_MEMBER(LOCALGROUP_INFO_0, lgrpi0_, name,
                                                                       unique<wstring>));
template <>
inline constexpr auto fields_of<LOCALGROUP_INFO_1> =
    fields(NTA_MEMBER(LOCALGROUP_INFO_1, lgrpi1_, name, unique<wstring>),
           NTA_MEMBER(LOCALGROUP_INFO_1, lgrpi1_, comment, unique<wstring>));
template <>
inline constexpr auto fields_of<LOCALGROUP_MEMBERS_INFO_0> = fields(NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_0, lgrmi0_, sid,
                                                                               unique<sid>));
template <>
inline constexpr auto fields_of<LOCALGROUP_MEMBERS_INFO_1> =
    fields(NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_1, lgrmi1_, sid, unique<sid>),
           NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_1, lgrmi1_, sidusage, u32),
           NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_1, lgrmi1_, name, unique<wstring>));
template <>
inline constexpr auto fields_of<LOCALGROUP_MEMBERS_INFO_2> =
    fields(NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_2, lgrmi2_, sid, unique<sid>),
           NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_2, lgrmi2_, sidusage, u32),
           NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_2, lgrmi2_, domainandname, unique<wstring>));
template <>
inline constexpr auto fields_of<LOCALGROUP_MEMBERS_INFO_3> = fields(NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_3, lgrmi3_,
                                                                               domainandname, unique<wstring>));
template <>
inline constexpr auto fields_of<LOCALGROUP_USERS_INFO_0> = fields(NTA_MEMBER(LOCALGROUP_USERS_INFO_0, lgrui0_, name,
                                                                             unique<wstring>));
template <>
inline constexpr auto fields_of<USER_MODALS_INFO_0> =
    fields(NTA_MEMBER(USER_MODALS_INFO_0, usrmod0_, min_passwd_len, u32),
           NTA_MEMBER(USER_MODALS_INFO_0, usrmod0_, max_passwd_age, u32),
           NTA_MEMBER(USER_MODALS_INFO_0, usrmod0_, min_passwd_age, u32),
           NTA_MEMBER(USER_MODALS_INFO_0, usrmod0_, force_logoff, u32),
           NTA_MEMBER(USER_MODALS_INFO_0, usrmod0_, password_hist_len, u32));
template <>
inline constexpr auto fields_of<USER_MODALS_INFO_1> = fields(NTA_MEMBER(USER_MODALS_INFO_1, usrmod1_, role, u32),
                                                             NTA_MEMBER(USER_MODALS_INFO_1, usrmod1_, primary,
                                                                        unique<wstring>));
template <>
inline constexpr auto fields_of<USER_MODALS_INFO_2> =
    fields(NTA_MEMBER(USER_MODALS_INFO_2, usrmod2_, domain_name, unique<wstring>),
           NTA_MEMBER(USER_MODALS_INFO_2, usrmod2_, domain_id, unique<sid>));
template <>
inline constexpr auto fields_of<USER_MODALS_INFO_3> =
    fields(NTA_MEMBER(USER_MODALS_INFO_3, usrmod3_, lockout_duration, u32),
           NTA_MEMBER(USER_MODALS_INFO_3, usrmod3_, lockout_observation_window, u32),
           NTA_MEMBER(USER_MODALS_INFO_3, usrmod3_, lockout_threshold, u32));

}  // namespace nta::describe
