#include "transport/resolve.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <thread>

#include "base/types.h"

namespace nta::transport {
namespace {

constexpr int most_questions = 32;  // threads that wait for the resolver
std::atomic<int> questions = 0;

/** What one thread asks and another waits for; it goes with the last of the two. */
struct Question {
  std::string host;
  std::string service;
  Resolver resolver;
  UniqueFd answered;  // an eventfd, readable once `error` and `list` are there
  int error = EAI_AGAIN;
  int system_error = 0;
  Addresses list;

  void ask(int flags) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    // Without AI_ADDRCONFIG: it hides 127.0.0.1 on a machine whose other addresses are all of IPv6.
    hints.ai_flags = AI_NUMERICSERV | flags;
    addrinfo* found = nullptr;
    error = resolver(host.c_str(), service.c_str(), &hints, &found);
    system_error = errno;
    list.reset(error == 0 ? found : nullptr);
  }
};

Result<Addresses> answer_of(Question& question) {
  if (question.error == 0) return std::move(question.list);
  const char* why =
      question.error == EAI_SYSTEM ? std::strerror(question.system_error) : ::gai_strerror(question.error);
  return fail(Win32::rpc_server_unavailable, "no address is known for '{}': {}", question.host, why);
}

void ask_in_thread(const std::shared_ptr<Question>& question) {
  question->ask(0);
  --questions;
  uint64_t one = 1;
  // The counter of this eventfd is 0: it takes the write.
  [[maybe_unused]] auto written = ::write(question->answered.get(), &one, sizeof one);
}

/** Signals go to the program's own threads. */
Result<void> start_thread(std::shared_ptr<Question> question) {
  if (++questions > most_questions) {
    --questions;
    return fail(Win32::rpc_server_unavailable, "'{}': {} names wait for the resolver already", question->host,
                most_questions);
  }
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  Result<void> started;
  try {
    std::thread([question] { ask_in_thread(question); }).detach();
  } catch (const std::system_error& error) {
    --questions;
    started = fail(Win32::no_system_resources, "no thread to look '{}' up: {}", question->host, error.what());
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return started;
}

}  // namespace

Result<Addresses> look_up(const std::string& host, uint16_t port, const Wait& wait, Resolver resolver) {
  auto question = std::make_shared<Question>();
  question->host = host;
  question->service = std::to_string(port);
  question->resolver = resolver;
  question->ask(AI_NUMERICHOST);
  if (question->error == 0) return std::move(question->list);

  question->answered.reset(::eventfd(0, EFD_CLOEXEC));
  if (!question->answered) return fail(win32_from_errno(errno), "eventfd: {}", std::strerror(errno));
  NTA_CHECK(start_thread(question));
  auto waited = wait_until(question->answered.get(), POLLIN, wait);
  if (!waited && waited.error().code == Win32::timeout)
    return fail(Win32::rpc_server_unavailable, "no address is known for '{}': the resolver has not answered in time",
                host);
  NTA_CHECK(std::move(waited));
  uint64_t count = 0;
  if (::read(question->answered.get(), &count, sizeof count) < 0)
    return fail(win32_from_errno(errno), "eventfd: {}", std::strerror(errno));
  return answer_of(*question);
}

}  // namespace nta::transport
