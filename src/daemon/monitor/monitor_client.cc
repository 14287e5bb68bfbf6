#include "daemon/monitor/monitor_client.h"

#include "base/log.h"
#include "ndr/decode.h"

namespace nta::daemon::monitor {
namespace {

constexpr std::chrono::seconds longest_answer{75};  // the monitor itself gives up a start after 60

}  // namespace

MonitorClient::MonitorClient(Channel channel, host::Executor& executor, std::function<void()> gone)
    : channel_(std::move(channel)), executor_(executor), gone_(std::move(gone)) {
  watch_ = executor_.watch(channel_.fd(), host::Executor::Wanted::read, [this] { read(); });
}

MonitorClient::Done MonitorClient::without_reply(host::Completion done) {
  return [done = std::move(done)](Result<Reply> reply) {
    done(reply ? Result<void>() : Result<void>(std::move(reply).error()));
  };
}

uint32_t MonitorClient::note(Done done, Patience patience) {
  if (++last_serial_ == 0) ++last_serial_;  // 0 asks for no answer
  uint32_t serial = last_serial_;
  auto late = [this, serial] { give(serial, fail(Win32::timeout, "the monitor does not answer")); };
  auto deadline = patience == Patience::endless ? nullptr : executor_.after(longest_answer, late);
  waiting_[serial] = {std::move(done), std::move(deadline)};
  return serial;
}

void MonitorClient::give(uint32_t serial, Result<Reply> outcome) {
  auto found = waiting_.extract(serial);
  if (found) found.mapped().done(std::move(outcome));
}

void MonitorClient::read() {
  auto message = channel_.receive();
  if (!message) {
    log::info("monitor-gone", "{}; this process ends, its sessions live on", message.error().text);
    watch_.reset();
    return gone_();
  }
  if (!*message) return;
  auto answer = ndr::decode<Answer>((*message)->body);
  uint32_t serial = (*message)->header.serial;
  if (!answer) return give(serial, std::move(answer).error());
  if (answer->value.code == 0) return give(serial, Reply{answer->value.number, text_at(answer->value.text)});
  give(serial, Error{static_cast<Win32>(answer->value.code), text_at(answer->value.text)});
}

}  // namespace nta::daemon::monitor
