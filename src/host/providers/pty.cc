#include "host/providers/pty.h"

#include <signal.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <vector>

#include "base/files.h"
#include "base/log.h"
#include "host/processes/proc_files.h"
#include "host/providers/pty_place.h"

namespace nta::host {
namespace {

std::optional<uint32_t> id_of_directory(const std::string& name) {
  uint32_t id = 0;
  auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (error != std::errc() || id == 0 || id >= first_listener.value || std::to_string(id) != name) return std::nullopt;
  return id;
}

Session session_from(const session::State& state, const ucred& peer) {
  using session::text_or_empty;
  Session session;
  session.id = SessionId{state.session_id};
  session.key = std::to_string(state.session_id);
  session.provider = "pty";
  session.kind = Kind::pty;
  bool active = state.connection == static_cast<uint32_t>(session::ConnectState::active);
  session.state = active ? State::active : State::disconnected;
  session.uid = peer.uid;
  session.leader = peer.pid;
  session.connect_time = state.connect_time;
  session.disconnect_time = state.disconnect_time;
  session.logon_time = state.logon_time;
  session.last_input_time = state.last_input_time;
  session.traffic = {state.bytes_in, state.bytes_out, state.frames_in, state.frames_out};
  session.initial_program = text_or_empty(state.program);
  session.working_directory = text_or_empty(state.working_directory);
  session.tty = text_or_empty(state.tty);
  for (uint32_t i = 0; state.viewers && i < state.viewer_count; ++i)
    session.viewers.push_back(static_cast<pid_t>(state.viewers[i]));
  session.broken = !active && state.broken;
  if (!active) session.last_client = address_of(text_or_empty(state.last_client_address)).text;
  if (!active) return session;
  session.client = {.name = std::string(text_or_empty(state.client_name)),
                    .address = address_of(text_or_empty(state.client_address)),
                    .protocol = state.client_protocol ? Protocol::remote : Protocol::console,
                    .columns = state.columns,
                    .rows = state.rows,
                    .terminal = std::string(text_or_empty(state.client_terminal)),
                    .pid = static_cast<pid_t>(state.client_pid)};
  return session;
}

}  // namespace

PtyProvider::PtyProvider(SessionEnder& ender, LoginPeers& login_peers, UserNames& names, Options options)
    : ender_(ender), login_peers_(login_peers), names_(names), options_(std::move(options)) {}

// What was asked of a session holds on to its place, and the place to the connection.
PtyProvider::~PtyProvider() {
  for (auto& [id, place] : places_) place->link.reset();
}

void PtyProvider::start(Executor& executor, SessionSink& sink) {
  executor_ = &executor;
  sink_ = &sink;
  changes_.reset(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (changes_) {
    inotify_add_watch(changes_.get(), options_.sessions_dir.c_str(), IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_ATTRIB);
    changes_watch_ = executor_->watch(changes_.get(), Executor::Wanted::read, [this] {
      char events[4096];
      while (::read(changes_.get(), events, sizeof events) > 0) continue;
      look();
    });
  }
  first_look_ = executor_->after(options_.first_look, [this] {
    if (!std::exchange(told_all_, true)) sink_->all_told(name());
  });
  look();
}

void PtyProvider::look() {
  timer_ = executor_->after(options_.look_again, [this] { look(); });
  std::vector<uint32_t> there;
  if (auto names = entries_of(options_.sessions_dir))
    for (const std::string& name : *names)
      if (auto id = id_of_directory(name)) there.push_back(*id);
  for (uint32_t id : there)
    if (!starting_.contains(id)) look_at(id);  // one that is being started does not listen yet: expect() looks at it
  auto places = places_;
  for (const auto& [id, place] : places)
    if (!place->link && std::find(there.begin(), there.end(), id) == there.end()) remove(place);
  told_if_complete();
}

void PtyProvider::look_at(uint32_t id) {
  auto place = place_at(id);
  if (!place->link && !place->retry) connect(place);
}

std::shared_ptr<PtyProvider::Place> PtyProvider::place_at(uint32_t id) {
  auto& place = places_[id];
  if (place) return place;
  place = std::make_shared<Place>();
  place->id = id;
  place->directory = fmt::format("{}/{}", options_.sessions_dir, id);
  return place;
}

void PtyProvider::starts(SessionId id, const std::string& user) { starting_[id.value] = user; }

// A session listens before it starts its program: whoever runs in it already finds it so.
void PtyProvider::look_at_starting() {
  auto starting = starting_;
  for (const auto& [id, user] : starting) {
    auto place = place_at(id);
    bool is_here = place->link || open_link(place);
    if (is_here && !place->shown) show_early(place, user);
  }
}

// What its State will say, as far as that is known before.
void PtyProvider::show_early(const std::shared_ptr<Place>& place, const std::string& user) {
  session::State state{.session_id = place->id,
                       .connection = static_cast<uint32_t>(session::ConnectState::disconnected),
                       .logon_time = filetime_now()};
  if (!knows_leader(*place)) return lost(place);
  if (!place->session) place->session = session_from(state, place->link->peer());
  expect_client(place);
  place->session->user = user;
  place->shown = true;
  sink_->put(*place->session);
}

void PtyProvider::connect(const std::shared_ptr<Place>& place) {
  place->retry.reset();
  if (auto opened = open_link(place); !opened) refused(place, opened.error());
}

Result<void> PtyProvider::open_link(const std::shared_ptr<Place>& place) {
  std::weak_ptr weak = place;
  PtyLink::Events events{.state = [this, weak](const session::State& state) { told(weak.lock(), state); },
                         .lost = [this, weak] { lost(weak.lock()); }};
  NTA_TRY(place->link, PtyLink::open(*executor_, place->directory, std::move(events)));
  place->retry.reset();
  place->leader_known = false;
  return {};
}

// The kernel names the process that called listen(2) even after it has ended, and a user may have others listen in the
// place of the session, through a link. What is below the leader is the session's, and ends with it: so it has to live,
// and be of the user whose directory this is. Where /proc hides it, the link has to hold the process itself
// (which has number 0 where it is in a namespace that is not seen from here).
bool PtyProvider::knows_leader(Place& place) {
  if (place.leader_known) return true;
  const ucred& peer = place.link->peer();
  struct stat owned {};
  auto process = proc::read_stat(options_.proc_root, peer.pid);
  auto status = proc::read(fmt::format("{}/{}/status", options_.proc_root, peer.pid));
  bool is_seen = process && status;
  if (!is_seen) warn_of_hidden(place);
  bool is_theirs = is_seen ? proc::belongs_to(peer.uid, *status) : place.link->holds_peer() && peer.pid > 0;
  place.leader_known = is_theirs && !place.link->peer_has_ended() && lstat(place.directory.c_str(), &owned) == 0 &&
                       owned.st_uid == peer.uid;
  if (place.leader_known) place.leader_ticks = is_seen ? process->start_ticks : 0;
  if (!place.leader_known)
    log::debug("session-forged", "process {} of uid {} is not the one that listens in the place of session {}",
               peer.pid, peer.uid, place.id);
  return place.leader_known;
}

void PtyProvider::warn_of_hidden(const Place& place) {
  pid_t leader = place.link->peer().pid;
  bool lives = leader > 0 && (kill(leader, 0) == 0 || errno == EPERM);
  if (!lives || std::exchange(warned_of_hidden_, true)) return;
  log::warning("proc-hidden",
               "/proc hides process {} of session {} (mount option hidepid): this host has to see the processes of "
               "others, so let the mount option gid= name a group that it is in",
               leader, place.id);
}

void PtyProvider::refused(const std::shared_ptr<Place>& place, const Error& error) {
  if (is_left_over(*place)) {
    bool was_known = place->session.has_value();
    bool is_cleared = clear_away(*place);
    if (was_known || is_cleared) log::info("session-gone", "session {} has ended: {}", place->id, error.text);
    return remove(place);
  }
  connect_later(place, options_.retry);
}

// Nobody listens: either not yet, or no more.
bool PtyProvider::is_left_over(const Place& place) const {
  if (place.session) return place.process_gone(options_.proc_root);
  struct stat info {};
  if (stat(place.directory.c_str(), &info) != 0) return true;
  auto age = std::chrono::seconds(time(nullptr) - info.st_mtim.tv_sec);
  return age >= options_.longest_start;
}

// The directory of a system host's session is its monitor's: there this is refused, and the keeper clears it away.
bool PtyProvider::clear_away(const Place& place) const {
  unlink(fmt::format("{}/{}", place.directory, session::socket_name).c_str());
  return rmdir(place.directory.c_str()) == 0;
}

// Uid and process are the kernel's word, and the id is that of the directory: a session process is its user's, who may
// have put anything in its place.
void PtyProvider::told(const std::shared_ptr<Place>& place, const session::State& state) {
  if (!place || !place->link) return;
  const ucred& peer = place->link->peer();
  if (state.session_id != place->id || state.viewer_count > session::most_viewers) {
    log::debug("session-forged", "process {} of uid {} in the place of session {} calls itself {}, and has {} viewers",
               peer.pid, peer.uid, place->id, state.session_id, state.viewer_count);
    return lost(place);
  }
  if (!knows_leader(*place)) return lost(place);
  auto viewers = place->session ? place->session->viewers : std::vector<pid_t>();
  place->session = session_from(state, peer);
  // Who views was let in through here: else a session could say that of any process.
  std::erase_if(place->session->viewers, [&](pid_t viewer) { return !place->admitted.contains(viewer); });
  audit_viewers(*place, viewers);
  expect_client(place);
  find_client(place);
}

// A session is there before the client that it was made for is, by some milliseconds.
void PtyProvider::expect_client(const std::shared_ptr<Place>& place) {
  Session& session = *place->session;
  auto wait = std::chrono::duration_cast<std::chrono::microseconds>(options_.first_client);
  bool is_old = session.logon_time < filetime_now() - wait.count() * 10;
  if (session.has_client() || session.connect_time != 0 || is_old) place->first_client = true;
  if (place->first_client) return place->first_client_until.reset();
  session.state = State::connect_query;
  if (place->first_client_until) return;
  place->first_client_until = executor_->after(options_.first_client, [this, weak = std::weak_ptr(place)] {
    auto held = weak.lock();
    if (!held || std::exchange(held->first_client, true)) return;
    held->session->state = State::disconnected;
    if (held->shown) sink_->put(*held->session);
  });
}

// A client that is gone has left its address.
void PtyProvider::find_client(const std::shared_ptr<Place>& place) {
  pid_t client = place->session->client.pid;
  if (client == 0) return name_user(place);
  if (client == place->client) return place->finding ? void() : name_user(place);
  place->client = client;
  place->finding = true;
  login_peers_.find(client, alive_.guard([this, place, client](std::string address) {
    if (place->client != client) return;
    place->finding = false;
    place->client_address = std::move(address);
    if (place->link) name_user(place);
  }));
}

// That somebody may look on was asked and audited before; here it begins, and ends.
void PtyProvider::audit_viewers(Place& place, const std::vector<pid_t>& before) const {
  auto audit = [&](pid_t viewer, std::string_view action) {
    std::string from = fmt::format("pid {}", viewer), target = fmt::format("session {}", place.id);
    log::audit({.who = place.admitted[viewer], .from = from, .action = action, .target = target, .result = 0});
  };
  const auto& now = place.session->viewers;
  for (pid_t viewer : now)
    if (std::ranges::find(before, viewer) == before.end()) audit(viewer, "shadow.begin");
  for (pid_t viewer : before) {
    if (std::ranges::find(now, viewer) != now.end()) continue;
    audit(viewer, "shadow.end");
    place.admitted.erase(viewer);
  }
}

void PtyProvider::name_user(const std::shared_ptr<Place>& place) {
  if (!place->user.empty()) return show(place);
  if (std::exchange(place->naming, true)) return;
  uid_t uid = *place->session->uid;
  names_.ask(uid, alive_.guard([this, place, uid](const Result<UserNames::Name>& found) {
    place->naming = false;
    // One that vanished still has a number; one that could not be looked up is asked for again.
    if (found) place->user = found->value_or(std::to_string(uid));
    if (place->link) show(place);
  }));
}

void PtyProvider::show(const std::shared_ptr<Place>& place) {
  starting_.erase(place->id);
  place->session->user = place->user.empty() ? std::to_string(*place->session->uid) : place->user;
  place->correct_client();
  place->shown = true;
  sink_->put(*place->session);
  place->settle_expected({});
  told_if_complete();
}

void PtyProvider::told_if_complete() {
  if (told_all_) return;
  for (const auto& [id, place] : places_)
    if (place->link && !place->shown) return;
  told_all_ = true;
  first_look_.reset();
  sink_->all_told(name());
}

void PtyProvider::lost(const std::shared_ptr<Place>& place) {
  if (!place) return;
  drop_link(*place);
  // An honest session breaks it once, by ending. Another costs less and less.
  auto delay = std::min(options_.retry * (1 << std::min(place->losses++, 16u)), options_.longest_retry);
  connect_later(place, delay);
}

// Later, since its own call may still be running; and what others asked through it is not forgotten.
void PtyProvider::drop_link(Place& place) {
  if (!place.link) return;
  executor_->post([link = std::shared_ptr<PtyLink>(std::move(place.link))] { link->abandon(); });
}

void PtyProvider::connect_later(const std::shared_ptr<Place>& place, Executor::Duration delay) {
  place->retry = executor_->after(delay, [this, weak = std::weak_ptr(place)] {
    if (auto held = weak.lock()) connect(held);
  });
}

// Every process of it has ended but its own, which is about to, and takes its directory along.
void PtyProvider::hide(const std::shared_ptr<Place>& place) {
  drop_link(*place);
  if (std::exchange(place->shown, false)) sink_->remove(name(), std::to_string(place->id));
  connect_later(place, options_.check_ended);
}

void PtyProvider::remove(const std::shared_ptr<Place>& place) {
  auto gone = places_.find(place->id);
  if (gone == places_.end() || gone->second != place) return;
  places_.erase(gone);
  place->retry.reset();
  if (place->session) starting_.erase(place->id);  // one without may be on its way
  if (std::exchange(place->shown, false)) sink_->remove(name(), std::to_string(place->id));
  place->settle_expected(fail(Win32::ctx_winstation_not_found, "session {} has ended", place->id));
  told_if_complete();
}

void PtyProvider::expect(SessionId id, Completion done) {
  look_at(id.value);
  auto found = places_.find(id.value);
  if (found == places_.end()) return done(fail(Win32::rpc_call_failed, "session {} ended at once", id.value));
  auto place = found->second;
  if (place->shown) return done({});
  place->expected.push_back(std::move(done));
  place->expected_until = executor_->after(options_.answer, [weak = std::weak_ptr(place)] {
    auto held = weak.lock();
    if (held) held->settle_expected(fail(Win32::timeout, "session {} does not tell its state", held->id));
  });
  if (!place->link && place->retry) connect(place);  // it was looked at too early: by now it listens
}

}  // namespace nta::host
