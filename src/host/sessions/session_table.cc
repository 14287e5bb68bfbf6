#include "host/sessions/session_table.h"

#include <algorithm>

#include "base/log.h"
#include "base/utf16.h"
#include "host/processes/proc_files.h"

namespace nta::host {
namespace {

constexpr auto longest_promise = std::chrono::seconds(10);

std::string id_key(std::string_view provider, std::string_view key) { return fmt::format("{}:{}", provider, key); }

// docs/rulings.md 5. The number is the session's own, so it stays for as long as the connection does, and longer.
std::string winstation_of(const Session& session) {
  if (!session.has_client()) return {};
  switch (session.kind) {
    case Kind::services:
      return "Services";
    case Kind::console:
      return "Console";
    case Kind::ssh:
      return fmt::format("SSH#{}", session.id.value);
    case Kind::rdp:
      return fmt::format("RDP-Tcp#{}", session.id.value);
    case Kind::pty:
    case Kind::tty:
      return fmt::format("Pty#{}", session.id.value);
    case Kind::listener:
      return session.winstation;
  }
  return {};
}

// Log-on is told with the client, as on Windows: who hears of it finds a session with a name and a place. It is told
// without one when none has come.
bool is_logged_on(const Session& session) { return session.has_user() && session.state != State::connect_query; }

bool contains(const std::vector<pid_t>& pids, pid_t pid) {
  return pid > 0 && std::find(pids.begin(), pids.end(), pid) != pids.end();
}

// With the client, what the merge rules and looking on depend on; while it stays the same, so do the rows of others.
bool same_place(const Session& a, const Session& b) {
  return a.kind == b.kind && a.leader == b.leader && a.scope == b.scope && a.viewers == b.viewers;
}

bool is_keeper(const std::string& proc_root, pid_t pid, const proc::Stat& stat) {
  if (stat.command != "ntadmin-keeper") return false;
  auto status = proc::read(fmt::format("{}/{}/status", proc_root, pid));
  return status && proc::status_number(*status, "Uid:", 1) == 0;  // a name can be taken by any process
}

// logind tells of a keeper's login before the session's process has told of itself, and of any login for a while after
// its end.
bool may_be_new_row(const std::string& proc_root, pid_t leader, const std::vector<pid_t>& ancestry) {
  if (ancestry.empty()) return true;
  auto stat = proc::read_stat(proc_root, leader);
  return stat && !is_keeper(proc_root, leader, *stat);
}

}  // namespace

struct SessionTable::Subscribers {
  std::map<uint64_t, Observer> observers;
  uint64_t next = 0;
};

struct SessionTable::Subscription final : Registration {
  Subscription(std::shared_ptr<Subscribers> all_, uint64_t number_) : all(std::move(all_)), number(number_) {}
  ~Subscription() override { all->observers.erase(number); }
  std::shared_ptr<Subscribers> all;
  uint64_t number;
};

SessionTable::SessionTable(IdMap& ids, Options options)
    : ids_(ids), options_(std::move(options)), subscribers_(std::make_shared<Subscribers>()) {
  add_fixed_rows();
}

SessionTable::~SessionTable() = default;

void SessionTable::add_fixed_rows() {
  Session services;
  services.id = services_session;
  services.kind = Kind::services;
  services.winstation = "Services";
  services.state = State::disconnected;
  list(rows_.emplace(services.id, services).first->second);

  Session listener;
  listener.id = first_listener;
  listener.kind = Kind::listener;
  listener.winstation = "Pty";
  listener.state = State::listen;
  list(rows_.emplace(listener.id, listener).first->second);
}

void SessionTable::list(const Session& row) {
  listed_.insert(std::ranges::lower_bound(listed_, row.id, {}, &Session::id), &row);
}

void SessionTable::add(std::unique_ptr<SessionProvider> provider, Executor& executor) {
  waiting_.emplace_back(provider->name());
  providers_.push_back(std::move(provider));
  providers_.back()->start(executor, *this);
}

void SessionTable::when_ready(std::function<void()> ready) {
  if (waiting_.empty()) return ready();
  when_ready_.push_back(std::move(ready));
}

const Session* SessionTable::find(SessionId id) const {
  auto found = rows_.find(id);
  return found == rows_.end() ? nullptr : &found->second;
}

const Session* SessionTable::find_by_winstation(std::string_view name) const {
  if (name.empty()) return nullptr;
  for (const auto& [id, row] : rows_)
    if (equal_ignoring_case(row.winstation, name)) return &row;
  return nullptr;
}

const Session* SessionTable::find_disconnected(uid_t uid) const {
  auto is_promised = [&, now = std::chrono::steady_clock::now()](SessionId id) {
    auto promise = promised_.find(id);
    return promise != promised_.end() && now < promise->second;
  };
  const Session* best = nullptr;
  for (const auto& [id, row] : rows_) {
    if (row.kind != Kind::pty || row.state != State::disconnected || row.uid != uid) continue;
    if (ending_.contains(id) || is_promised(id)) continue;
    if (!best || row.disconnect_time > best->disconnect_time) best = &row;
  }
  return best;
}

void SessionTable::promise(SessionId id) { promised_[id] = std::chrono::steady_clock::now() + longest_promise; }

SessionId SessionTable::console() const {
  for (const auto& [id, row] : rows_)
    if (row.kind == Kind::console && row.has_client()) return id;
  return no_console;
}

SessionResolver SessionTable::resolver() {
  for (const auto& provider : providers_) provider->look_at_starting();
  return known_resolver();
}

SessionResolver SessionTable::known_resolver() const {
  SessionResolver::Anchors anchors;
  for (const auto& [key, offer] : offers_) {
    auto merge = merges_.find(key);
    const Session& session = offer.session;
    SessionId id = merge == merges_.end() ? session.id : offers_.at(merge->second.into).session.id;
    if (session.kind == Kind::pty) {
      if (session.leader) anchors.roots.emplace(session.leader, id);
      continue;
    }
    if (!session.scope.empty()) {
      anchors.scopes.emplace(session.scope, id);
      continue;
    }
    if (session.leader) anchors.leaders.emplace(session.leader, id);
    if (session.terminal_device) anchors.terminals.emplace(session.terminal_device, id);
  }
  return SessionResolver(options_.proc_root, std::move(anchors));
}

RegistrationPtr SessionTable::subscribe(Observer observer) {
  uint64_t number = subscribers_->next++;
  subscribers_->observers.emplace(number, std::move(observer));
  return std::make_unique<Subscription>(subscribers_, number);
}

SessionProvider* SessionTable::provider_of(const Session& session) const {
  for (const auto& provider : providers_)
    if (provider->name() == session.provider) return provider.get();
  return nullptr;
}

Result<const Session*> SessionTable::target(SessionId id) const {
  if (id == services_session) return fail(Win32::access_denied, "session 0 is the services' and stays");
  const Session* row = find(id);
  if (!row || row->kind == Kind::listener || !provider_of(*row))
    return fail(Win32::ctx_winstation_not_found, "no session {} on this host", id.value);
  return row;
}

void SessionTable::disconnect(SessionId id, const std::string& why, Completion done) {
  auto row = target(id);
  if (!row) return done(std::move(row).error());
  if ((*row)->state == State::disconnected) return done({});
  provider_of(**row)->disconnect(**row, why, std::move(done));
}

void SessionTable::logoff(SessionId id, const std::string& why, Completion done) {
  auto row = target(id);
  if (!row) return done(std::move(row).error());
  ending_.insert(id);
  provider_of(**row)->logoff(**row, why, [this, id, done = std::move(done)](Result<void> result) {
    ending_.erase(id);
    done(std::move(result));
  });
}

void SessionTable::message(SessionId id, Message message, MessageDone done) {
  auto row = target(id);
  if (!row) return done(std::move(row).error());
  message.title = cut_text(std::move(message.title), Message::longest_title);
  message.text = cut_text(std::move(message.text), Message::longest_text);
  provider_of(**row)->message(**row, std::move(message), std::move(done));
}

void SessionTable::admit(SessionId id, Admission admission, Completion done) {
  auto row = target(id);
  if (!row) return done(std::move(row).error());
  provider_of(**row)->admit(**row, std::move(admission), std::move(done));
}

void SessionTable::hand_over(SessionId from, SessionId to, const std::string& directory, const std::string& ticket,
                             Completion done) {
  auto source = target(from), destination = target(to);
  if (!source || !destination) return done(source ? destination.error() : source.error());
  provider_of(**source)->hand_over(**source, **destination, directory, ticket, std::move(done));
}

void SessionTable::stop_shadow(SessionId id, Completion done) {
  auto row = target(id);
  if (!row) return done(std::move(row).error());
  provider_of(**row)->stop_shadow(**row, std::move(done));
}

SessionTable::Offer SessionTable::looked_up(Session session, const Offer* before) const {
  Offer offer;
  bool same_leader = before && before->session.leader == session.leader;
  offer.leader_ancestry = same_leader ? before->leader_ancestry : proc::ancestry(options_.proc_root, session.leader);
  offer.client_ancestry = proc::ancestry(options_.proc_root, session.client.pid);
  if (!session.viewers.empty()) {
    SessionResolver resolver = known_resolver();
    for (pid_t viewer : session.viewers) offer.watched_from.insert(resolver.session_of(viewer));
  }
  offer.session = std::move(session);
  return offer;
}

// A client that leaves changes the rows of others only where a login was merged as it.
bool SessionTable::stays_in_place(const OfferKey& key, const Session& before, const Session& now) const {
  if (!same_place(before, now)) return false;
  if (now.client.pid == before.client.pid) return true;
  auto is_its_client = [&](const auto& merge) { return merge.second.into == key && merge.second.part == Part::client; };
  return now.client.pid == 0 && std::ranges::none_of(merges_, is_its_client);
}

void SessionTable::put(Session session) {
  OfferKey key(session.provider, session.key);
  auto known = offers_.find(key);
  bool has_own_id = session.id != services_session;
  if (known != offers_.end()) session.id = known->second.session.id;
  if (known != offers_.end() && session == known->second.session) return;
  if (known == offers_.end()) {
    auto id = has_own_id ? Result<SessionId>(session.id) : ids_.id_of(id_key(session.provider, session.key));
    if (auto kept = has_own_id ? ids_.reserve(session.id) : Result<void>(); !kept) id = std::move(kept).error();
    if (!id) return log::error("session-id", "the session of {} is not shown: {}", session.user, id.error().text);
    session.id = *id;
  }
  if (known != offers_.end() && stays_in_place(key, known->second.session, session)) {
    if (session.client.pid == 0) known->second.client_ancestry.clear();
    known->second.session = std::move(session);
    auto merge = merges_.find(key);
    const OfferKey& row = merge == merges_.end() ? key : merge->second.into;
    return refresh_row(row, offers_.at(row));
  }
  Offer offer = looked_up(std::move(session), known == offers_.end() ? nullptr : &known->second);
  offers_.insert_or_assign(std::move(key), std::move(offer));
  refresh_merges();
}

void SessionTable::remove(std::string_view provider, std::string_view key) {
  auto found = offers_.find(OfferKey(provider, key));
  if (found == offers_.end()) return;
  offers_.erase(found);
  if (auto forgotten = ids_.forget(id_key(provider, key)); !forgotten)
    log::warning("session-id", "{}", forgotten.error().text);
  refresh_merges();
}

void SessionTable::all_told(std::string_view provider) {
  auto still_there = [&](std::string_view kept) {
    return offers_.contains(OfferKey(provider, kept.substr(provider.size() + 1)));
  };
  if (auto forgotten = ids_.forget_unless(id_key(provider, ""), still_there); !forgotten)
    log::warning("session-id", "{}", forgotten.error().text);
  unavailable(provider);
}

void SessionTable::unavailable(std::string_view provider) {
  std::erase(waiting_, provider);
  if (!waiting_.empty()) return;
  for (auto& ready : std::exchange(when_ready_, {})) ready();
}

// docs/rulings.md 4: one person's session is one row.
std::optional<SessionTable::Part> SessionTable::part_of(const Offer& offer, const Offer& pty) const {
  const Session& login = offer.session;
  // A login that our keeper opened (it is the parent of the session's process), or one made beneath the session, as by
  // `su -` in it, is the session itself.
  bool by_keeper = pty.leader_ancestry.size() > 1 && login.leader > 0 && pty.leader_ancestry[1] == login.leader;
  if (by_keeper || contains(offer.leader_ancestry, pty.session.leader)) return Part::ours;
  // A login in which someone runs `ntadmin attach` is how the session is looked at. Not so the console: it is a session
  // of its own, in which a window shows ours. Nor a login of somebody else: which process is the client is the
  // session's own word, and two persons are two rows.
  bool may_be_client = (login.kind == Kind::ssh || login.kind == Kind::tty) && login.uid == pty.session.uid;
  if (may_be_client && contains(pty.client_ancestry, login.leader)) return Part::client;
  return std::nullopt;
}

std::optional<SessionTable::Merge> SessionTable::merge_of(const Session& session, const Offer& offer) const {
  if (session.kind == Kind::pty) return std::nullopt;
  for (const auto& [key, other] : offers_) {
    if (other.session.kind != Kind::pty) continue;
    if (auto part = part_of(offer, other)) return Merge{key, *part};
  }
  return std::nullopt;
}

void SessionTable::refresh_merges() {
  merges_.clear();
  for (const auto& [key, offer] : offers_)
    if (auto merge = merge_of(offer.session, offer)) merges_.emplace(key, *std::move(merge));
  std::set<SessionId> shown;
  for (const auto& [key, offer] : offers_)
    if (!merges_.contains(key)) shown.insert(offer.session.id);
  std::vector<SessionId> gone;
  for (const auto& [id, row] : rows_)
    if (row.kind != Kind::services && row.kind != Kind::listener && !shown.contains(id)) gone.push_back(id);
  for (SessionId id : gone) drop_row(id);
  for (const auto& [key, offer] : offers_)
    if (!merges_.contains(key)) refresh_row(key, offer);
}

bool SessionTable::is_watching(SessionId id) const {
  return std::ranges::any_of(offers_, [id](const auto& entry) { return entry.second.watched_from.contains(id); });
}

Session SessionTable::row_of(const OfferKey& key, const Offer& offer) const {
  Session row = offer.session;
  for (const auto& [login_key, merge] : merges_) {
    if (merge.into != key) continue;
    const Session& login = offers_.at(login_key).session;
    if (merge.part == Part::ours) {
      if (row.lock == Lock::unknown) row.lock = login.lock;
      continue;
    }
    // What the login service saw is better than what the client says of itself.
    if (!login.client.address.text.empty()) row.client.address = login.client.address;
    if (row.client.name.empty()) row.client.name = login.client.name;
    row.client.protocol = std::max(row.client.protocol, login.client.protocol);
  }
  if (row.has_user() && row.domain.empty()) row.domain = options_.computer;
  if (row.state == State::active && is_watching(row.id)) row.state = State::shadow;
  row.winstation = winstation_of(row);
  return row;
}

void SessionTable::refresh_row(const OfferKey& key, const Offer& offer) {
  const Session& told = offer.session;
  if (!rows_.contains(told.id) && !may_be_new_row(options_.proc_root, told.leader, offer.leader_ancestry)) return;
  Session now = row_of(key, offer);
  auto [place, added] = rows_.try_emplace(now.id, now);
  if (added) {
    list(place->second);
    return announce(nullptr, now);
  }
  if (place->second == now) return;
  Session before = std::exchange(place->second, now);
  announce(&before, now);
}

void SessionTable::drop_row(SessionId id) {
  auto row = rows_.extract(id);
  std::erase(listed_, &row.mapped());
  ending_.erase(id);
  promised_.erase(id);
  if (row.mapped().has_user() && !is_logged_on(row.mapped())) tell(SessionEvent::Type::logon, row.mapped());
  if (row.mapped().has_user()) tell(SessionEvent::Type::logoff, row.mapped());
  tell(SessionEvent::Type::deleted, row.mapped());
}

void SessionTable::announce(const Session* before, const Session& now) {
  using Type = SessionEvent::Type;
  if (!before) tell(Type::created, now);
  bool had_client = before && before->has_client();
  if (now.has_client()) promised_.erase(now.id);
  if (now.has_client() && !had_client) tell(Type::connected, now);
  if (had_client && !now.has_client()) tell(Type::disconnected, now);
  bool was_logged_on = before && is_logged_on(*before);
  if (is_logged_on(now) && !was_logged_on) tell(Type::logon, now);
  if (was_logged_on && !now.has_user()) tell(Type::logoff, now);
  if (!before || before->state != now.state) tell(Type::state_changed, now);
  // A disconnected session has no name: losing and getting one is told by disconnected and connected.
  bool had_name = before && !before->winstation.empty() && !now.winstation.empty();
  if (had_name && before->winstation != now.winstation) tell(Type::renamed, now);
  if (before && before->lock != now.lock && now.lock == Lock::locked) tell(Type::locked, now);
  if (before && before->lock == Lock::locked && now.lock == Lock::unlocked) tell(Type::unlocked, now);
}

void SessionTable::tell(SessionEvent::Type type, const Session& session) {
  SessionEvent event{type, session.id, session};
  counters_.count(event);
  // The last to subscribe first: callers wait for this, what the host itself does about it has time. An observer may
  // end its own subscription or another's.
  std::vector<uint64_t> numbers;
  for (const auto& [number, observer] : subscribers_->observers) numbers.push_back(number);
  std::ranges::reverse(numbers);
  for (uint64_t number : numbers) {
    auto found = subscribers_->observers.find(number);
    if (found == subscribers_->observers.end()) continue;
    Observer observer = found->second;
    observer(event);
  }
}

}  // namespace nta::host
