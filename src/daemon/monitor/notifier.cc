#include "daemon/monitor/notifier.h"

#include <fmt/core.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "daemon/loop_executor.h"
#include "daemon/privileges.h"
#include "host/messages/terminal_message.h"
#include "host/providers/desktop_messages.h"
#include "ndr/encode.h"

namespace nta::daemon::monitor {
namespace {

Result<void> become_user(uid_t uid) {
  NTA_TRY(Account account, find_account(uid));
  int error = become(account);
  if (error == 0) error = gain_nothing_more();
  if (error != 0) return fail(win32_from_errno(error), "cannot become '{}': {}", account.name, std::strerror(error));
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // whom the answer is for is gone with the monitor
  return {};
}

Result<uint32_t> ask_person(const ShowNotice& request, const std::string& runtime_root) {
  asio::io_context loop;
  LoopExecutor executor(loop);
  host::DesktopMessages messages(executor);
  Result<uint32_t> outcome = fail(Win32::timeout, "the desktop does not answer");
  host::Message message{.title = text_at(request.title),
                        .text = text_at(request.text),
                        .style = request.style,
                        .seconds = request.seconds,
                        .wait = request.wait ? host::Message::Wait::for_answer : host::Message::Wait::for_delivery};
  messages.send("unix:path=" + desktop_bus_path(runtime_root, request.uid), std::move(message),
                [&](Result<uint32_t> answer) {
                  outcome = std::move(answer);
                  loop.stop();
                });
  loop.run();
  return outcome;
}

Result<uint32_t> show(const ShowNotice& request, const std::string& runtime_root, const std::string& dev_root) {
  NTA_CHECK(become_user(request.uid));
  if (!request.terminal) return ask_person(request, runtime_root);
  auto path = fmt::format("{}/{}", dev_root, request.terminal);
  NTA_CHECK(host::write_message(path, text_at(request.title), text_at(request.text)));
  return 0;
}

}  // namespace

std::string desktop_bus_path(const std::string& runtime_root, uid_t uid) {
  return fmt::format("{}/{}/bus", runtime_root, uid);
}

int show_notice(const ShowNotice& request, const std::string& runtime_root, const std::string& dev_root,
                UniqueFd report) {
  auto outcome = show(request, runtime_root, dev_root);
  std::string text = outcome ? "" : outcome.error().text;
  Answer answer{outcome ? 0 : code(outcome.error().code), outcome ? *outcome : 0, text.data()};
  auto bytes = ndr::encode(answer);
  return bytes && write(report.get(), bytes->data(), bytes->size()) >= 0 ? 0 : 1;
}

}  // namespace nta::daemon::monitor
