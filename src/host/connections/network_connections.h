// The clients that are connected over the network, what they opened, and ending either. A provider interface: our own
// SMB server is one; Samba's sessions can join the lists as another.
//
// A caller on this machine's unix socket is no network session, as a local caller of Windows has none either.
//
// Everything on the loop thread. The lists are values: what happens while somebody walks them does not matter.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/filetime.h"
#include "base/result.h"
#include "base/sid.h"
#include "base/types.h"

namespace nta::host {

/** An SMB session: one logged-on user of one connection. Ids of all providers come from one Numbers, and grow. */
using NetworkSessionId = StrongId<struct NetworkSessionIdTag, uint32_t>;
/** An open pipe or file. */
using NetworkFileId = StrongId<struct NetworkFileIdTag, uint32_t>;
/** A session's connection to a share (an SMB tree connect). */
using TreeId = StrongId<struct TreeIdTag, uint32_t>;

struct NetworkSession {
  NetworkSessionId id;
  std::string client;  // name or address of the computer, without backslashes
  std::string user;    // account without its domain; empty when anonymous
  Sid sid;             // the user's, whatever the account is called now
  FileTime since = 0;
  FileTime last_request = 0;
  bool is_guest = false;
  bool is_encrypted = false;
  std::string client_type;  // clients since Vista say nothing
  std::string transport;    // the device it came by, of host/server/transports.h
};

struct NetworkFile {
  /** PERM_FILE_* bits. */
  enum Permission : uint32_t { read = 1, write = 2, create = 4 };

  NetworkFileId id;
  NetworkSessionId session;
  TreeId tree;
  std::string path;  // "\PIPE\srvsvc", or the path here
  std::string user;
  uint32_t permissions = read | write;
  uint32_t locks = 0;
};

struct TreeConnection {
  TreeId id;
  NetworkSessionId session;
  std::string share;  // "IPC$"
  FileTime since = 0;
};

class NetworkConnections {
 public:
  virtual ~NetworkConnections() = default;

  /** Each list by rising id. */
  virtual std::vector<NetworkSession> sessions() const = 0;
  virtual std::vector<NetworkFile> files() const = 0;
  virtual std::vector<TreeConnection> trees() const = 0;

  /** Ends the session with all it has open. What it is being answered now may still leave: who asks for the end of the
   *  session that carries the call hears that it is done. False when there is no such session. */
  virtual bool end_session(NetworkSessionId id) = 0;

  /** Closes the file whether its owner likes it or not; false when it is not open. */
  virtual bool close_file(NetworkFileId id) = 0;
};

/** Ids of sessions, files and trees: 1 and up, none twice while the host is up. */
class ConnectionNumbers {
 public:
  NetworkSessionId next_session() { return NetworkSessionId(++sessions_); }
  NetworkFileId next_file() { return NetworkFileId(++files_); }
  TreeId next_tree() { return TreeId(++trees_); }

 private:
  uint32_t sessions_ = 0;
  uint32_t files_ = 0;
  uint32_t trees_ = 0;
};

/** Every provider's together. */
class AllConnections final : public NetworkConnections {
 public:
  /** `provider` stays the caller's, and is taken out with remove() before it ends. */
  void add(NetworkConnections& provider) { providers_.push_back(&provider); }
  void remove(NetworkConnections& provider) { std::erase(providers_, &provider); }

  ConnectionNumbers& numbers() { return numbers_; }

  /** A session that is in the lists now, or no more. The watcher is told by providers, in mid-change. */
  enum class Event { started, ended };
  using Watcher = std::function<void(const NetworkSession&, Event)>;
  void watch(Watcher watcher) { watcher_ = std::move(watcher); }
  void tell(const NetworkSession& session, Event event) const {
    if (watcher_) watcher_(session, event);
  }

  std::vector<NetworkSession> sessions() const override;
  std::vector<NetworkFile> files() const override;
  std::vector<TreeConnection> trees() const override;
  bool end_session(NetworkSessionId id) override;
  bool close_file(NetworkFileId id) override;

 private:
  template <class Row>
  std::vector<Row> merged(std::vector<Row> (NetworkConnections::*list)() const) const;

  std::vector<NetworkConnections*> providers_;
  ConnectionNumbers numbers_;
  Watcher watcher_;
};

}  // namespace nta::host
