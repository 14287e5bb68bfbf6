// The workstation: what it is, who is logged on, its transports and counters ([MS-WKST] 3.2.4.1 to 3.2.4.6, 3.2.4.11).
#include "host/server/transports.h"
#include "services/net_enumeration.h"
#include "services/net_handlers.h"
#include "services/net_support.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::ServerSettings;

constexpr uint32_t platform_nt = 500;
constexpr uint32_t version_major = 10, version_minor = 0;  // docs/rulings.md 15

/** WKSTA_*_PARMNUM of what can be set. */
enum Member : uint32_t {
  member_keep_connection = 13,
  member_most_commands = 0,  // [MS-WKST] 3.2.4.2 has no number for it
  member_session_timeout = 18,
  member_dormant_files = 46,
};

/** What a Windows workstation says and nobody reads any more, with the four that can be set. */
WKSTA_INFO_502 tuning(const ServerSettings& set) {
  WKSTA_INFO_502 info{};
  info.wki502_char_wait = 3600;
  info.wki502_collection_time = 250;
  info.wki502_maximum_collection_count = 16;
  info.wki502_keep_conn = set.keep_connection;
  info.wki502_max_cmds = set.most_commands;
  info.wki502_sess_timeout = set.session_timeout;
  info.wki502_siz_char_buf = 512;
  info.wki502_max_threads = 17;
  info.wki502_lock_quota = 6144;
  info.wki502_lock_increment = 10;
  info.wki502_lock_maximum = 500;
  info.wki502_pipe_increment = 10;
  info.wki502_pipe_maximum = 500;
  info.wki502_cache_file_timeout = 40;
  info.wki502_dormant_file_limit = set.dormant_file_limit;
  info.wki502_read_ahead_throughput = 0xFFFFFFFF;
  info.wki502_num_mailslot_buffers = 3;
  info.wki502_num_srv_announce_buffers = 20;
  info.wki502_max_illegal_datagram_events = 5;
  info.wki502_illegal_datagram_event_reset_frequency = 3600;
  info.wki502_use_opportunistic_locking = 1;
  info.wki502_use_unlock_behind = 1;
  info.wki502_use_close_behind = 1;
  info.wki502_buf_named_pipes = 1;
  info.wki502_use_lock_read_unlock = 1;
  info.wki502_utilize_nt_caching = 1;
  info.wki502_use_raw_read = 1;
  info.wki502_use_raw_write = 1;
  info.wki502_use_write_raw_data = 1;
  info.wki502_use_encryption = 1;
  return info;
}

struct FillWorkstation {
  const Host& host;
  const host::NetworkServer& server;
  Arena& memory;

  void operator()(WKSTA_INFO_102& row) const {
    row.wki102_platform_id = platform_nt;
    row.wki102_computername = wire_text(memory, server.names.primary());
    row.wki102_langroup = wire_text(memory, server.options.workgroup);
    row.wki102_ver_major = version_major;
    row.wki102_ver_minor = version_minor;
    row.wki102_lanroot = wire_text(memory, "");
    row.wki102_logged_on_users = static_cast<uint32_t>(logged_on_sessions(host).size());
  }
  template <describe::PrefixOf<WKSTA_INFO_102> Row>
  void operator()(Row& row) const {
    row = beginning_of<WKSTA_INFO_102, Row>(*this);
  }
  void operator()(WKSTA_INFO_502& row) const { row = tuning(server.settings.get()); }
};

Members readers(uint32_t level) {
  return level == 102 || level == 502 ? Members::administrators : Members::authenticated;
}

/** Takes from the level what can be set, into `settings`; what else it has is passed over. */
Result<void> apply(uint32_t level, const void* info, ServerSettings& settings) {
  if (level != 502 && level != 1013 && level != 1018 && level != 1046)
    return fail(Win32::invalid_parameter, "level {} cannot be set", level);  // Windows does not say 124 here
  if (!info) return fail(Win32::invalid_parameter, "no information came");
  if (level == 502) {
    const auto& all = *static_cast<const WKSTA_INFO_502*>(info);
    settings.keep_connection = all.wki502_keep_conn;
    settings.most_commands = all.wki502_max_cmds;
    settings.session_timeout = all.wki502_sess_timeout;
    settings.dormant_file_limit = all.wki502_dormant_file_limit;
    return {};
  }
  uint32_t number = static_cast<const WkstaNumber*>(info)->value;
  (level == 1013   ? settings.keep_connection
   : level == 1018 ? settings.session_timeout
                   : settings.dormant_file_limit) = number;
  return {};
}

