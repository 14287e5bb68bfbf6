// The structures of users as data: packed, and filled and read by the names of their members (user_fields.h).
#pragma once

#include "describe/type.h"
#include "ntadmin/win/lmaccess.h"

namespace nta::describe {

/** 168 bits. */
inline constexpr Type logon_hours = fixed<u8, UNITS_PER_WEEK / 8>;

template <>
inline constexpr auto fields_of<USER_INFO_0> = fields(NTA_MEMBER(USER_INFO_0, usri0_, name, unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1> = fields(NTA_MEMBER(USER_INFO_1, usri1_, name, unique<wstring>),
                                                      NTA_MEMBER(USER_INFO_1, usri1_, password, unique<wstring>),
                                                      NTA_MEMBER(USER_INFO_1, usri1_, password_age, u32),
                                                      NTA_MEMBER(USER_INFO_1, usri1_, priv, u32),
                                                      NTA_MEMBER(USER_INFO_1, usri1_, home_dir, unique<wstring>),
                                                      NTA_MEMBER(USER_INFO_1, usri1_, comment, unique<wstring>),
                                                      NTA_MEMBER(USER_INFO_1, usri1_, flags, u32),
                                                      NTA_MEMBER(USER_INFO_1, usri1_, script_path, unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_2> = fields(
    NTA_MEMBER(USER_INFO_2, usri2_, name, unique<wstring>), NTA_MEMBER(USER_INFO_2, usri2_, password, unique<wstring>),
    NTA_MEMBER(USER_INFO_2, usri2_, password_age, u32), NTA_MEMBER(USER_INFO_2, usri2_, priv, u32),
    NTA_MEMBER(USER_INFO_2, usri2_, home_dir, unique<wstring>),
    NTA_MEMBER(USER_INFO_2, usri2_, comment, unique<wstring>), NTA_MEMBER(USER_INFO_2, usri2_, flags, u32),
    NTA_MEMBER(USER_INFO_2, usri2_, script_path, unique<wstring>), NTA_MEMBER(USER_INFO_2, usri2_, auth_flags, u32),
    NTA_MEMBER(USER_INFO_2, usri2_, full_name, unique<wstring>),
    NTA_MEMBER(USER_INFO_2, usri2_, usr_comment, unique<wstring>),
    NTA_MEMBER(USER_INFO_2, usri2_, parms, unique<wstring>),
    NTA_MEMBER(USER_INFO_2, usri2_, workstations, unique<wstring>), NTA_MEMBER(USER_INFO_2, usri2_, last_logon, u32),
    NTA_MEMBER(USER_INFO_2, usri2_, last_logoff, u32), NTA_MEMBER(USER_INFO_2, usri2_, acct_expires, u32),
    NTA_MEMBER(USER_INFO_2, usri2_, max_storage, u32), NTA_MEMBER(USER_INFO_2, usri2_, units_per_week, u32),
    NTA_MEMBER(USER_INFO_2, usri2_, logon_hours, unique<logon_hours>),
    NTA_MEMBER(USER_INFO_2, usri2_, bad_pw_count, u32), NTA_MEMBER(USER_INFO_2, usri2_, num_logons, u32),
    NTA_MEMBER(USER_INFO_2, usri2_, logon_server, unique<wstring>), NTA_MEMBER(USER_INFO_2, usri2_, country_code, u32),
    NTA_MEMBER(USER_INFO_2, usri2_, code_page, u32));
template <>
inline constexpr auto fields_of<USER_INFO_3> = fields(
    NTA_MEMBER(USER_INFO_3, usri3_, name, unique<wstring>), NTA_MEMBER(USER_INFO_3, usri3_, password, unique<wstring>),
    NTA_MEMBER(USER_INFO_3, usri3_, password_age, u32), NTA_MEMBER(USER_INFO_3, usri3_, priv, u32),
    NTA_MEMBER(USER_INFO_3, usri3_, home_dir, unique<wstring>),
    NTA_MEMBER(USER_INFO_3, usri3_, comment, unique<wstring>), NTA_MEMBER(USER_INFO_3, usri3_, flags, u32),
    NTA_MEMBER(USER_INFO_3, usri3_, script_path, unique<wstring>), NTA_MEMBER(USER_INFO_3, usri3_, auth_flags, u32),
    NTA_MEMBER(USER_INFO_3, usri3_, full_name, unique<wstring>),
    NTA_MEMBER(USER_INFO_3, usri3_, usr_comment, unique<wstring>),
    NTA_MEMBER(USER_INFO_3, usri3_, parms, unique<wstring>),
    NTA_MEMBER(USER_INFO_3, usri3_, workstations, unique<wstring>), NTA_MEMBER(USER_INFO_3, usri3_, last_logon, u32),
    NTA_MEMBER(USER_INFO_3, usri3_, last_logoff, u32), NTA_MEMBER(USER_INFO_3, usri3_, acct_expires, u32),
    NTA_MEMBER(USER_INFO_3, usri3_, max_storage, u32), NTA_MEMBER(USER_INFO_3, usri3_, units_per_week, u32),
    NTA_MEMBER(USER_INFO_3, usri3_, logon_hours, unique<logon_hours>),
    NTA_MEMBER(USER_INFO_3, usri3_, bad_pw_count, u32), NTA_MEMBER(USER_INFO_3, usri3_, num_logons, u32),
    NTA_MEMBER(USER_INFO_3, usri3_, logon_server, unique<wstring>), NTA_MEMBER(USER_INFO_3, usri3_, country_code, u32),
    NTA_MEMBER(USER_INFO_3, usri3_, code_page, u32), NTA_MEMBER(USER_INFO_3, usri3_, user_id, u32),
    NTA_MEMBER(USER_INFO_3, usri3_, primary_group_id, u32), NTA_MEMBER(USER_INFO_3, usri3_, profile, unique<wstring>),
    NTA_MEMBER(USER_INFO_3, usri3_, home_dir_drive, unique<wstring>),
    NTA_MEMBER(USER_INFO_3, usri3_, password_expired, u32));
template <>
inline constexpr auto fields_of<USER_INFO_4> = fields(
    NTA_MEMBER(USER_INFO_4, usri4_, name, unique<wstring>), NTA_MEMBER(USER_INFO_4, usri4_, password, unique<wstring>),
    NTA_MEMBER(USER_INFO_4, usri4_, password_age, u32), NTA_MEMBER(USER_INFO_4, usri4_, priv, u32),
    NTA_MEMBER(USER_INFO_4, usri4_, home_dir, unique<wstring>),
    NTA_MEMBER(USER_INFO_4, usri4_, comment, unique<wstring>), NTA_MEMBER(USER_INFO_4, usri4_, flags, u32),
    NTA_MEMBER(USER_INFO_4, usri4_, script_path, unique<wstring>), NTA_MEMBER(USER_INFO_4, usri4_, auth_flags, u32),
    NTA_MEMBER(USER_INFO_4, usri4_, full_name, unique<wstring>),
    NTA_MEMBER(USER_INFO_4, usri4_, usr_comment, unique<wstring>),
    NTA_MEMBER(USER_INFO_4, usri4_, parms, unique<wstring>),
    NTA_MEMBER(USER_INFO_4, usri4_, workstations, unique<wstring>), NTA_MEMBER(USER_INFO_4, usri4_, last_logon, u32),
    NTA_MEMBER(USER_INFO_4, usri4_, last_logoff, u32), NTA_MEMBER(USER_INFO_4, usri4_, acct_expires, u32),
    NTA_MEMBER(USER_INFO_4, usri4_, max_storage, u32), NTA_MEMBER(USER_INFO_4, usri4_, units_per_week, u32),
    NTA_MEMBER(USER_INFO_4, usri4_, logon_hours, unique<logon_hours>),
    NTA_MEMBER(USER_INFO_4, usri4_, bad_pw_count, u32), NTA_MEMBER(USER_INFO_4, usri4_, num_logons, u32),
    NTA_MEMBER(USER_INFO_4, usri4_, logon_server, unique<wstring>), NTA_MEMBER(USER_INFO_4, usri4_, country_code, u32),
    NTA_MEMBER(USER_INFO_4, usri4_, code_page, u32), NTA_MEMBER(USER_INFO_4, usri4_, user_sid, unique<sid>),
    NTA_MEMBER(USER_INFO_4, usri4_, primary_group_id, u32), NTA_MEMBER(USER_INFO_4, usri4_, profile, unique<wstring>),
    NTA_MEMBER(USER_INFO_4, usri4_, home_dir_drive, unique<wstring>),
    NTA_MEMBER(USER_INFO_4, usri4_, password_expired, u32));
template <>
inline constexpr auto fields_of<USER_INFO_10> = fields(NTA_MEMBER(USER_INFO_10, usri10_, name, unique<wstring>),
                                                       NTA_MEMBER(USER_INFO_10, usri10_, comment, unique<wstring>),
                                                       NTA_MEMBER(USER_INFO_10, usri10_, usr_comment, unique<wstring>),
                                                       NTA_MEMBER(USER_INFO_10, usri10_, full_name, unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_11> =
    fields(NTA_MEMBER(USER_INFO_11, usri11_, name, unique<wstring>),
           NTA_MEMBER(USER_INFO_11, usri11_, comment, unique<wstring>),
           NTA_MEMBER(USER_INFO_11, usri11_, usr_comment, unique<wstring>),
           NTA_MEMBER(USER_INFO_11, usri11_, full_name, unique<wstring>), NTA_MEMBER(USER_INFO_11, usri11_, priv, u32),
           NTA_MEMBER(USER_INFO_11, usri11_, auth_flags, u32), NTA_MEMBER(USER_INFO_11, usri11_, password_age, u32),
           NTA_MEMBER(USER_INFO_11, usri11_, home_dir, unique<wstring>),
           NTA_MEMBER(USER_INFO_11, usri11_, parms, unique<wstring>),
           NTA_MEMBER(USER_INFO_11, usri11_, last_logon, u32), NTA_MEMBER(USER_INFO_11, usri11_, last_logoff, u32),
           NTA_MEMBER(USER_INFO_11, usri11_, bad_pw_count, u32), NTA_MEMBER(USER_INFO_11, usri11_, num_logons, u32),
           NTA_MEMBER(USER_INFO_11, usri11_, logon_server, unique<wstring>),
           NTA_MEMBER(USER_INFO_11, usri11_, country_code, u32),
           NTA_MEMBER(USER_INFO_11, usri11_, workstations, unique<wstring>),
           NTA_MEMBER(USER_INFO_11, usri11_, max_storage, u32), NTA_MEMBER(USER_INFO_11, usri11_, units_per_week, u32),
           NTA_MEMBER(USER_INFO_11, usri11_, logon_hours, unique<logon_hours>),
           NTA_MEMBER(USER_INFO_11, usri11_, code_page, u32));
template <>
inline constexpr auto fields_of<USER_INFO_20> = fields(NTA_MEMBER(USER_INFO_20, usri20_, name, unique<wstring>),
                                                       NTA_MEMBER(USER_INFO_20, usri20_, full_name, unique<wstring>),
                                                       NTA_MEMBER(USER_INFO_20, usri20_, comment, unique<wstring>),
                                                       NTA_MEMBER(USER_INFO_20, usri20_, flags, u32),
                                                       NTA_MEMBER(USER_INFO_20, usri20_, user_id, u32));
template <>
inline constexpr auto fields_of<USER_INFO_21> = fields(NTA_MEMBER(USER_INFO_21, usri21_, password, fixed<u8, 16>));
template <>
inline constexpr auto fields_of<USER_INFO_22> = fields(
    NTA_MEMBER(USER_INFO_22, usri22_, name, unique<wstring>),
    NTA_MEMBER(USER_INFO_22, usri22_, password, fixed<u8, 16>), NTA_MEMBER(USER_INFO_22, usri22_, password_age, u32),
    NTA_MEMBER(USER_INFO_22, usri22_, priv, u32), NTA_MEMBER(USER_INFO_22, usri22_, home_dir, unique<wstring>),
    NTA_MEMBER(USER_INFO_22, usri22_, comment, unique<wstring>), NTA_MEMBER(USER_INFO_22, usri22_, flags, u32),
    NTA_MEMBER(USER_INFO_22, usri22_, script_path, unique<wstring>), NTA_MEMBER(USER_INFO_22, usri22_, auth_flags, u32),
    NTA_MEMBER(USER_INFO_22, usri22_, full_name, unique<wstring>),
    NTA_MEMBER(USER_INFO_22, usri22_, usr_comment, unique<wstring>),
    NTA_MEMBER(USER_INFO_22, usri22_, parms, unique<wstring>),
    NTA_MEMBER(USER_INFO_22, usri22_, workstations, unique<wstring>),
    NTA_MEMBER(USER_INFO_22, usri22_, last_logon, u32), NTA_MEMBER(USER_INFO_22, usri22_, last_logoff, u32),
    NTA_MEMBER(USER_INFO_22, usri22_, acct_expires, u32), NTA_MEMBER(USER_INFO_22, usri22_, max_storage, u32),
    NTA_MEMBER(USER_INFO_22, usri22_, units_per_week, u32),
    NTA_MEMBER(USER_INFO_22, usri22_, logon_hours, unique<logon_hours>),
    NTA_MEMBER(USER_INFO_22, usri22_, bad_pw_count, u32), NTA_MEMBER(USER_INFO_22, usri22_, num_logons, u32),
    NTA_MEMBER(USER_INFO_22, usri22_, logon_server, unique<wstring>),
    NTA_MEMBER(USER_INFO_22, usri22_, country_code, u32), NTA_MEMBER(USER_INFO_22, usri22_, code_page, u32));
template <>
inline constexpr auto fields_of<USER_INFO_23> = fields(NTA_MEMBER(USER_INFO_23, usri23_, name, unique<wstring>),
                                                       NTA_MEMBER(USER_INFO_23, usri23_, full_name, unique<wstring>),
                                                       NTA_MEMBER(USER_INFO_23, usri23_, comment, unique<wstring>),
                                                       NTA_MEMBER(USER_INFO_23, usri23_, flags, u32),
                                                       NTA_MEMBER(USER_INFO_23, usri23_, user_sid, unique<sid>));
template <>
inline constexpr auto fields_of<USER_INFO_24> =
    fields(NTA_MEMBER(USER_INFO_24, usri24_, internet_identity, bool32), NTA_MEMBER(USER_INFO_24, usri24_, flags, u32),
           NTA_MEMBER(USER_INFO_24, usri24_, internet_provider_name, unique<wstring>),
           NTA_MEMBER(USER_INFO_24, usri24_, internet_principal_name, unique<wstring>),
           NTA_MEMBER(USER_INFO_24, usri24_, user_sid, unique<sid>));
template <>
inline constexpr auto fields_of<USER_INFO_1003> = fields(NTA_MEMBER(USER_INFO_1003, usri1003_, password,
                                                                    unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1005> = fields(NTA_MEMBER(USER_INFO_1005, usri1005_, priv, u32));
template <>
inline constexpr auto fields_of<USER_INFO_1006> = fields(NTA_MEMBER(USER_INFO_1006, usri1006_, home_dir,
                                                                    unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1007> = fields(NTA_MEMBER(USER_INFO_1007, usri1007_, comment,
                                                                    unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1008> = fields(NTA_MEMBER(USER_INFO_1008, usri1008_, flags, u32));
template <>
inline constexpr auto fields_of<USER_INFO_1009> = fields(NTA_MEMBER(USER_INFO_1009, usri1009_, script_path,
                                                                    unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1010> = fields(NTA_MEMBER(USER_INFO_1010, usri1010_, auth_flags, u32));
template <>
inline constexpr auto fields_of<USER_INFO_1011> = fields(NTA_MEMBER(USER_INFO_1011, usri1011_, full_name,
                                                                    unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1012> = fields(NTA_MEMBER(USER_INFO_1012, usri1012_, usr_comment,
                                                                    unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1013> = fields(NTA_MEMBER(USER_INFO_1013, usri1013_, parms, unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1014> = fields(NTA_MEMBER(USER_INFO_1014, usri1014_, workstations,
                                                                    unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1017> = fields(NTA_MEMBER(USER_INFO_1017, usri1017_, acct_expires, u32));
template <>
inline constexpr auto fields_of<USER_INFO_1018> = fields(NTA_MEMBER(USER_INFO_1018, usri1018_, max_storage, u32));
template <>
inline constexpr auto fields_of<USER_INFO_1020> = fields(NTA_MEMBER(USER_INFO_1020, usri1020_, units_per_week, u32),
                                                         NTA_MEMBER(USER_INFO_1020, usri1020_, logon_hours,
                                                                    unique<logon_hours>));
template <>
inline constexpr auto fields_of<USER_INFO_1023> = fields(NTA_MEMBER(USER_INFO_1023, usri1023_, logon_server,
                                                                    unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1024> = fields(NTA_MEMBER(USER_INFO_1024, usri1024_, country_code, u32));
template <>
inline constexpr auto fields_of<USER_INFO_1025> = fields(NTA_MEMBER(USER_INFO_1025, usri1025_, code_page, u32));
template <>
inline constexpr auto fields_of<USER_INFO_1051> = fields(NTA_MEMBER(USER_INFO_1051, usri1051_, primary_group_id, u32));
template <>
inline constexpr auto fields_of<USER_INFO_1052> = fields(NTA_MEMBER(USER_INFO_1052, usri1052_, profile,
                                                                    unique<wstring>));
template <>
inline constexpr auto fields_of<USER_INFO_1053> = fields(NTA_MEMBER(USER_INFO_1053, usri1053_, home_dir_drive,
                                                                    unique<wstring>));

}  // namespace nta::describe
