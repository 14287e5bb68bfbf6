#include "services/legacy_events.h"

#include "services/event_queue.h"
#include "services/handles.h"

namespace nta::services {

using protocols::RpcWinStationWaitSystemEvent;

EventBlock::EventBlock(Host& host, std::shared_ptr<const auth::AccessToken> token)
    : host_(host), token_(std::move(token)) {
  subscription_ = host.sessions.subscribe([this](const host::SessionEvent& event) { on_event(event); });
}

EventBlock::~EventBlock() {
  if (waiting_) std::exchange(waiting_, nullptr)->finish(fail(Win32::cancelled, "the server handle was closed"));
}

void EventBlock::wait(CallPtr<RpcWinStationWaitSystemEvent> call) {
  if (is_waited_for())
    return call->finish(fail(Win32::ctx_winstation_busy, "another call already waits on this handle"));
  waiting_ = std::move(call);
  answer();
}

void EventBlock::release() {
  if (waiting_) std::exchange(waiting_, nullptr)->finish({});
}

// A waiter who was interrupted, or whose connection broke, takes no events along.
bool EventBlock::is_waited_for() {
  if (waiting_ && !waiting_->is_wanted()) waiting_.reset();
  return waiting_ != nullptr;
}

void EventBlock::on_event(const host::SessionEvent& event) {
  if (!host_.may(*token_, event.session, static_cast<uint32_t>(Right::query_information))) return;
  happened_ |= winstation_events_of(event);
  answer();
}

// All events of the mask that happened; the others stay for a later wait.
void EventBlock::answer() {
  if (!is_waited_for()) return;
  uint32_t wanted = happened_ & waiting_->in().EventMask;
  if (wanted == 0) return;
  happened_ &= ~wanted;
  auto call = std::exchange(waiting_, nullptr);
  call->out.pEventFlags = wanted;
  call->finish({});
}

ServerHandle::ServerHandle() = default;
ServerHandle::~ServerHandle() = default;

void wait_system_event(Host& host, CallPtr<RpcWinStationWaitSystemEvent> call) {
  constexpr uint32_t none = 0, flush = 0x80000000;
  auto handle = call->client->contexts->find<ServerHandle>(call->in().hServer);
  if (!handle) return call->finish(std::move(handle).error());
  std::unique_ptr<EventBlock>& block = (*handle)->events;
  uint32_t mask = call->in().EventMask;
  if (mask == none || mask & flush) {
    if (block) block->release();
    if (mask == none) block.reset();
    return call->finish({});
  }
  if (!block) block = std::make_unique<EventBlock>(host, call->client->token);
  block->wait(std::move(call));
}

}  // namespace nta::services