template <class Call>
Result<void> check_ranges(Call& call, const ServerSettings& wanted) {
  constexpr uint32_t most = 65'535, least_commands = 50, least_timeout = 60;
  if (wanted.keep_connection == 0 || wanted.keep_connection > most)
    return member_at_fault(call, member_keep_connection, "connections are kept for {} s", wanted.keep_connection);
  if (wanted.most_commands < least_commands || wanted.most_commands > most)
    return member_at_fault(call, member_most_commands, "{} commands at once", wanted.most_commands);
  if (wanted.session_timeout < least_timeout || wanted.session_timeout > most)
    return member_at_fault(call, member_session_timeout, "a session timeout of {} s", wanted.session_timeout);
  if (wanted.dormant_file_limit == 0) return member_at_fault(call, member_dormant_files, "no dormant files at all");
  return {};
}

}  // namespace

Result<void> wksta_get_info(Host& host, Call<NetrWkstaGetInfo>& call) {
  uint32_t level = call.in().Level;
  call.out.Level = level;
  NTA_TRY(host::NetworkServer * server, server_of(host));
  if (level != 100) NTA_CHECK(require(host, *call.client, readers(level), "workstation.query"));
  FillWorkstation fill{host, *server, call.memory};
  return give_info<WkstaLevels>(call, level, [&](auto& row) -> decltype(fill(row)) { fill(row); });
}

Result<void> wksta_set_info(Host& host, Call<NetrWkstaSetInfo>& call) {
  const auto& in = call.in();
  prepare_parm_err(call, in.ParmErr);
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, Members::administrators, "workstation.set"));
  ServerSettings wanted = server->settings.get();
  NTA_CHECK(apply(in.Level, in.Info, wanted));
  NTA_CHECK(check_ranges(call, wanted));
  return audited(*call.client, "workstation.set", fmt::format("level {}", in.Level), server->settings.set(wanted));
}

// ---- users: the terminal sessions

namespace {

struct FillUser {
  std::string_view computer;

  void operator()(WKSTA_USER_INFO_1& row, const host::Session* from, Arena& memory) const {
    row.wkui1_username = wire_text(memory, from->user);
    row.wkui1_logon_domain = wire_text(memory, from->domain);
    row.wkui1_oth_domains = wire_text(memory, "");
    row.wkui1_logon_server = wire_text(memory, computer);
  }
  template <describe::PrefixOf<WKSTA_USER_INFO_1> Row>
  void operator()(Row& row, const host::Session* from, Arena& memory) const {
    row = beginning_of<WKSTA_USER_INFO_1, Row>(*this, from, memory);
  }
};

}  // namespace

Result<void> wksta_user_enum(Host& host, Call<NetrWkstaUserEnum>& call) {
  call.out.InfoStruct.Level = call.in().InfoStruct.Level;
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, Members::administrators, "workstation.users"));
  return enumerate(
      call, logged_on_sessions(host), NoRoom::is_more_data,
      [](const host::Session* session) { return session->id.value; }, FillUser{server->names.primary()});
}

namespace {

/** Domain and account of "DOMAIN\\name". */
struct OwnLogon {
  std::string domain, user;
};

OwnLogon own_logon(const auth::AccessToken& caller) {
  size_t separator = caller.name.find('\\');
  if (separator == caller.name.npos) return {{}, caller.name};
  return {caller.name.substr(0, separator), caller.name.substr(separator + 1)};
}

struct FillOwnLogon {
  OwnLogon logon;
  std::string_view computer;
  Arena& memory;

  void operator()(WKSTA_USER_INFO_1& row) const {
    row.wkui1_username = wire_text(memory, logon.user);
    row.wkui1_logon_domain = wire_text(memory, logon.domain);
    row.wkui1_oth_domains = wire_text(memory, "");
    row.wkui1_logon_server = wire_text(memory, computer);
  }
  template <describe::PrefixOf<WKSTA_USER_INFO_1> Row>
  void operator()(Row& row) const {
    row = beginning_of<WKSTA_USER_INFO_1, Row>(*this);
  }
  void operator()(WKSTA_USER_INFO_1101& row) const { row.wkui1101_oth_domains = wire_text(memory, ""); }
};

}  // namespace

