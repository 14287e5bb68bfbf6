#include "daemon/monitor/monitor_notices.h"

namespace nta::daemon::monitor {

void show_on_desktop(MonitorClient& monitor, uid_t uid, const host::Message& message, host::MessageDone done) {
  std::string title = host::cut_text(message.title, host::Message::longest_title);
  std::string text = host::cut_text(message.text, host::Message::longest_text);
  bool waits = message.wait == host::Message::Wait::for_answer;
  ShowNotice request{.uid = uid,
                     .style = message.style,
                     .seconds = message.seconds,
                     .wait = waits,
                     .title = title.data(),
                     .text = text.data()};
  auto told = [done = std::move(done)](Result<MonitorClient::Reply> reply) {
    done(reply ? Result<uint32_t>(reply->number) : Result<uint32_t>(std::move(reply).error()));
  };
  auto patience = waits ? MonitorClient::Patience::endless : MonitorClient::Patience::bounded;
  monitor.ask(RequestKind::show_notice, request, -1, std::move(told), patience);
}

}  // namespace nta::daemon::monitor
