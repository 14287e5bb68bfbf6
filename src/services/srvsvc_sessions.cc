// Network sessions, open files and connections ([MS-SRVS] 3.1.4.1 to 3.1.4.6).
#include <map>

#include "services/net_enumeration.h"
#include "services/net_handlers.h"
#include "services/net_support.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::NetworkFile;
using host::NetworkSession;
using host::TreeConnection;

// ---- sessions

/** A session and what it has open. */
struct SessionRow {
  NetworkSession session;
  uint32_t opens;
};

std::vector<SessionRow> session_rows(const host::NetworkServer& server) {
  std::map<uint32_t, uint32_t> opens;
  for (const NetworkFile& file : server.connections.files()) ++opens[file.session.value];
  std::vector<SessionRow> rows;
  for (NetworkSession& session : server.connections.sessions()) {
    uint32_t own = opens[session.id.value];
    rows.push_back({std::move(session), own});
  }
  return rows;
}

uint32_t user_flags(const NetworkSession& session) {
  constexpr uint32_t guest = 1, no_encryption = 2;  // SESS_GUEST, SESS_NOENCRYPTION
  return (session.is_guest ? guest : 0) | (session.is_encrypted ? 0 : no_encryption);
}

struct FillSession {
  void operator()(SESSION_INFO_502& row, const SessionRow& from, Arena& memory) const {
    row.sesi502_cname = wire_text(memory, from.session.client);
    row.sesi502_username = wire_text(memory, from.session.user);
    row.sesi502_num_opens = from.opens;
    row.sesi502_time = seconds_since(from.session.since);
    row.sesi502_idle_time = seconds_since(from.session.last_request);
    row.sesi502_user_flags = user_flags(from.session);
    row.sesi502_cltype_name = wire_text(memory, from.session.client_type);
    row.sesi502_transport = wire_text(memory, from.session.transport);
  }
  template <describe::PrefixOf<SESSION_INFO_502> Row>
  void operator()(Row& row, const SessionRow& from, Arena& memory) const {
    row = beginning_of<SESSION_INFO_502, Row>(*this, from, memory);
  }
  void operator()(SESSION_INFO_10& row, const SessionRow& from, Arena& memory) const {
    row.sesi10_cname = wire_text(memory, from.session.client);
    row.sesi10_username = wire_text(memory, from.session.user);
    row.sesi10_time = seconds_since(from.session.since);
    row.sesi10_idle_time = seconds_since(from.session.last_request);
  }
};

/** The computer that "\\name" means; `missing` when the backslashes are not there. */
Result<std::string> client_name(const char16_t* given, Win32 missing) {
  std::string name = text_or_empty(given);
  if (!name.starts_with("\\\\")) return fail(missing, "'{}' does not begin with two backslashes", name);
  return name.substr(2);
}

/** Who may see whom. The levels without details are everybody's by the API's text, unless the configuration says
 *  otherwise (docs/host.md). */
Members session_readers(const host::NetworkServer& server, uint32_t level) {
  bool has_details = level == 1 || level == 2 || level == 502;
  return has_details || server.options.restricts_session_list ? Members::operators : Members::authenticated;
}

}  // namespace

Result<void> session_enum(Host& host, Call<NetrSessionEnum>& call) {
  const auto& in = call.in();
  call.out.InfoStruct.Level = in.InfoStruct.Level;
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, session_readers(*server, in.InfoStruct.Level), "network-session.list"));
  NTA_CHECK(check_filter(in.Filter, "the client's name"));
  NTA_CHECK(check_filter(in.UserName, "the user's name"));
  std::vector<SessionRow> rows = session_rows(*server);
  bool is_first = !in.ResumeHandle || *in.ResumeHandle == 0;
  if (is_given(in.Filter)) {
    NTA_TRY(std::string client, client_name(in.Filter, Win32::invalid_computer));
    std::erase_if(rows, [&](const SessionRow& row) { return !equal_ignoring_case(row.session.client, client); });
    if (rows.empty() && is_first) return fail(Win32::client_name_not_found, "'{}' has no session here", client);
  }
  if (is_given(in.UserName)) {
    std::string user = text_or_empty(in.UserName);
    std::erase_if(rows, [&](const SessionRow& row) { return !equal_ignoring_case(row.session.user, user); });
    if (rows.empty() && is_first) return fail(Win32::user_not_found, "'{}' has no session here", user);
  }
  return enumerate(
      call, rows, NoRoom::is_more_data, [](const SessionRow& row) { return row.session.id.value; }, FillSession{});
}

