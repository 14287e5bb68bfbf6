// Registering at a server, and its changes as window messages.
#include "api/ntadmin/session_notices.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "api/client/local_host.h"
#include "protocols/local_host.h"
#include "protocols/termsrv_notification.h"

namespace nta::api {
namespace {

using namespace protocols;

constexpr std::chrono::seconds pause_between_tries{1};
constexpr int32_t any_session = -1;

struct Meaning {
  Notification told;
  WPARAM wparam;
};

/** What windows are told of, and the code of it. Creation and end of a session are reserved codes: Windows sends
 *  neither. */
constexpr Meaning meanings[] = {
    {Notification::console_connect, WTS_CONSOLE_CONNECT},
    {Notification::console_disconnect, WTS_CONSOLE_DISCONNECT},
    {Notification::connect, WTS_REMOTE_CONNECT},
    {Notification::disconnect, WTS_REMOTE_DISCONNECT},
    {Notification::logon, WTS_SESSION_LOGON},
    {Notification::logoff, WTS_SESSION_LOGOFF},
    {Notification::lock, WTS_SESSION_LOCK},
    {Notification::unlock, WTS_SESSION_UNLOCK},
    {Notification::shadow_start, WTS_SESSION_REMOTE_CONTROL},
    {Notification::shadow_stop, WTS_SESSION_REMOTE_CONTROL},
};

constexpr uint32_t wanted_notifications() {
  uint32_t mask = 0;
  for (const Meaning& row : meanings) mask |= static_cast<uint32_t>(row.told);
  return mask;
}

transport::Wait bounded() { return {.deadline = transport::after(transport::default_call_time)}; }

template <class M>
Result<ndr::Decoded<typename M::Out>> decoded(const rpc::Reply& reply) {
  NTA_TRY(auto out, ndr::decode<typename M::Out>(reply.stub, reply.order));
  Win32 status = status_of(out.value);
  if (status != Win32::success) return fail(status, "opnum {} answered {}", M::opnum, code(status));
  return out;
}

}  // namespace

MSG make_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  auto now = std::chrono::duration_cast<std::chrono::milliseconds>(transport::Clock::now().time_since_epoch());
  return {window, message, wparam, lparam, static_cast<DWORD>(now.count()), {0, 0}};
}

SessionNotices::SessionNotices(HWND window, std::string server, Sessions sessions, int epoll)
    : window_(window),
      server_name_(std::move(server)),
      sessions_(sessions),
      epoll_(epoll),
      server_(client::Server::named(server_name_)) {}

Result<std::unique_ptr<SessionNotices>> SessionNotices::open(HWND window, const std::string& server,
                                                             client::Server& through, Sessions sessions, int epoll) {
  std::unique_ptr<SessionNotices> notices(new SessionNotices(window, server, sessions, epoll));
  auto connected = notices->connect(through);
  if (!connected && through.is_closed()) return fail(Win32::invalid_handle, "the server handle was closed");
  NTA_CHECK(connected);
  return notices;
}

Result<void> SessionNotices::connect(client::Server& through) {
  int32_t session = any_session;
  if (sessions_ == Sessions::own) {
    auto pid = static_cast<uint32_t>(getpid());
    NTA_TRY(auto self, through.call<HostSessionOfProcess>(local_host, {pid}));
    session = static_cast<int32_t>(self->SessionId);
  }
  NTA_TRY(client::OwnConnection own, through.connect(termsrv_notification));
  connection_ = std::move(own.connection);
  interface_ = own.interface;
  using Register = RpcRegisterAsyncNotification;
  NTA_TRY(Bytes request, ndr::encode(Register::In{session, wanted_notifications()}));
  auto wait = through.wait_for(client::Patience::bounded);
  NTA_TRY(rpc::Reply reply, connection_->call(interface_, Register::opnum, request, wait));
  NTA_TRY(auto registered, decoded<Register>(reply));
  registration_ = registered->phNotify;
  NTA_CHECK(start_wait());
  epoll_event event{.events = EPOLLIN, .data = {}};
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, connection_->fd(), &event) != 0)
    return fail(win32_from_errno(errno), "epoll_ctl: {}", std::strerror(errno));
  return {};
}

Result<void> SessionNotices::start_wait() {
  using Wait = RpcWaitAsyncNotification;
  NTA_TRY(Bytes request, ndr::encode(Wait::In{registration_}));
  NTA_TRY(call_, connection_->start(interface_, Wait::opnum, request, bounded()));
  return {};
}

Result<void> SessionNotices::take(const rpc::Reply& reply, std::vector<MSG>& into) const {
  NTA_TRY(auto told, decoded<RpcWaitAsyncNotification>(reply));
  for (uint32_t i = 0; i < told->pEntries; ++i) {
    const SESSION_CHANGE& change = told->SessionChange[i];
    for (const Meaning& row : meanings)
      if (static_cast<uint32_t>(row.told) == change.NotificationId)
        into.push_back(make_message(window_, WM_WTSSESSION_CHANGE, row.wparam,
                                    static_cast<LPARAM>(static_cast<uint32_t>(change.SessionId))));
  }
  return {};
}

void SessionNotices::fetch(std::vector<MSG>& into) {
  if (is_away()) return come_back();
  auto reply = connection_->poll(call_);
  if (reply && !*reply) return;
  bool goes_on = reply && take(**reply, into) && start_wait();
  if (!goes_on) connection_.reset();  // the server has gone, or could not keep all that happened: begin anew
}

void SessionNotices::come_back() {
  auto now = transport::Clock::now();
  if (now < next_try_) return;
  next_try_ = now + pause_between_tries;
  // A host that somebody has stopped stays so: it is not for a waiting window to start it again.
  bool answers = !server_name_.empty() || client::local_host_answers(bounded());
  if (!answers || !connect(*server_)) connection_.reset();
}

}  // namespace nta::api
