// ServerPipe: the server's end of one open named pipe, in message mode: what waits to be read, and who waits to read.
// Without a name it is the directory that all pipes are in, which can be opened and closed, and nothing else.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "smb/messages.h"

namespace nta::smb {

/** A READ or a TRANSCEIVE that found no message. */
struct WaitingRead {
  Header request;
  bool is_transceive = false;
  bool is_sealed = false;
  uint32_t longest = 0;
  uint64_t number = 0;    // of the connection's waiting reads, in their order
  uint64_t async_id = 0;  // 0: the client was not told yet that it waits
};

class ServerPipe {
 public:
  ServerPipe(FileId id, std::string name, uint64_t session, uint32_t tree)
      : id_(id), name_(std::move(name)), session_(session), tree_(tree) {}

  FileId id() const { return id_; }
  const std::string& name() const { return name_; }
  bool is_root() const { return name_.empty(); }
  uint64_t session() const { return session_; }
  uint32_t tree() const { return tree_; }

  /** The part of a message that one read takes. */
  struct Taken {
    Bytes bytes;
    size_t left = 0;  // of the same message, for the next read
  };
  std::optional<Taken> read(size_t longest);
  /** The same without taking it. */
  ByteView front() const;
  size_t front_left() const { return front().size(); }
  size_t messages() const { return messages_.size(); }
  /** Bytes that wait to be read. */
  size_t queued() const { return queued_; }

  void add_message(ByteView message);
  /** The server closed its end: what is there can still be read. */
  void set_broken() { is_broken_ = true; }
  bool is_broken() const { return is_broken_; }

  std::deque<WaitingRead>& waiting() { return waiting_; }
  const std::deque<WaitingRead>& waiting() const { return waiting_; }

 private:
  FileId id_;
  std::string name_;
  uint64_t session_;
  uint32_t tree_;
  std::deque<Bytes> messages_;
  size_t front_taken_ = 0;
  size_t queued_ = 0;
  bool is_broken_ = false;
  std::deque<WaitingRead> waiting_;
};

}  // namespace nta::smb
