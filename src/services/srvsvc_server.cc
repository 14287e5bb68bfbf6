// The server itself: what it is and what is set, its disks, counters and clock ([MS-SRVS] 3.1.4.17 to 3.1.4.21).
#include <time.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

#include "services/net_enumeration.h"
#include "services/net_handlers.h"
#include "services/net_support.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::ServerSettings;

// docs/rulings.md 15.
constexpr uint32_t platform_nt = 500;
constexpr uint32_t version_major = 10, version_minor = 0;
constexpr uint32_t type_workstation = 0x1, type_server = 0x2, type_unix = 0x800, type_server_nt = 0x8000,
                   type_terminal_server = 0x2000000;
constexpr uint32_t server_type = type_workstation | type_server | type_unix | type_server_nt | type_terminal_server;

/** SV_*_PARMNUM */
enum Member : uint32_t {
  member_comment = 5,
  member_disc = 10,
  member_hidden = 16,
  member_announce = 17,
  member_delta = 18,
  member_users = 107,
};

// ---- what is shown

/** [MS-SRVS] 3.1.3, the values a Windows server starts with. They tune nothing here, and cannot be set. */
constexpr SERVER_INFO_502 tuning_502{.sv502_sessopens = 2048,
                                     .sv502_sessvcs = 1,
                                     .sv502_opensearch = 2048,
                                     .sv502_sizreqbuf = 4356,
                                     .sv502_initworkitems = 4,
                                     .sv502_maxworkitems = 16,
                                     .sv502_rawworkitems = 4,
                                     .sv502_irpstacksize = 11,
                                     .sv502_maxrawbuflen = 65535,
                                     .sv502_sessusers = 2048,
                                     .sv502_sessconns = 2048,
                                     .sv502_maxpagedmemoryusage = 0xFFFFFFFF,
                                     .sv502_maxnonpagedmemoryusage = 0xFFFFFFFF,
                                     .sv502_enablesoftcompat = 1,
                                     .sv502_enableforcedlogoff = 1,
                                     .sv502_timesource = 0,
                                     .sv502_acceptdownlevelapis = 1,
                                     .sv502_lmannounce = 0};

/** Level 503 begins with what level 502 has. */
SERVER_INFO_503 tuning_503() {
  static_assert(offsetof(SERVER_INFO_503, sv503_domain) == sizeof(SERVER_INFO_502));
  SERVER_INFO_503 info{};
  std::memcpy(&info, &tuning_502, sizeof tuning_502);
  info.sv503_maxcopyreadlen = 8192;
  info.sv503_minkeepsearch = 480;
  info.sv503_maxkeepsearch = 3600;
  info.sv503_minkeepcomplsearch = 240;
  info.sv503_maxkeepcomplsearch = 600;
  info.sv503_threadcountadd = 2;
  info.sv503_numblockthreads = 2;
  info.sv503_scavtimeout = 30;
  info.sv503_minrcvqueue = 2;
  info.sv503_minfreeworkitems = 2;
  info.sv503_xactmemsize = 0x100000;
  info.sv503_threadpriority = 1;
  info.sv503_maxmpxct = 50;
  info.sv503_oplockbreakwait = 35;
  info.sv503_oplockbreakresponsewait = 35;
  info.sv503_enableoplocks = 1;
  info.sv503_enablefcbopens = 1;
  info.sv503_enableraw = 1;
  info.sv503_minfreeconnections = 2;
  info.sv503_maxfreeconnections = 2;
  return info;
}

struct FillServer {
  const host::NetworkServer& server;
  Arena& memory;

  /** There are no capabilities. */
  void operator()(SERVER_INFO_103& row) const {
    const ServerSettings& set = server.settings.get();
    row.sv103_platform_id = platform_nt;
    row.sv103_name = wire_text(memory, server.names.primary());
    row.sv103_version_major = version_major;
    row.sv103_version_minor = version_minor;
    row.sv103_type = server_type;
    row.sv103_comment = memory.text(set.comment);
    row.sv103_users = set.users;
    row.sv103_disc = set.disconnect_minutes;
    row.sv103_hidden = static_cast<BOOL>(set.is_hidden);
    row.sv103_announce = set.announce_seconds;
    row.sv103_anndelta = set.announce_delta;
    row.sv103_userpath = memory.text(set.user_path);
  }
  template <describe::PrefixOf<SERVER_INFO_103> Row>
  void operator()(Row& row) const {
    row = beginning_of<SERVER_INFO_103, Row>(*this);
  }
  void operator()(SERVER_INFO_502& row) const { row = tuning_502; }
  void operator()(SERVER_INFO_503& row) const {
    row = tuning_503();
    row.sv503_domain = wire_text(memory, server.options.workgroup);
  }
};

