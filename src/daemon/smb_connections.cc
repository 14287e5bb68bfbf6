#include "daemon/smb_connections.h"

#include "base/log.h"
#include "host/server/transports.h"

namespace nta::daemon {
namespace {

std::string_view protection_of(const transport::SmbObserver::Session& session) {
  if (session.is_encrypted) return ", encrypted";
  return session.token->user == sid_anonymous ? ", a null session" : ", signed";
}

template <class Rows>
auto shown(const Rows& rows) {
  std::vector<std::decay_t<decltype(rows.begin()->second.shown)>> list;
  for (const auto& [id, row] : rows) list.push_back(row.shown);
  return list;
}

}  // namespace

SmbConnections::SmbConnections(host::AllConnections& all, host::ServerStatistics& statistics)
    : all_(all), statistics_(statistics) {
  all_.add(*this);
}

SmbConnections::~SmbConnections() { all_.remove(*this); }

std::vector<host::NetworkSession> SmbConnections::sessions() const {
  auto list = shown(sessions_);
  for (auto& session : list) session.last_request = endpoint_->last_request(sessions_.at(session.id).number.connection);
  return list;
}

std::vector<host::NetworkFile> SmbConnections::files() const { return shown(files_); }

std::vector<host::TreeConnection> SmbConnections::trees() const {
  std::vector<host::TreeConnection> list;
  for (const auto& [id, tree] : trees_) list.push_back(tree);
  return list;
}

/** It is gone from the lists at once; the client hears of it after what it is being answered. */
bool SmbConnections::end_session(host::NetworkSessionId id) {
  auto found = sessions_.find(id);
  if (found == sessions_.end()) return false;
  Number number = found->second.number;
  endpoint_->end_session(number);
  session_ended(number, End::logged_off);
  return true;
}

bool SmbConnections::close_file(host::NetworkFileId id) {
  auto found = files_.find(id);
  if (found == files_.end()) return false;
  Number number = found->second.number;
  endpoint_->close_pipe(number);
  pipe_closed(number);
  return true;
}

void SmbConnections::session_started(const Session& session) {
  auto [known, is_new] = session_ids_.try_emplace(session.id, host::NetworkSessionId());
  if (is_new) {
    known->second = all_.numbers().next_session();
    ++statistics_.sessions_opened;
  }
  host::NetworkSession& row = sessions_[known->second].shown;
  sessions_[known->second].number = session.id;
  row.id = known->second;
  row.client = session.client;
  row.user = session.token->account();
  row.sid = session.token->user;
  if (is_new) row.since = filetime_now();
  row.is_encrypted = session.is_encrypted;
  row.transport = host::transport_of_address(session.local);
  log::info("smb-session", "{} from {}{}", session.token->name, session.client, protection_of(session));
  all_.tell(row, host::AllConnections::Event::started);
}

void SmbConnections::session_ended(Number number, End how) {
  auto gone = session_ids_.extract(number);
  if (!gone) return;
  if (how == End::timed_out) ++statistics_.sessions_timed_out;
  if (how == End::failed) ++statistics_.sessions_errored_out;
  host::NetworkSessionId id = gone.mapped();
  host::NetworkSession was = sessions_.extract(id).mapped().shown;
  auto tree = tree_ids_.lower_bound({number, 0});
  while (tree != tree_ids_.end() && tree->first.first == number) {
    trees_.erase(tree->second);
    tree = tree_ids_.erase(tree);
  }
  auto file = file_ids_.lower_bound({number.connection, 0});
  while (file != file_ids_.end() && file->first.connection == number.connection) {
    bool is_of_session = files_.at(file->second).shown.session == id;
    if (is_of_session) files_.erase(file->second);
    file = is_of_session ? file_ids_.erase(file) : std::next(file);
  }
  all_.tell(was, host::AllConnections::Event::ended);
}

void SmbConnections::tree_connected(Number session, uint32_t tree) {
  auto owner = session_ids_.find(session);
  if (owner == session_ids_.end()) return;
  host::TreeId id = all_.numbers().next_tree();
  tree_ids_[{session, tree}] = id;
  trees_[id] = {.id = id, .session = owner->second, .share = "IPC$", .since = filetime_now()};
}

void SmbConnections::tree_disconnected(Number session, uint32_t tree) {
  if (auto gone = tree_ids_.extract({session, tree})) trees_.erase(gone.mapped());
}

void SmbConnections::pipe_opened(const Pipe& pipe) {
  ++statistics_.file_opens;
  auto owner = session_ids_.find(pipe.session);
  auto tree = tree_ids_.find({pipe.session, pipe.tree});
  if (owner == session_ids_.end() || tree == tree_ids_.end()) return;
  host::NetworkFileId id = all_.numbers().next_file();
  file_ids_[pipe.id] = id;
  files_[id] = {.number = pipe.id,
                .shown = {.id = id,
                          .session = owner->second,
                          .tree = tree->second,
                          .path = "\\PIPE\\" + pipe.name,
                          .user = sessions_.at(owner->second).shown.user}};
}

void SmbConnections::pipe_closed(Number pipe) {
  if (auto gone = file_ids_.extract(pipe)) files_.erase(gone.mapped());
}

/** One line each; what is no log-on at all, but garbage, is a stranger's to write and leaves none. */
void SmbConnections::logon_failed(const std::string& from, const std::string& name, const Error& why) {
  if (why.code == Win32::rpc_sec_pkg_error || why.code == Win32::rpc_bad_stub_data || why.code == Win32::invalid_data)
    return log::debug("bad-token", "{}: {}", from, why.text);
  ++statistics_.password_errors;
  log::audit({.who = name, .from = from, .action = "network.logon", .target = why.text, .result = code(why.code)});
}

void SmbConnections::refused(const std::string& from, const std::string& what) {
  ++statistics_.permission_errors;
  log::warning("smb-refused", "{}: {}", from, what);
}

void SmbConnections::moved(size_t sent, size_t received) {
  statistics_.bytes_sent += sent;
  statistics_.bytes_received += received;
}

}  // namespace nta::daemon
