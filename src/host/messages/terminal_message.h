// A message on a terminal that is not ours: its text is written there, and nothing can be answered (design ruling 7).
#pragma once

#include "host/executor.h"
#include "host/messages/message.h"

namespace nta::host {

/** Writes the message to `terminal` ("pts/3") under `dev_root`. Waiting for an answer ends with answer_timeout when the
 *  message's time is over; without a time it is not_supported, and nothing is written. */
void send_to_terminal(Executor& executor, const std::string& dev_root, const std::string& terminal, Message message,
                      MessageDone done);

}  // namespace nta::host