Members server_readers(uint32_t level) {
  switch (level) {
    case 102:
    case 103:
    case 502:
      return Members::server_power_print;
    case 503:
      return Members::server_operators;
    default:
      return Members::authenticated;
  }
}

// ---- changes

/** What a level may ask to be changed. A level with only tuning in it is kept apart: it cannot be set. */
struct Wanted {
  std::optional<std::u16string> comment;
  std::optional<uint32_t> users;
  std::optional<int32_t> disc;
  std::optional<uint32_t> hidden;
  std::optional<uint32_t> announce;
  std::optional<uint32_t> delta;
  std::optional<std::u16string> user_path;
};

Wanted wanted_by(const SERVER_INFO_101& info) {
  Wanted wanted;
  wanted.comment = view_or_empty(info.sv101_comment);
  return wanted;
}

Wanted wanted_by(const SERVER_INFO_102& info) {
  Wanted wanted;
  wanted.comment = view_or_empty(info.sv102_comment);
  wanted.users = info.sv102_users;
  wanted.disc = info.sv102_disc;
  wanted.hidden = static_cast<uint32_t>(info.sv102_hidden);
  wanted.announce = info.sv102_announce;
  wanted.delta = info.sv102_anndelta;
  wanted.user_path = view_or_empty(info.sv102_userpath);
  return wanted;
}

Result<Wanted> wanted_by(uint32_t level, const void* info) {
  if (!info) return fail(Win32::invalid_parameter, "no information came");
  uint32_t number = level > 1005 ? static_cast<const SingleNumber*>(info)->value : 0;
  Wanted wanted;
  switch (level) {
    case 101:
      return wanted_by(*static_cast<const SERVER_INFO_101*>(info));
    case 102:
      return wanted_by(*static_cast<const SERVER_INFO_102*>(info));
    case 1005:
      wanted.comment = view_or_empty(static_cast<const SERVER_INFO_1005*>(info)->sv1005_comment);
      return wanted;
    case 1010:
      wanted.disc = static_cast<int32_t>(number);
      return wanted;
    case 1016:
      wanted.hidden = number;
      return wanted;
    case 1017:
      wanted.announce = number;
      return wanted;
    case 1018:
      wanted.delta = number;
      return wanted;
    case 1107:
      wanted.users = number;
      return wanted;
    default:
      return fail(Win32::not_supported, "level {}: nothing of it can be tuned on this host", level);
  }
}

/** [MS-SRVS] 2.2.4.43; the whole structure is checked before anything changes. */
template <class Call>
Result<void> check_wanted(Call& call, const Wanted& wanted) {
  constexpr uint32_t longest_interval = 65'535;
  if (wanted.comment && wanted.comment->size() >= std::size(ServerSettings{}.comment))
    return member_at_fault(call, member_comment, "a comment has 256 characters at most");
  if (wanted.disc && *wanted.disc == 0) return member_at_fault(call, member_disc, "0 minutes until disconnection");
  if (wanted.hidden && *wanted.hidden > 1) return member_at_fault(call, member_hidden, "hidden is {}", *wanted.hidden);
  if (wanted.announce && (*wanted.announce == 0 || *wanted.announce > longest_interval))
    return member_at_fault(call, member_announce, "announced every {} seconds", *wanted.announce);
  if (wanted.delta && *wanted.delta > longest_interval)
    return member_at_fault(call, member_delta, "announcements vary by {} ms", *wanted.delta);
  if (wanted.users && *wanted.users == 0) return member_at_fault(call, member_users, "no users at all");
  return {};
}

ServerSettings changed_by(ServerSettings settings, const Wanted& wanted) {
  if (wanted.comment) copy_cut(settings.comment, *wanted.comment);
  if (wanted.users) settings.users = *wanted.users;
  if (wanted.disc) settings.disconnect_minutes = *wanted.disc;
  if (wanted.hidden) settings.is_hidden = *wanted.hidden;
  if (wanted.announce) settings.announce_seconds = *wanted.announce;
  if (wanted.delta) settings.announce_delta = *wanted.delta;
  if (wanted.user_path) copy_cut(settings.user_path, *wanted.user_path);
  return settings;
}

}  // namespace

Result<void> server_get_info(Host& host, Call<NetrServerGetInfo>& call) {
  uint32_t level = call.in().Level;
  call.out.Level = level;
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, server_readers(level), "server.query"));
  FillServer fill{*server, call.memory};
  return give_info<ServerLevels>(call, level, [&](auto& row) -> decltype(fill(row)) { fill(row); });
}

