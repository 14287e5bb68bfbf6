// A message on a terminal that is not ours: its text is written there, and nothing can be answered (docs/rulings.md 7).
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "host/executor.h"
#include "host/messages/message.h"

namespace nta::host {

/** Has a message written by who can become that user, whose the terminal is. */
using WriteAsUser = std::function<void(uid_t, const std::string& terminal, const Message&, Completion)>;

struct ForeignTerminal {
  std::string name;  // "pts/3"; empty where it is not known
  std::optional<uid_t> uid;
  std::string dev_root = "/dev";
  WriteAsUser write;  // to other users' terminals; empty: the process itself tries
};

/** Writes the message. Waiting for an answer ends with answer_timeout when the message's time is over; without a time
 *  it is not_supported, and nothing is written. */
void send_to_terminal(Executor& executor, const ForeignTerminal& terminal, Message message, MessageDone done);

/** Writes title and text, without what a terminal would act on. A terminal that takes nothing has had its share. */
Result<void> write_message(const std::string& path, const std::string& title, const std::string& text);

}  // namespace nta::host
