#include "daemon/monitor/monitor_notices.h"

namespace nta::daemon::monitor {

namespace {

void show(MonitorClient& monitor, uid_t uid, std::string terminal, const host::Message& message,
          host::MessageDone done) {
  std::string title = host::cut_text(message.title, host::Message::longest_title);
  std::string text = host::cut_text(message.text, host::Message::longest_text);
  bool waits = terminal.empty() && message.wait == host::Message::Wait::for_answer;
  ShowNotice request{.uid = uid,
                     .style = message.style,
                     .seconds = message.seconds,
                     .wait = waits,
                     .title = title.data(),
                     .text = text.data(),
                     .terminal = terminal.empty() ? nullptr : terminal.data()};
  auto told = [done = std::move(done)](Result<MonitorClient::Reply> reply) {
    done(reply ? Result<uint32_t>(reply->number) : Result<uint32_t>(std::move(reply).error()));
  };
  auto patience = waits ? MonitorClient::Patience::endless : MonitorClient::Patience::bounded;
  monitor.ask(RequestKind::show_notice, request, -1, std::move(told), patience);
}

}  // namespace

void show_on_desktop(MonitorClient& monitor, uid_t uid, const host::Message& message, host::MessageDone done) {
  show(monitor, uid, "", message, std::move(done));
}

void write_to_terminal(MonitorClient& monitor, uid_t uid, const std::string& terminal, const host::Message& message,
                       host::Completion done) {
  show(monitor, uid, terminal, message, [done = std::move(done)](Result<uint32_t> written) {
    done(written ? Result<void>() : std::move(written).error());
  });
}

}  // namespace nta::daemon::monitor
