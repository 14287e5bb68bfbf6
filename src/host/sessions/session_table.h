// SessionTable: every session of the host in one table, whoever provides it; one person's session is one row.
//
// All calls on the loop thread. Rows are values; a pointer from find() is good until the loop's next turn.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "host/processes/session_resolver.h"
#include "host/sessions/id_map.h"
#include "host/sessions/provider.h"
#include "host/sessions/session.h"
#include "host/sessions/session_counters.h"
#include "host/sessions/session_event.h"

namespace nta::host {

/** WTSGetActiveConsoleSessionId's answer while no session is at the console. */
inline constexpr SessionId no_console{0xFFFFFFFF};

class SessionTable final : public SessionSink {
 public:
  struct Options {
    std::string computer;             // domain of users that have no other
    std::string proc_root = "/proc";  // tests give another
  };
  using Observer = std::function<void(const SessionEvent&)>;
  using Rows = std::map<SessionId, Session>;

  SessionTable(IdMap& ids, Options options);
  ~SessionTable() override;

  /** Starts `provider`, which the table owns from now on. */
  void add(std::unique_ptr<SessionProvider> provider, Executor& executor);

  /** Calls `ready` once every provider has told all its sessions, or that it cannot (at once when that is so). */
  void when_ready(std::function<void()> ready);

  /** Every row by rising id: session 0, sessions, listeners. */
  const Rows& rows() const { return rows_; }
  /** The same, for those who look at all of them at every call. */
  const std::vector<const Session*>& listed() const { return listed_; }
  const Session* find(SessionId id) const;
  /** Without regard to case; an empty name finds nothing. */
  const Session* find_by_winstation(std::string_view name) const;
  /** The disconnected session that a new logon of this user goes back to (docs/rulings.md 3). */
  const Session* find_disconnected(uid_t uid) const;
  /** It was given to a logon, whose client is on its way: for a while no other goes back to it, unless one has come. */
  void promise(SessionId id);
  /** The session at seat0, or no_console. */
  SessionId console() const;

  /** The session of a process, by what the kernel says of it; session 0 where nothing does. Reads a few /proc files.
   *  A program may be quicker than what its new session tells: such sessions are rows from here on. */
  SessionId session_of_pid(pid_t pid) { return resolver().session_of(pid); }
  /** What session_of_pid uses, as a value for a scan on another thread. */
  SessionResolver resolver();

  /** Null for an id that is not in the table of counters. */
  std::optional<uint32_t> counter(uint32_t counter_id) const {
    return counters_.value(counter_id, listed_, ending_.size());
  }

  /** Calls `observer` for each event until the registration is destroyed. */
  [[nodiscard]] RegistrationPtr subscribe(Observer observer);

  /** `done` may be called before these return. Errors: session 0 access_denied; unknown or a listener
   *  ctx_winstation_not_found; one that has no way to disconnect not_supported. Disconnecting a disconnected session is
   *  a success (docs/rulings.md 8). `why`: SessionProvider::disconnect. */
  void disconnect(SessionId id, const std::string& why, Completion done);
  void logoff(SessionId id, const std::string& why, Completion done);
  void message(SessionId id, Message message, MessageDone done);
  void admit(SessionId id, Admission admission, Completion done);
  void hand_over(SessionId from, SessionId to, const std::string& directory, const std::string& ticket,
                 Completion done);
  void stop_shadow(SessionId id, Completion done);

  /** A new id, for a PTY session that is about to be started. */
  Result<SessionId> new_id() { return ids_.allocate(); }

  void put(Session session) override;
  void remove(std::string_view provider, std::string_view key) override;
  void all_told(std::string_view provider) override;
  void unavailable(std::string_view provider) override;

 private:
  struct Subscription;
  struct Subscribers;
  using OfferKey = std::pair<std::string, std::string>;  // provider, key

  /** What a provider told, and what /proc says of its processes: the merge rules need no more. */
  struct Offer {
    Session session;
    std::vector<pid_t> leader_ancestry;
    std::vector<pid_t> client_ancestry;
    std::set<SessionId> watched_from;  // the sessions that its viewers run in
  };
  enum class Part { ours, client };  // why an offer is no row of its own
  struct Merge {
    OfferKey into;
    Part part;
  };

  void add_fixed_rows();
  void list(const Session& row);
  SessionResolver known_resolver() const;
  SessionProvider* provider_of(const Session& session) const;
  Result<const Session*> target(SessionId id) const;
  Offer looked_up(Session session, const Offer* before) const;
  std::optional<Merge> merge_of(const Session& session, const Offer& offer) const;
  std::optional<Part> part_of(const Offer& offer, const Offer& pty) const;
  bool is_watching(SessionId id) const;
  Session row_of(const OfferKey& key, const Offer& offer) const;
  bool stays_in_place(const OfferKey& key, const Session& before, const Session& now) const;
  void refresh_merges();
  void refresh_row(const OfferKey& key, const Offer& offer);
  void drop_row(SessionId id);
  void announce(const Session* before, const Session& now);
  void tell(SessionEvent::Type type, const Session& session);

  IdMap& ids_;
  Options options_;
  std::vector<std::unique_ptr<SessionProvider>> providers_;
  std::vector<std::string> waiting_;  // names of providers that have not told all yet
  std::vector<std::function<void()>> when_ready_;
  std::map<OfferKey, Offer> offers_;
  std::map<OfferKey, Merge> merges_;
  Rows rows_;
  std::vector<const Session*> listed_;                                   // rows_
  std::set<SessionId> ending_;                                           // logoff was asked for
  std::map<SessionId, std::chrono::steady_clock::time_point> promised_;  // until when
  SessionCounters counters_;
  std::shared_ptr<Subscribers> subscribers_;
};

}  // namespace nta::host
