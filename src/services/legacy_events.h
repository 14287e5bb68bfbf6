// Waiting for events on a SERVER_HANDLE ([MS-TSTS] 3.7.4.1.13).
#pragma once

#include "protocols/legacy_api.h"
#include "services/call.h"

namespace nta::services {

/** What a server handle remembers of events from its first wait on, and the one call that may wait on it. */
class EventBlock {
 public:
  EventBlock(Host& host, std::shared_ptr<const auth::AccessToken> token);
  ~EventBlock();

  void wait(CallPtr<protocols::RpcWinStationWaitSystemEvent> call);
  /** Answers the call that waits, with no event. */
  void release();

 private:
  bool is_waited_for();
  void on_event(const host::SessionEvent& event);
  void answer();

  Host& host_;
  std::shared_ptr<const auth::AccessToken> token_;
  uint32_t happened_ = 0;
  CallPtr<protocols::RpcWinStationWaitSystemEvent> waiting_;
  host::RegistrationPtr subscription_;
};

void wait_system_event(Host& host, CallPtr<protocols::RpcWinStationWaitSystemEvent> call);

}  // namespace nta::services
