// One pipe: PDUs out by write or transceive, PDUs in by their answers or by read ([MS-RPCE] 2.1.1.2, [MS-SMB2] 3.2.4).
#include "transport/smb_channel.h"

#include <algorithm>
#include <deque>

#include "base/utf16.h"
#include "rpc/pdu.h"
#include "transport/dial.h"

namespace nta::transport {

namespace {

using smb::NtStatus;

constexpr uint16_t largest_fragment = 65528;
constexpr std::chrono::milliseconds first_pause{20};
constexpr std::chrono::milliseconds longest_pause{500};

bool is_end_of_pipe(NtStatus status) {
  return status == NtStatus::pipe_broken || status == NtStatus::pipe_disconnected || status == NtStatus::end_of_file ||
         status == NtStatus::file_closed;
}

/** Samba's second status comes from a helper of its own that did not find the pipe either. */
bool is_absent(NtStatus status) {
  constexpr uint32_t connection_disconnected = 0xC000020C;
  return status == NtStatus::object_name_not_found || smb::code(status) == connection_disconnected;
}

bool is_busy(NtStatus status) {
  constexpr uint32_t instance_not_available = 0xC00000AB;
  return status == NtStatus::pipe_not_available || status == NtStatus::pipe_busy ||
         smb::code(status) == instance_not_available;
}

Error refused(std::string_view what, NtStatus status) {
  return fail(win32_from_ntstatus(smb::code(status)), "the server refused {} with status {:#010x}", what,
              smb::code(status));
}

/** The session could not be renewed: the call is tried over another connection, which says what stands against it. */
bool has_expired(SmbConnection& connection, NtStatus status) {
  if (status != NtStatus::network_session_expired) return false;
  connection.retire();
  return true;
}

Error expired() { return fail(logon_has_ended, "the ticket that the session was made with has ended"); }

/** Whether the server answers this PDU. */
bool is_answered(ByteView pdu) {
  auto type = static_cast<rpc::PduType>(pdu[2]);
  bool is_last = std::to_integer<uint8_t>(pdu[3]) & rpc::pfc_last;
  return is_last &&
         (type == rpc::PduType::request || type == rpc::PduType::bind || type == rpc::PduType::alter_context);
}

/** Whether more of the same call follows at once. */
bool is_unfinished(ByteView pdu) { return !(std::to_integer<uint8_t>(pdu[3]) & rpc::pfc_last); }

class SmbChannel final : public Channel {
 public:
  SmbChannel(std::shared_ptr<SmbConnection> connection, smb::FileId pipe, Watchable watchable)
      : connection_(std::move(connection)), pipe_(pipe), watchable_(watchable) {}
  ~SmbChannel() override;

  Result<size_t> send_some(ByteView bytes, const Wait& wait) override;
  Result<size_t> receive_some(std::span<std::byte> into, const Wait& wait) override;
  bool is_dead() const override { return is_broken_ || connection_->is_dead(); }
  uint16_t max_fragment() const override;
  int fd() const override { return watchable_ == Watchable::yes ? connection_->fd() : -1; }
  Bytes session_key() const override { return connection_->session_key(); }

 private:
  using Pdus = std::span<const ByteView>;
  Result<void> send_pdus(Pdus pdus, const Wait& wait);
  Result<void> send_calls(Pdus pdus, const Wait& wait);
  Result<void> transceive(ByteView pdu, const Wait& wait);
  Result<void> write_and_read(Pdus pdus, const Wait& wait);
  Result<void> write(ByteView pdu, const Wait& wait);
  Result<void> fetch(const Wait& wait);

