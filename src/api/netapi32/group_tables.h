// The structures of groups and policy as data, for packing.
#pragma once

#include "describe/natural.h"
#include "ntadmin/win/lmaccess.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<GROUP_INFO_0> = NTA_MEMBERS(GROUP_INFO_0, grpi0_, name);
template <>
inline constexpr auto fields_of<GROUP_INFO_1> = NTA_MEMBERS(GROUP_INFO_1, grpi1_, name, comment);
template <>
inline constexpr auto fields_of<GROUP_INFO_2> = NTA_MEMBERS(GROUP_INFO_2, grpi2_, name, comment, group_id, attributes);
template <>
inline constexpr auto fields_of<GROUP_INFO_3> = joined(NTA_MEMBERS(GROUP_INFO_3, grpi3_, name, comment),
                                                       NTA_MEMBER(GROUP_INFO_3, grpi3_, group_sid, unique<sid>),
                                                       NTA_MEMBERS(GROUP_INFO_3, grpi3_, attributes));
template <>
inline constexpr auto fields_of<GROUP_INFO_1002> = NTA_MEMBERS(GROUP_INFO_1002, grpi1002_, comment);
template <>
inline constexpr auto fields_of<GROUP_INFO_1005> = NTA_MEMBERS(GROUP_INFO_1005, grpi1005_, attributes);
template <>
inline constexpr auto fields_of<LOCALGROUP_INFO_1002> = NTA_MEMBERS(LOCALGROUP_INFO_1002, lgrpi1002_, comment);
template <>
inline constexpr auto fields_of<GROUP_USERS_INFO_0> = NTA_MEMBERS(GROUP_USERS_INFO_0, grui0_, name);
template <>
inline constexpr auto fields_of<GROUP_USERS_INFO_1> = NTA_MEMBERS(GROUP_USERS_INFO_1, grui1_, name, attributes);
template <>
inline constexpr auto fields_of<LOCALGROUP_INFO_0> = NTA_MEMBERS(LOCALGROUP_INFO_0, lgrpi0_, name);
template <>
inline constexpr auto fields_of<LOCALGROUP_INFO_1> = NTA_MEMBERS(LOCALGROUP_INFO_1, lgrpi1_, name, comment);
template <>
inline constexpr auto fields_of<LOCALGROUP_MEMBERS_INFO_0> = fields(NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_0, lgrmi0_, sid,
                                                                               unique<sid>));
template <>
inline constexpr auto fields_of<LOCALGROUP_MEMBERS_INFO_1> =
    joined(NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_1, lgrmi1_, sid, unique<sid>),
           NTA_MEMBERS(LOCALGROUP_MEMBERS_INFO_1, lgrmi1_, sidusage, name));
template <>
inline constexpr auto fields_of<LOCALGROUP_MEMBERS_INFO_2> =
    joined(NTA_MEMBER(LOCALGROUP_MEMBERS_INFO_2, lgrmi2_, sid, unique<sid>),
           NTA_MEMBERS(LOCALGROUP_MEMBERS_INFO_2, lgrmi2_, sidusage, domainandname));
template <>
inline constexpr auto fields_of<LOCALGROUP_MEMBERS_INFO_3> = NTA_MEMBERS(LOCALGROUP_MEMBERS_INFO_3, lgrmi3_,
                                                                         domainandname);
template <>
inline constexpr auto fields_of<LOCALGROUP_USERS_INFO_0> = NTA_MEMBERS(LOCALGROUP_USERS_INFO_0, lgrui0_, name);
template <>
inline constexpr auto fields_of<USER_MODALS_INFO_0> = NTA_MEMBERS(USER_MODALS_INFO_0, usrmod0_, min_passwd_len,
                                                                  max_passwd_age, min_passwd_age, force_logoff,
                                                                  password_hist_len);
template <>
inline constexpr auto fields_of<USER_MODALS_INFO_1> = NTA_MEMBERS(USER_MODALS_INFO_1, usrmod1_, role, primary);
template <>
inline constexpr auto fields_of<USER_MODALS_INFO_2> = joined(NTA_MEMBERS(USER_MODALS_INFO_2, usrmod2_, domain_name),
                                                             NTA_MEMBER(USER_MODALS_INFO_2, usrmod2_, domain_id,
                                                                        unique<sid>));
template <>
inline constexpr auto fields_of<USER_MODALS_INFO_3> = NTA_MEMBERS(USER_MODALS_INFO_3, usrmod3_, lockout_duration,
                                                                  lockout_observation_window, lockout_threshold);

}  // namespace nta::describe
