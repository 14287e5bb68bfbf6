#include "api/client/signals.h"

#include "transport/signal_question.h"

namespace nta::client {

void ask_after_signals(bool (*may_go_on)()) { transport::ask_after_signals(may_go_on); }

}  // namespace nta::client
