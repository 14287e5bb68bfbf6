#include "api/client/virtual_channel.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "api/client/server.h"
#include "ntadmin/win/pchannel.h"
#include "protocols/local_host.h"
#include "session/client/connection.h"
#include "session/protocol/channel_messages.h"

namespace nta::client {
namespace {

static_assert(session::channel_shows_protocol == CHANNEL_OPTION_SHOW_PROTOCOL);
static_assert(session::most_channels == CHANNEL_MAX_COUNT);
static_assert(session::longest_channel_name == CHANNEL_NAME_LEN);

constexpr auto time_to_open = std::chrono::seconds(30);  // one that is just closed takes up to 10

Error gone() { return fail(Win32::broken_pipe, "the other side of the channel is gone"); }

Error failure(int error) {
  if (error == EPIPE || error == ECONNRESET || error == ENOTCONN) return gone();
  return fail(win32_from_errno(error), "channel: {}", strerror(error));
}

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

Result<std::shared_ptr<VirtualChannel>> VirtualChannel::open(SessionId session, std::string_view name) {
  if (name.empty() || name.size() > CHANNEL_NAME_LEN)
    return fail(Win32::invalid_parameter, "channel name '{}': 1 to {} characters", name, CHANNEL_NAME_LEN);
  protocols::HostOpenChannel::In in{session.value};
  NTA_TRY(auto place, Server::local()->call<protocols::HostOpenChannel>(protocols::local_host, in));
  if (!place->SocketPath || !place->Ticket) return fail(Win32::invalid_data, "the host told no way to the session");
  std::string directory = std::filesystem::path(place->SocketPath).parent_path();
  NTA_TRY(auto connection, session::Connection::open(directory, session::Role::client));
  std::string terminated(name);
  session::OpenChannel request{.request = 1, .name = terminated.c_str(), .ticket = place->Ticket};
  uint32_t options = 0;
  NTA_CHECK(connection.call(request, time_to_open, [&](const session::Frame& frame) {
    auto channel = session::decode<session::Channel>(frame);
    if (frame.type == session::MessageType::channel && channel) options = (*channel)->options;
  }));
  transport::ForkClosedFd end(connection.take_descriptor().release());
  if (end.get() < 0) return fail(Win32::invalid_data, "session {} gave no end of the channel", place->SessionId);
  return std::make_shared<VirtualChannel>(std::move(end), options);
}

bool VirtualChannel::shows_protocol() const { return options_ & CHANNEL_OPTION_SHOW_PROTOCOL; }

// Not in the header: descriptors are guarded across forks by what the library has once, and others would have again.
VirtualChannel::VirtualChannel(transport::ForkClosedFd end, uint32_t options)
    : end_(std::move(end)), options_(options) {}

int VirtualChannel::fd() const { return end_.get(); }

void VirtualChannel::close() { abort_.trigger(); }

Result<void> VirtualChannel::check_open() const {
  if (abort_.is_triggered() || end_.get() < 0) return fail(Win32::invalid_handle, "the channel is closed");
  return {};
}

Result<void> VirtualChannel::wait_for(short events, const transport::Deadline& deadline,
                                      transport::OnSignal on_signal) {
  auto waited = transport::wait_until(end_.get(), events, {deadline, on_signal, &abort_});
  NTA_CHECK(check_open());
  return waited;
}

// A packet that is not taken whole would be cut.
Result<void> VirtualChannel::check_chunk_fits(size_t size) {
  if (!shows_protocol()) return {};
  std::byte first;
  ssize_t length = recv(end_.get(), &first, 1, MSG_DONTWAIT | MSG_PEEK | MSG_TRUNC);
  if (length <= static_cast<ssize_t>(size)) return {};
  if (length <= CHANNEL_PDU_LENGTH)
    return fail(Win32::insufficient_buffer, "a chunk of {} bytes, a buffer of {}", length, size);
  recv(end_.get(), &first, 1, MSG_DONTWAIT);
  return fail(Win32::invalid_data, "the other side sent a chunk of {} bytes", length);
}

Result<size_t> VirtualChannel::read(std::span<std::byte> into, transport::Deadline deadline) {
  size_t most = shows_protocol() ? CHANNEL_PDU_LENGTH : CHANNEL_CHUNK_LENGTH;
  auto on_signal = deadline ? transport::OnSignal::go_on : transport::OnSignal::end;
  for (;;) {
    NTA_CHECK(check_open());
    NTA_CHECK(check_chunk_fits(into.size()));
    ssize_t count = recv(end_.get(), into.data(), std::min(into.size(), most), MSG_DONTWAIT);
    if (count > 0) return static_cast<size_t>(count);
    if (count == 0) return gone();
    if (errno == EINTR) continue;
    if (!would_block(errno)) return failure(errno);
    NTA_CHECK(wait_for(POLLIN, deadline, on_signal));
  }
}

Result<void> VirtualChannel::send(ByteView bytes, size_t& sent) {
  while (!bytes.empty()) {
    NTA_CHECK(check_open());
    ssize_t count = ::send(end_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && !would_block(errno)) return failure(errno);
    if (count < 0) {
      NTA_CHECK(wait_for(POLLOUT, {}, transport::OnSignal::go_on));
      continue;
    }
    sent += static_cast<size_t>(count);
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return {};
}

// pchannel.h: the header's length is the whole message's, its flags mark the first and the last chunk.
Result<void> VirtualChannel::send_chunks(ByteView message, size_t& written) {
  std::array<std::byte, CHANNEL_PDU_LENGTH> packet;
  CHANNEL_PDU_HEADER header{static_cast<UINT32>(message.size()), CHANNEL_FLAG_FIRST};
  do {
    ByteView chunk = message.subspan(written, std::min<size_t>(message.size() - written, CHANNEL_CHUNK_LENGTH));
    if (written + chunk.size() == message.size()) header.flags |= CHANNEL_FLAG_LAST;
    std::memcpy(packet.data(), &header, sizeof header);
    if (!chunk.empty()) std::memcpy(packet.data() + sizeof header, chunk.data(), chunk.size());
    size_t sent = 0;
    NTA_CHECK(send(ByteView(packet).first(sizeof header + chunk.size()), sent));
    written += chunk.size();
    header.flags = CHANNEL_FLAG_MIDDLE;
  } while (written < message.size());
  return {};
}

Result<void> VirtualChannel::write(ByteView message, size_t& written) {
  written = 0;
  NTA_CHECK(check_open());
  return shows_protocol() ? send_chunks(message, written) : send(message, written);
}

Result<void> VirtualChannel::purge_input() {
  NTA_CHECK(check_open());
  std::array<std::byte, 4096> dropped;
  while (recv(end_.get(), dropped.data(), dropped.size(), MSG_DONTWAIT) > 0) continue;
  return {};
}

}  // namespace nta::client