Result<void> session_del(Host& host, Call<NetrSessionDel>& call) {
  const auto& in = call.in();
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, Members::server_operators, "network-session.end"));
  NTA_CHECK(check_filter(in.ClientName, "the client's name"));
  NTA_CHECK(check_filter(in.UserName, "the user's name"));
  if (!is_given(in.ClientName) && !is_given(in.UserName))
    return fail(Win32::client_name_not_found, "neither a client nor a user is named");
  std::string client;
  if (is_given(in.ClientName)) {
    NTA_TRY(client, client_name(in.ClientName, Win32::client_name_not_found));
  }
  std::string user = text_or_empty(in.UserName);
  bool is_any = false;
  for (const NetworkSession& session : server->connections.sessions()) {
    if (!client.empty() && !equal_ignoring_case(session.client, client)) continue;
    if (!user.empty() && !equal_ignoring_case(session.user, user)) continue;
    is_any = true;
    server->connections.end_session(session.id);
    auto target = fmt::format("\\\\{} ({})", session.client, session.user);
    (void)audited(*call.client, "network-session.end", target, {});
  }
  if (is_any) return {};
  return fail(Win32::client_name_not_found, "no session of '{}' from '{}'", user, client);
}

// ---- files

namespace {

struct FillFile {
  void operator()(FILE_INFO_3& row, const NetworkFile& from, Arena& memory) const {
    row.fi3_id = from.id.value;
    row.fi3_permissions = from.permissions;
    row.fi3_num_locks = from.locks;
    row.fi3_pathname = wire_text(memory, from.path);
    row.fi3_username = wire_text(memory, from.user);
  }
  template <describe::PrefixOf<FILE_INFO_3> Row>
  void operator()(Row& row, const NetworkFile& from, Arena& memory) const {
    row = beginning_of<FILE_INFO_3, Row>(*this, from, memory);
  }
};

/** Whether `path` is `base` or beneath it, by whole components. */
bool is_beneath(std::string_view path, std::string_view base) {
  while (base.ends_with('\\')) base.remove_suffix(1);
  if (path.size() < base.size() || !equal_ignoring_case(path.substr(0, base.size()), base)) return false;
  return path.size() == base.size() || path[base.size()] == '\\';
}

}  // namespace

Result<void> file_enum(Host& host, Call<NetrFileEnum>& call) {
  const auto& in = call.in();
  call.out.InfoStruct.Level = in.InfoStruct.Level;
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, Members::server_operators, "file.list"));
  NTA_CHECK(check_filter(in.Filter, "the path"));
  NTA_CHECK(check_filter(in.UserName, "the user's name"));
  std::vector<NetworkFile> files = server->connections.files();
  std::string base = text_or_empty(in.Filter), user = text_or_empty(in.UserName);
  std::erase_if(files, [&](const NetworkFile& file) {
    return (!base.empty() && !is_beneath(file.path, base)) || (!user.empty() && !equal_ignoring_case(file.user, user));
  });
  return enumerate(
      call, files, NoRoom::is_too_small, [](const NetworkFile& file) { return file.id.value; }, FillFile{});
}