Result<void> server_set_info(Host& host, Call<NetrServerSetInfo>& call) {
  const auto& in = call.in();
  prepare_parm_err(call, in.ParmErr);
  NTA_TRY(host::NetworkServer * server, server_of(host));
  if (!ServerLevels::row(in.Level) || in.Level == 100 || in.Level == 103)
    return fail(Win32::invalid_level, "level {} is none of NetServerSetInfo", in.Level);
  NTA_CHECK(require(host, *call.client, Members::server_operators, "server.set"));
  NTA_TRY(Wanted wanted, wanted_by(in.Level, in.Info));
  NTA_CHECK(check_wanted(call, wanted));
  return audited(*call.client, "server.set", fmt::format("level {}", in.Level),
                 server->settings.set(changed_by(server->settings.get(), wanted)));
}

Result<void> server_disk_enum(Host& host, Call<NetrServerDiskEnum>& call) {
  const auto& in = call.in();
  NTA_TRY(host::NetworkServer * server, server_of(host));
  if (in.Level != 0) return fail(Win32::invalid_level, "level {}: 0 is known", in.Level);
  NTA_CHECK(require(host, *call.client, Members::server_operators, "disk.list"));
  const auto& disks = server->disks.all();
  auto count = static_cast<uint32_t>(disks.size());
  // One row more than there are disks, with nothing in it ([MS-SRVS] 3.1.4.19).
  auto* rows = call.memory.make<DISK_INFO>(count + 1);
  for (uint32_t i = 0; i < count; ++i) {
    rows[i].units = 3;
    rows[i].Disk[0] = static_cast<char16_t>(disks[i].letter);
    rows[i].Disk[1] = u':';
  }
  rows[count].units = 1;
  call.out.DiskInfoStruct = {count + 1, rows};
  call.out.TotalEntries = count;
  if (in.ResumeHandle) call.out.ResumeHandle = call.memory.make<uint32_t>();
  return {};
}

Result<void> server_statistics(Host& host, Call<NetrServerStatisticsGet>& call) {
  const auto& in = call.in();
  NTA_TRY(host::NetworkServer * server, server_of(host));
  if (in.Level != 0) return fail(Win32::invalid_level, "level {}: 0 is known", in.Level);
  if (in.Options != 0) return fail(Win32::invalid_parameter, "options {:#x}", in.Options);
  NTA_CHECK(require(host, *call.client, Members::server_operators, "statistics.query"));
  const host::ServerStatistics& counted = server->statistics;
  auto* row = call.memory.make<STAT_SERVER_0>();
  row->sts0_start = static_cast<uint32_t>(unix_from_filetime(counted.start));
  row->sts0_fopens = counted.file_opens;
  row->sts0_sopens = counted.sessions_opened;
  row->sts0_stimedout = counted.sessions_timed_out;
  row->sts0_serrorout = counted.sessions_errored_out;
  row->sts0_pwerrors = counted.password_errors;
  row->sts0_permerrors = counted.permission_errors;
  row->sts0_bytessent_low = static_cast<uint32_t>(counted.bytes_sent);
  row->sts0_bytessent_high = static_cast<uint32_t>(counted.bytes_sent >> 32);
  row->sts0_bytesrcvd_low = static_cast<uint32_t>(counted.bytes_received);
  row->sts0_bytesrcvd_high = static_cast<uint32_t>(counted.bytes_received >> 32);
  call.out.InfoStruct = row;
  return {};
}

/** Nobody is refused. */
Result<void> remote_tod(Host&, Call<NetrRemoteTOD>& call) {
  constexpr uint32_t tenth_milliseconds = 10'000;
  timespec now{}, up{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  ::clock_gettime(CLOCK_BOOTTIME, &up);
  tm utc{}, local{};
  ::gmtime_r(&now.tv_sec, &utc);
  ::localtime_r(&now.tv_sec, &local);
  auto* tod = call.memory.make<TIME_OF_DAY_INFO>();
  tod->tod_elapsedt = static_cast<uint32_t>(now.tv_sec);
  tod->tod_msecs = static_cast<uint32_t>(up.tv_sec * 1000 + up.tv_nsec / 1'000'000);
  tod->tod_hours = static_cast<uint32_t>(utc.tm_hour);
  tod->tod_mins = static_cast<uint32_t>(utc.tm_min);
  tod->tod_secs = static_cast<uint32_t>(utc.tm_sec);
  tod->tod_hunds = static_cast<uint32_t>(now.tv_nsec / 10'000'000);
  tod->tod_timezone = static_cast<int32_t>(-local.tm_gmtoff / 60);  // minutes west of UTC
  tod->tod_tinterval = tenth_milliseconds / static_cast<uint32_t>(::sysconf(_SC_CLK_TCK));
  tod->tod_day = static_cast<uint32_t>(utc.tm_mday);
  tod->tod_month = static_cast<uint32_t>(utc.tm_mon + 1);
  tod->tod_year = static_cast<uint32_t>(utc.tm_year + 1900);
  tod->tod_weekday = static_cast<uint32_t>(utc.tm_wday);
  call.out.Buffer = tod;
  return {};
}

}  // namespace nta::services
