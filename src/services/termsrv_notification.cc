// TermSrvNotification on this host ([MS-TSTS] 3.3.4.2). Anybody may register; sessions that the caller may not query
// are not told of.
#include "protocols/termsrv_notification.h"

#include "services/event_queue.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::SessionEvent;

/** NOTIFY_HANDLE. Its end answers a call that still waits on it. */
class NotifyHandle final : public ContextObject {
 public:
  NotifyHandle(Host& host, std::shared_ptr<const auth::AccessToken> token, std::optional<SessionId> only, uint32_t mask)
      : host_(host), token_(std::move(token)), only_(only), mask_(mask) {
    subscription_ = host.sessions.subscribe([this](const SessionEvent& event) { on_event(event); });
  }
  ~NotifyHandle() override {
    if (waiting_) std::exchange(waiting_, nullptr)->finish(fail(Win32::cancelled, "the registration has ended"));
  }

  void wait(CallPtr<RpcWaitAsyncNotification> call) {
    if (is_waited_for()) return call->finish(fail(Win32::busy, "another call already waits on this registration"));
    waiting_ = std::move(call);
    if (!queue_.empty()) answer();
  }

 private:
  // A waiter who was interrupted, or whose connection broke, takes no events along.
  bool is_waited_for() {
    if (waiting_ && !waiting_->is_wanted()) waiting_.reset();
    return waiting_ != nullptr;
  }

  void on_event(const SessionEvent& event) {
    auto notification = notification_of(event);
    if (!notification || !(static_cast<uint32_t>(*notification) & mask_) || (only_ && *only_ != event.id)) return;
    if (!host_.may(*token_, event.session, static_cast<uint32_t>(Right::query_information))) return;
    queue_.push({static_cast<int32_t>(event.id.value), static_cast<uint32_t>(*notification)});
    if (is_waited_for()) answer();
  }

  void answer() {
    auto call = std::exchange(waiting_, nullptr);
    auto changes = queue_.take();
    if (!changes) return call->finish(std::move(changes).error());
    call->out.SessionChange = call->memory.copy(std::span<const SESSION_CHANGE>(*changes));
    call->out.pEntries = static_cast<uint32_t>(changes->size());
    call->finish({});
  }

  Host& host_;
  std::shared_ptr<const auth::AccessToken> token_;
  std::optional<SessionId> only_;
  uint32_t mask_;
  EventQueue queue_;
  CallPtr<RpcWaitAsyncNotification> waiting_;
  host::RegistrationPtr subscription_;
};

Result<void> register_notification(Host& host, Call<RpcRegisterAsyncNotification>& call) {
  std::optional<SessionId> only;
  if (call.in().SessionId != -1) only = SessionId(static_cast<uint32_t>(call.in().SessionId));
  if (only && !host.sessions.find(*only)) return fail(Win32::ctx_winstation_not_found, "no session {}", only->value);
  auto handle = std::make_unique<NotifyHandle>(host, call.client->token, only, call.in().Mask);
  NTA_TRY(call.out.phNotify, call.client->contexts->add(std::move(handle)));
  return {};
}

void wait_notification(Host&, CallPtr<RpcWaitAsyncNotification> call) {
  auto handle = call->client->contexts->find<NotifyHandle>(call->in().hNotify);
  if (!handle) return call->finish(std::move(handle).error());
  (*handle)->wait(std::move(call));
}

Result<void> unregister_notification(Host&, Call<RpcUnRegisterAsyncNotification>& call) {
  NTA_CHECK(call.client->contexts->find<NotifyHandle>(call.in().phNotify));
  call.client->contexts->remove(call.in().phNotify);
  return {};
}

constexpr Served rows[] = {
    serve<register_notification>(),
    serve<wait_notification>(),
    serve<unregister_notification>(),
};

}  // namespace

std::span<const Served> termsrv_notification_rows() { return rows; }

}  // namespace nta::services
