// What RpcShowMessageBox and RpcWinStationSendMessage have in common.
#pragma once

#include "services/target.h"

namespace nta::services {

/** Sends `message`, made of the call's request, and answers with what came back, in the member `response`. An answer
 * may be days away, and what is shown is cut: the request, which may be long, does not wait with it. */
template <class M>
void send_message(Host& host, CallPtr<M> call, const host::Session& session, host::Message message,
                  uint32_t M::Out::*response) {
  call->request = {};
  host.sessions.message(session.id, std::move(message), [call, session, response](Result<uint32_t> answer) {
    if (is_anothers(*call->client, session))
      audit(*call->client, "session.message", session, answer ? Win32::success : answer.error().code);
    if (!answer) return call->finish(std::move(answer).error());
    call->out.*response = *answer;
    call->finish({});
  });
}

}  // namespace nta::services
