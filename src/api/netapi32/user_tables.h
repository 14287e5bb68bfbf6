// The structures of users as data: packed, and filled and read by the names of their members (user_fields.h).
#pragma once

#include "describe/natural.h"
#include "ntadmin/win/lmaccess.h"

namespace nta::describe {

/** 168 bits. */
inline constexpr Type logon_hours = fixed<u8, UNITS_PER_WEEK / 8>;

/** What level 2 has, and others begin with. */
#define NTA_USER_2(S, prefix)                                                                                          \
  joined(NTA_MEMBERS(S, prefix, name, password, password_age, priv, home_dir, comment, flags, script_path, auth_flags, \
                     full_name, usr_comment, parms, workstations, last_logon, last_logoff, acct_expires, max_storage,  \
                     units_per_week),                                                                                  \
         NTA_MEMBER(S, prefix, logon_hours, unique<logon_hours>),                                                      \
         NTA_MEMBERS(S, prefix, bad_pw_count, num_logons, logon_server, country_code, code_page))

template <>
inline constexpr auto fields_of<USER_INFO_0> = NTA_MEMBERS(USER_INFO_0, usri0_, name);
template <>
inline constexpr auto fields_of<USER_INFO_1> = NTA_MEMBERS(USER_INFO_1, usri1_, name, password, password_age, priv,
                                                           home_dir, comment, flags, script_path);
template <>
inline constexpr auto fields_of<USER_INFO_2> = NTA_USER_2(USER_INFO_2, usri2_);
template <>
inline constexpr auto fields_of<USER_INFO_3> = joined(NTA_USER_2(USER_INFO_3, usri3_),
                                                      NTA_MEMBERS(USER_INFO_3, usri3_, user_id, primary_group_id,
                                                                  profile, home_dir_drive, password_expired));
template <>
inline constexpr auto fields_of<USER_INFO_4> = joined(NTA_USER_2(USER_INFO_4, usri4_),
                                                      NTA_MEMBER(USER_INFO_4, usri4_, user_sid, unique<sid>),
                                                      NTA_MEMBERS(USER_INFO_4, usri4_, primary_group_id, profile,
                                                                  home_dir_drive, password_expired));
template <>
inline constexpr auto fields_of<USER_INFO_10> = NTA_MEMBERS(USER_INFO_10, usri10_, name, comment, usr_comment,
                                                            full_name);
template <>
inline constexpr auto fields_of<USER_INFO_11> = joined(
    NTA_MEMBERS(USER_INFO_11, usri11_, name, comment, usr_comment, full_name, priv, auth_flags, password_age, home_dir,
                parms, last_logon, last_logoff, bad_pw_count, num_logons, logon_server, country_code, workstations,
                max_storage, units_per_week),
    NTA_MEMBER(USER_INFO_11, usri11_, logon_hours, unique<logon_hours>), NTA_MEMBERS(USER_INFO_11, usri11_, code_page));
template <>
inline constexpr auto fields_of<USER_INFO_20> = NTA_MEMBERS(USER_INFO_20, usri20_, name, full_name, comment, flags,
                                                            user_id);
template <>
inline constexpr auto fields_of<USER_INFO_21> = NTA_MEMBERS(USER_INFO_21, usri21_, password);
template <>
inline constexpr auto fields_of<USER_INFO_22> = NTA_USER_2(USER_INFO_22, usri22_);
template <>
inline constexpr auto fields_of<USER_INFO_23> = joined(NTA_MEMBERS(USER_INFO_23, usri23_, name, full_name, comment,
                                                                   flags),
                                                       NTA_MEMBER(USER_INFO_23, usri23_, user_sid, unique<sid>));
template <>
inline constexpr auto fields_of<USER_INFO_24> = joined(NTA_MEMBER(USER_INFO_24, usri24_, internet_identity, bool32),
                                                       NTA_MEMBERS(USER_INFO_24, usri24_, flags, internet_provider_name,
                                                                   internet_principal_name),
                                                       NTA_MEMBER(USER_INFO_24, usri24_, user_sid, unique<sid>));
template <>
inline constexpr auto fields_of<USER_INFO_1003> = NTA_MEMBERS(USER_INFO_1003, usri1003_, password);
template <>
inline constexpr auto fields_of<USER_INFO_1005> = NTA_MEMBERS(USER_INFO_1005, usri1005_, priv);
template <>
inline constexpr auto fields_of<USER_INFO_1006> = NTA_MEMBERS(USER_INFO_1006, usri1006_, home_dir);
template <>
inline constexpr auto fields_of<USER_INFO_1007> = NTA_MEMBERS(USER_INFO_1007, usri1007_, comment);
template <>
inline constexpr auto fields_of<USER_INFO_1008> = NTA_MEMBERS(USER_INFO_1008, usri1008_, flags);
template <>
inline constexpr auto fields_of<USER_INFO_1009> = NTA_MEMBERS(USER_INFO_1009, usri1009_, script_path);
template <>
inline constexpr auto fields_of<USER_INFO_1010> = NTA_MEMBERS(USER_INFO_1010, usri1010_, auth_flags);
template <>
inline constexpr auto fields_of<USER_INFO_1011> = NTA_MEMBERS(USER_INFO_1011, usri1011_, full_name);
template <>
inline constexpr auto fields_of<USER_INFO_1012> = NTA_MEMBERS(USER_INFO_1012, usri1012_, usr_comment);
template <>
inline constexpr auto fields_of<USER_INFO_1013> = NTA_MEMBERS(USER_INFO_1013, usri1013_, parms);
template <>
inline constexpr auto fields_of<USER_INFO_1014> = NTA_MEMBERS(USER_INFO_1014, usri1014_, workstations);
template <>
inline constexpr auto fields_of<USER_INFO_1017> = NTA_MEMBERS(USER_INFO_1017, usri1017_, acct_expires);
template <>
inline constexpr auto fields_of<USER_INFO_1018> = NTA_MEMBERS(USER_INFO_1018, usri1018_, max_storage);
template <>
inline constexpr auto fields_of<USER_INFO_1020> = joined(NTA_MEMBERS(USER_INFO_1020, usri1020_, units_per_week),
                                                         NTA_MEMBER(USER_INFO_1020, usri1020_, logon_hours,
                                                                    unique<logon_hours>));
template <>
inline constexpr auto fields_of<USER_INFO_1023> = NTA_MEMBERS(USER_INFO_1023, usri1023_, logon_server);
template <>
inline constexpr auto fields_of<USER_INFO_1024> = NTA_MEMBERS(USER_INFO_1024, usri1024_, country_code);
template <>
inline constexpr auto fields_of<USER_INFO_1025> = NTA_MEMBERS(USER_INFO_1025, usri1025_, code_page);
template <>
inline constexpr auto fields_of<USER_INFO_1051> = NTA_MEMBERS(USER_INFO_1051, usri1051_, primary_group_id);
template <>
inline constexpr auto fields_of<USER_INFO_1052> = NTA_MEMBERS(USER_INFO_1052, usri1052_, profile);
template <>
inline constexpr auto fields_of<USER_INFO_1053> = NTA_MEMBERS(USER_INFO_1053, usri1053_, home_dir_drive);

#undef NTA_USER_2

}  // namespace nta::describe