  std::shared_ptr<SmbConnection> connection_;
  const smb::FileId pipe_;
  const Watchable watchable_;
  Bytes outgoing_;
  Bytes incoming_;
  size_t taken_ = 0;              // of incoming_
  std::deque<uint64_t> reading_;  // the requests whose answers bring bytes, in their order
  bool is_transceiving_ = false;  // the one in reading_ is a transceive
  bool is_broken_ = false;
};

// Closed without waiting: what the server still does for this pipe ends with it.
SmbChannel::~SmbChannel() {
  for (uint64_t request : reading_) connection_->forget(request);
  connection_->post([this](auto& protocol) { return protocol.close(pipe_); });
}

uint16_t SmbChannel::max_fragment() const {
  return static_cast<uint16_t>(std::min<uint32_t>(largest_fragment, connection_->largest_transfer() & ~7u));
}

Result<size_t> SmbChannel::send_some(ByteView bytes, const Wait& wait) {
  outgoing_.insert(outgoing_.end(), bytes.begin(), bytes.end());
  std::vector<ByteView> whole;
  size_t done = 0;
  for (;;) {
    ByteView rest = ByteView(outgoing_).subspan(done);
    NTA_TRY(size_t length, rpc::frame_length(rest));
    if (length == 0 || length > rest.size()) break;
    whole.push_back(rest.first(length));
    done += length;
  }
  if (auto sent = send_pdus(whole, wait); !sent) {
    is_broken_ = true;
    return std::move(sent).error();
  }
  outgoing_.erase(outgoing_.begin(), outgoing_.begin() + static_cast<std::ptrdiff_t>(done));
  return bytes.size();
}

Result<void> SmbChannel::send_pdus(Pdus pdus, const Wait& wait) {
  while (!pdus.empty()) {
    auto calls = static_cast<size_t>(std::find_if_not(pdus.begin(), pdus.end(), is_answered) - pdus.begin());
    NTA_CHECK(calls == 0 ? write(pdus.front(), wait) : send_calls(pdus.first(calls), wait));
    pdus = pdus.subspan(std::max<size_t>(calls, 1));
  }
  return {};
}

// A call alone is a transceive, of which a pipe takes one at a time: the answer to the one before it is taken in first.
Result<void> SmbChannel::send_calls(Pdus pdus, const Wait& wait) {
  if (is_transceiving_) NTA_CHECK(fetch(wait));
  if (pdus.size() == 1 && reading_.empty()) return transceive(pdus.front(), wait);
  return write_and_read(pdus, wait);
}

Result<void> SmbChannel::transceive(ByteView pdu, const Wait& wait) {
  NTA_TRY(uint64_t request,
          connection_->start([&](auto& protocol) { return protocol.transceive(pipe_, pdu, max_fragment()); }, wait));
  reading_.push_back(request);
  is_transceiving_ = true;
  return {};
}

/** Calls that do not wait for each other: each is written, and a read goes along for its answer. Answers come in the
 *  order of writing, and reads get them in the order of reading. */
Result<void> SmbChannel::write_and_read(Pdus pdus, const Wait& wait) {
  auto send_all = [&](auto& protocol) -> Result<uint64_t> {
    for (ByteView pdu : pdus) {
      NTA_TRY(uint64_t written, protocol.write(pipe_, pdu));
      protocol.forget(written);  // what came of it shows in what follows
      NTA_TRY(uint64_t read, protocol.read(pipe_, max_fragment()));
      reading_.push_back(read);
    }
    return reading_.back();
  };
  NTA_CHECK(connection_->start(send_all, wait));
  return {};
}

/** Fragments are written one after the other, since a server may work on several requests at once. */
Result<void> SmbChannel::write(ByteView pdu, const Wait& wait) {
  NTA_TRY(uint64_t request, connection_->start([&](auto& protocol) { return protocol.write(pipe_, pdu); }, wait));
  if (!is_unfinished(pdu)) {
    connection_->forget(request);  // what came of it shows in what follows
    return {};
  }
  auto answer = connection_->wait_for(request, wait);
  if (!answer) connection_->forget(request);
  if (!answer) return std::move(answer).error();
  if (has_expired(*connection_, answer->status)) return expired();
  if (smb::is_error(answer->status)) return refused("a write to the pipe", answer->status);
  return {};
}

/** Takes in the answer that is due, or asks for one. */
Result<void> SmbChannel::fetch(const Wait& wait) {
  if (reading_.empty()) {
    NTA_TRY(uint64_t request,
            connection_->start([&](auto& protocol) { return protocol.read(pipe_, max_fragment()); }, wait));
    reading_.push_back(request);
  }
  NTA_TRY(auto answer, connection_->wait_for(reading_.front(), wait));
  reading_.pop_front();
  bool is_first_answer = std::exchange(is_transceiving_, false);
  if (has_expired(*connection_, answer.status)) {
    // Of a request that was taken before, nobody knows how far it came: it is not sent again.
    if (is_first_answer) return expired();
    return fail(Win32::rpc_call_failed, "the log-on has ended before the answer was read");
  }
  if (is_end_of_pipe(answer.status)) is_broken_ = true;
  if (is_end_of_pipe(answer.status)) return fail(Win32::broken_pipe, "the server has closed the pipe");
  if (smb::is_error(answer.status)) return refused("to go on with the pipe", answer.status);
  if (answer.data.empty()) is_broken_ = true;  // asked for again, it could come for ever
  if (answer.data.empty()) return fail(Win32::broken_pipe, "the server answers for the pipe with nothing");
  incoming_.erase(incoming_.begin(), incoming_.begin() + static_cast<std::ptrdiff_t>(taken_));
  taken_ = 0;
  if (incoming_.empty())
    incoming_ = std::move(answer.data);
  else
    incoming_.insert(incoming_.end(), answer.data.begin(), answer.data.end());
  return {};
}

Result<size_t> SmbChannel::receive_some(std::span<std::byte> into, const Wait& wait) {
  while (taken_ == incoming_.size()) {
    auto fetched = fetch(wait);
    if (!fetched && is_broken_) return size_t{0};
    if (!fetched) return std::move(fetched).error();
  }
  size_t count = std::min(into.size(), incoming_.size() - taken_);
  std::copy_n(incoming_.begin() + static_cast<std::ptrdiff_t>(taken_), count, into.begin());
  taken_ += count;
  return count;
}

}  // namespace

Result<std::unique_ptr<Channel>> open_smb_channel(std::shared_ptr<SmbConnection> connection, std::string_view name,
                                                  Watchable watchable, const Wait& wait) {
  std::u16string path = to_utf16(name);
  for (auto pause = first_pause;; pause = std::min(2 * pause, longest_pause)) {
    NTA_TRY(uint64_t request, connection->start([&](auto& protocol) { return protocol.open_pipe(path); }, wait));
    auto answer = connection->wait_for(request, wait);
    if (!answer) connection->forget(request);
    if (!answer) return std::move(answer).error();
    if (!smb::is_error(answer->status))
      return std::unique_ptr<Channel>(new SmbChannel(std::move(connection), answer->file, watchable));
    if (has_expired(*connection, answer->status)) return expired();
    if (is_absent(answer->status))
      return fail(Win32::rpc_server_unavailable, "the server has no pipe '{}': nothing there offers its calls", name);
    if (!is_busy(answer->status)) return refused("to open pipe '" + std::string(name) + "'", answer->status);
    Wait short_while = wait;
    short_while.deadline = wait.deadline ? std::min(wait.deadline, after(pause)) : after(pause);
    auto waited = wait_until(-1, 0, short_while);
    if (!waited && waited.error().code != Win32::timeout) return std::move(waited).error();
    if (wait.deadline && Clock::now() >= *wait.deadline)
      return fail(Win32::rpc_server_too_busy, "all instances of pipe '{}' are taken", name);
  }
}

// ---- the server ---------------------------------------------------------------------------------------------------

Result<std::shared_ptr<SmbConnection>> SmbServer::connect(const Wait& wait) {
  NTA_TRY(auto dialled, dial(target_.host, target_.port, wait));
  NTA_TRY(auto options, target_.log_on());
  auto opened = SmbConnection::open(std::move(dialled.socket), std::move(options), wait);
  if (!opened && opened.error().code == Win32::timeout)
    return fail(Win32::rpc_server_unavailable, "'{}' has not answered in time", target_.host);
  return opened;
}

std::shared_ptr<SmbConnection> SmbServer::living_connection() {
  std::unique_lock lock(fork_mutex());
  auto connection = connection_;
  lock.unlock();
  return connection && !connection->is_dead() ? connection : nullptr;
}

std::shared_ptr<std::mutex> SmbServer::founding() {
  std::lock_guard lock(fork_mutex());
  if (generation_ != fork_generation()) founding_ = std::make_shared<std::mutex>();
  generation_ = fork_generation();
  return founding_;
}

Result<std::shared_ptr<SmbConnection>> SmbServer::shared_connection(const Wait& wait) {
  if (auto living = living_connection()) return living;
  auto turn = founding();
  std::lock_guard founding(*turn);  // another thread may be making it: at most until its deadline
  if (auto living = living_connection()) return living;
  NTA_TRY(auto made, connect(wait));
  std::shared_ptr<SmbConnection> dead;  // let go of without the lock
  std::lock_guard lock(fork_mutex());
  dead = std::exchange(connection_, made);
  return made;
}

Result<void> SmbServer::reach(const Wait& wait) {
  NTA_CHECK(shared_connection(wait));
  return {};
}

Result<std::unique_ptr<Channel>> SmbServer::open_pipe(std::string_view name, const Wait& wait) {
  NTA_TRY(auto connection, shared_connection(wait));
  auto channel = open_smb_channel(connection, name, Watchable::no, wait);
  if (channel || !connection->is_dead()) return channel;
  NTA_TRY(connection, shared_connection(wait));  // it was idle for long, and the server had left
  return open_smb_channel(connection, name, Watchable::no, wait);
}

Result<std::unique_ptr<Channel>> SmbServer::open_pipe_alone(std::string_view name, const Wait& wait) {
  NTA_TRY(auto connection, connect(wait));
  return open_smb_channel(connection, name, Watchable::yes, wait);
}

}  // namespace nta::transport