Result<void> file_get_info(Host& host, Call<NetrFileGetInfo>& call) {
  const auto& in = call.in();
  call.out.Level = in.Level;
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, Members::server_operators, "file.query"));
  if (!FileLevels::row(in.Level)) return fail(Win32::invalid_level, "level {}: 2 and 3 are known", in.Level);
  for (const NetworkFile& file : server->connections.files())
    if (file.id.value == in.FileId)
      return give_info<FileLevels>(call, in.Level, [&](auto& row) { FillFile{}(row, file, call.memory); });
  return fail(Win32::file_not_found, "file {} is not open", in.FileId);
}

Result<void> file_close(Host& host, Call<NetrFileClose>& call) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, Members::server_operators, "file.close"));
  uint32_t id = call.in().FileId;
  Result<void> result;
  if (!server->connections.close_file(host::NetworkFileId(id)))
    result = fail(Win32::file_id_not_found, "file {} is not open", id);
  return audited(*call.client, "file.close", fmt::format("file {}", id), std::move(result));
}

// ---- connections

namespace {

/** A connection, and the other side of it: the client when a share was asked for, else the share. */
struct ConnectionRow {
  TreeConnection tree;
  std::string user;
  std::string other_side;
  uint32_t type;
  uint32_t opens;
};

struct FillConnection {
  void operator()(CONNECTION_INFO_1& row, const ConnectionRow& from, Arena& memory) const {
    row.coni1_id = from.tree.id.value;
    row.coni1_type = from.type;
    row.coni1_num_opens = from.opens;
    row.coni1_num_users = 1;  // every connection is one user's
    row.coni1_time = seconds_since(from.tree.since);
    row.coni1_username = wire_text(memory, from.user);
    row.coni1_netname = wire_text(memory, from.other_side);
  }
  template <describe::PrefixOf<CONNECTION_INFO_1> Row>
  void operator()(Row& row, const ConnectionRow& from, Arena& memory) const {
    row = beginning_of<CONNECTION_INFO_1, Row>(*this, from, memory);
  }
};

uint32_t type_of_share(const host::NetworkServer& server, std::string_view name) {
  const host::Share* share = server.shares.find(name);
  return share ? share->type & host::share_type::kind_mask : host::share_type::disk;
}

std::vector<ConnectionRow> connection_rows(const host::NetworkServer& server, std::string_view qualifier) {
  bool is_client = qualifier.starts_with("\\\\");
  std::string_view wanted = is_client ? qualifier.substr(2) : qualifier;
  auto sessions = server.connections.sessions();
  auto files = server.connections.files();
  std::vector<ConnectionRow> rows;
  for (const TreeConnection& tree : server.connections.trees()) {
    auto session = std::ranges::find(sessions, tree.session, &NetworkSession::id);
    if (session == sessions.end()) continue;
    if (!equal_ignoring_case(is_client ? session->client : tree.share, wanted)) continue;
    auto opens = std::ranges::count(files, tree.id, &NetworkFile::tree);
    rows.push_back({tree, session->user, is_client ? tree.share : session->client, type_of_share(server, tree.share),
                    static_cast<uint32_t>(opens)});
  }
  return rows;
}

}  // namespace

Result<void> connection_enum(Host& host, Call<NetrConnectionEnum>& call) {
  const auto& in = call.in();
  call.out.InfoStruct.Level = in.InfoStruct.Level;
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, Members::server_power_print, "connection.list"));
  if (!is_given(in.Qualifier)) return fail(Win32::invalid_parameter, "neither a share nor a client is named");
  NTA_CHECK(check_filter(in.Qualifier, "the share or client"));
  std::string qualifier = text_or_empty(in.Qualifier);
  if (!qualifier.starts_with("\\\\") && !server->shares.find(qualifier))
    return fail(Win32::net_name_not_found, "'{}' is not shared", qualifier);
  return enumerate(
      call, connection_rows(*server, qualifier), NoRoom::is_too_small,
      [](const ConnectionRow& row) { return row.tree.id.value; }, FillConnection{});
}

}  // namespace nta::services