/** Who comes over the network is logged on elsewhere, and has no other domains here either; smbtorture saw it so. */
Result<void> wksta_user_get_info(Host& host, Call<NetrWkstaUserGetInfo>& call) {
  uint32_t level = call.in().Level;
  call.out.Level = level;
  if (!WkstaOwnUserLevels::row(level)) return fail(Win32::invalid_level, "level {}: 0, 1 and 1101 are known", level);
  if (is_given(call.in().ServerName)) return fail(Win32::invalid_parameter, "the name is reserved");
  if (call.token().origin != auth::Origin::local && level != 1101)
    return fail(Win32::no_such_logon_session, "{} is not logged on at this machine", call.token().name);
  FillOwnLogon fill{own_logon(call.token()), host.computer, call.memory};
  return give_info<WkstaOwnUserLevels>(call, level, [&](auto& row) { fill(row); });
}

// ---- transports

namespace {

struct WkstaTransport {
  uint32_t position;
  host::Transport transport;
};

struct FillWkstaTransport {
  void operator()(WKSTA_TRANSPORT_INFO_0& row, const WkstaTransport& from, Arena& memory) const {
    row.wkti0_transport_name = wire_text(memory, from.transport.device);
    row.wkti0_transport_address = wire_text(memory, from.transport.hardware);
    row.wkti0_wan_ish = 1;  // can be routed
  }
};

/** Transports of the redirector cannot be made or taken away, as on Windows since Vista. */
Result<void> refuse_change(Host& host, const Client& client) {
  NTA_CHECK(require(host, client, Members::administrators, "workstation.transport"));
  return fail(Win32::invalid_function, "transports are the machine's network interfaces");
}

}  // namespace

Result<void> wksta_transport_enum(Host& host, Call<NetrWkstaTransportEnum>& call) {
  call.out.InfoStruct.Level = call.in().InfoStruct.Level;
  NTA_CHECK(require(host, *call.client, Members::authenticated, "workstation.transports"));
  std::vector<WkstaTransport> rows;
  for (host::Transport& transport : host::network_transports())
    rows.push_back({static_cast<uint32_t>(rows.size() + 1), std::move(transport)});
  Result<void> result = enumerate(
      call, rows, NoRoom::is_too_small, [](const WkstaTransport& row) { return row.position; }, FillWkstaTransport{});
  call.out.TotalEntries = 0;  // Windows leaves it so ([MS-WKST] 3.2.4.4)
  return result;
}

Result<void> wksta_transport_add(Host& host, Call<NetrWkstaTransportAdd>& call) {
  prepare_parm_err(call, call.in().ErrorParameter);
  if (call.in().Level != 0) return fail(Win32::invalid_level, "level {}: 0 is known", call.in().Level);
  return refuse_change(host, *call.client);
}

Result<void> wksta_transport_del(Host& host, Call<NetrWkstaTransportDel>& call) {
  constexpr uint32_t lots_of_force = 2;
  if (call.in().ForceLevel > lots_of_force)
    return fail(Win32::invalid_parameter, "force level {}", call.in().ForceLevel);
  return refuse_change(host, *call.client);
}

// ---- counters

/** This host connects to no server itself: what its users' programs do is theirs. So the time alone is not zero. */
Result<void> workstation_statistics(Host& host, Call<NetrWorkstationStatisticsGet>& call) {
  const auto& in = call.in();
  NTA_TRY(host::NetworkServer * server, server_of(host));
  if (in.Level != 0) return fail(Win32::invalid_level, "level {}: 0 is known", in.Level);
  if (in.Options != 0) return fail(Win32::invalid_parameter, "options {:#x}", in.Options);
  NTA_CHECK(require(host, *call.client, Members::authenticated, "workstation.statistics"));
  call.out.Buffer = call.memory.make<STAT_WORKSTATION_0>();
  call.out.Buffer->StatisticsStartTime.QuadPart = server->statistics.start;
  return {};
}

}  // namespace nta::services
