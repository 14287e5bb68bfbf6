#include "host/providers/pty_link.h"

#include <poll.h>

#include <array>
#include <cerrno>

#include "base/log.h"
#include "session/protocol/endpoint.h"

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77  // Linux 6.5; the headers of Debian 12 lack it
#endif

namespace nta::host {
namespace {

// One turn reads this much of one session at most: a babbling one must not keep the others waiting.
constexpr int most_reads = 4;
// Of one session at a time. A session keeps as many boxes as half of the messages, each of which may be two requests;
// what ends and disconnects it finds room beside messages that nobody answers.
constexpr size_t most_asked_for_messages = 128;
constexpr size_t most_asked = 2 * most_asked_for_messages;

Error too_many() { return fail(Win32::busy, "too much is asked of the session already"); }

// What a session of an earlier release says of a request that it does not know is of no use to people.
std::string explained(Win32 code, std::string_view text) {
  constexpr std::string_view unknown = "this session does not know message";
  if (code != Win32::not_supported || !text.starts_with(unknown)) return std::string(text);
  return "the session was begun by an earlier release, which cannot do this; one that is begun now can";
}

Result<UniqueFd> process_of_peer(int socket, const std::string& directory) {
  int process = -1;
  socklen_t size = sizeof process;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERPIDFD, &process, &size) == 0) return UniqueFd(process);
  if (errno == ENOPROTOOPT) return UniqueFd();
  return fail(win32_from_errno(errno), "{}: the process that listened has ended (errno {})", directory, errno);
}

}  // namespace

Result<std::unique_ptr<PtyLink>> PtyLink::open(Executor& executor, const std::string& directory, Events events) {
  NTA_TRY(UniqueFd socket, session::connect_to(directory, session::Blocking::no));
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
    return fail(win32_from_errno(errno), "{}: the peer is not known (errno {})", directory, errno);
  NTA_TRY(UniqueFd process, process_of_peer(socket.get(), directory));
  std::unique_ptr<PtyLink> link(new PtyLink(executor, std::move(socket), peer, std::move(process), std::move(events)));
  NTA_CHECK(link->send(session::Hello{.role = static_cast<uint32_t>(session::Role::daemon)}));
  NTA_CHECK(link->send(session::GetState{}));
  return link;
}

PtyLink::PtyLink(Executor& executor, UniqueFd socket, const ucred& peer, UniqueFd process, Events events)
    : executor_(executor),
      socket_(std::move(socket)),
      peer_(peer),
      process_(std::move(process)),
      events_(std::move(events)) {
  watch_ = executor_.watch(socket_.get(), Executor::Wanted::read, [this] { read(); });
}

bool PtyLink::peer_has_ended() const {
  pollfd ended{process_.get(), POLLIN, 0};
  return process_ && poll(&ended, 1, 0) != 0;
}

// Requests are few and small: a session that leaves them unread until the socket is full is stuck. One of which a part
// went cannot be taken back: the connection ends, which read() sees, as it does that of a session that has gone.
template <class Message>
Result<void> PtyLink::send(const Message& message) {
  Bytes bytes;
  NTA_CHECK(session::append(bytes, message));
  ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count < 0 && errno == EAGAIN)
    return fail(Win32::busy, "the process of the session does not read what it is asked");
  if (count >= 0 && static_cast<size_t>(count) < bytes.size()) shutdown(socket_.get(), SHUT_RDWR);
  return {};
}

template <class Message>
void PtyLink::request(Message message, Executor::Duration deadline, Completion done) {
  if (requests_.size() >= most_asked) return done(too_many());
  message.request = ++last_request_;
  if (auto sent = send(message); !sent) return done(std::move(sent).error());
  auto told = [done = std::move(done)](Result<uint32_t> outcome) {
    done(outcome ? Result<void>() : Result<void>(std::move(outcome).error()));
  };
  auto late = [this, number = message.request] {
    settle(number, fail(Win32::timeout, "the process of the session does not answer"));
  };
  requests_.emplace(message.request, Request{std::move(told), executor_.after(deadline, late)});
}

void PtyLink::ask_state(Executor::Duration deadline, Completion done) {
  request(session::GetState{}, deadline, std::move(done));
}

void PtyLink::disconnect(const std::string& why, Executor::Duration deadline, Completion done) {
  request(session::Disconnect{.text = why.c_str()}, deadline,
          [this, deadline, done = std::move(done)](Result<void> answer) mutable {
            if (!answer) return done(std::move(answer));
            ask_state(deadline, std::move(done));
          });
}

void PtyLink::logoff(const std::string& why, Executor::Duration deadline, Completion done) {
  request(session::Logoff{.text = why.c_str()}, deadline, std::move(done));
}

void PtyLink::admit(const Admission& admission, Executor::Duration deadline, Completion done) {
  request(session::Admit{.uid = admission.uid,
                         .pid = static_cast<uint32_t>(admission.pid),
                         .purpose = static_cast<uint32_t>(admission.purpose),
                         .ask_seconds = admission.ask_seconds,
                         .ticket = admission.ticket.c_str(),
                         .who = admission.who.c_str()},
          deadline, std::move(done));
}

void PtyLink::hand_over(const std::string& directory, const std::string& ticket, Executor::Duration deadline,
                        Completion done) {
  request(session::HandOver{.directory = directory.c_str(), .ticket = ticket.c_str()}, deadline, std::move(done));
}

void PtyLink::stop_shadow(Executor::Duration deadline, Completion done) {
  request(session::StopShadow{}, deadline, std::move(done));
}

// Nobody is waited for: then the next answer to anything says that the box, sent before it, was taken or refused.
// The session counts the time of a box; one that does not is not waited for longer (docs/rulings.md 7).
void PtyLink::message(const Message& message, Executor::Duration deadline, MessageDone done) {
  if (requests_.size() >= most_asked_for_messages) return done(too_many());
  uint32_t number = ++last_request_;
  auto sent = send(session::ShowBox{.request = number,
                                    .style = message.style,
                                    .seconds = message.seconds,
                                    .title = message.title.c_str(),
                                    .text = message.text.c_str()});
  if (!sent) return done(std::move(sent).error());
  if (message.wait == Message::Wait::for_answer) {
    RegistrationPtr late;
    if (message.seconds > 0)
      late = executor_.after(std::chrono::seconds(message.seconds) + deadline,
                             [this, number] { settle(number, answer_timeout); });
    requests_.emplace(number, Request{std::move(done), std::move(late)});
    return;
  }
  auto refusal = std::make_shared<std::optional<Error>>();
  requests_.emplace(number, Request{[refusal](Result<uint32_t> outcome) {
                                      if (!outcome) *refusal = std::move(outcome).error();
                                    },
                                    nullptr});
  ask_state(deadline, [this, number, refusal, done = std::move(done)](Result<void> answered) {
    requests_.erase(number);
    if (*refusal) return done(**refusal);
    done(answered ? Result<uint32_t>(answer_not_waited_for) : Result<uint32_t>(std::move(answered).error()));
  });
}

void PtyLink::read() {
  std::array<std::byte, 16384> part;
  for (int i = 0; i < most_reads; ++i) {
    ssize_t count = recv(socket_.get(), part.data(), part.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return lose();
    reader_.append(ByteView(part).first(static_cast<size_t>(count)));
    auto alive = alive_.watch();
    for (;;) {
      auto more = take_frame();
      if (!alive) return;
      if (!more) log::debug("session-babble", "process {}: {}", peer_.pid, more.error().text);
      if (!more) return lose();
      if (!*more) break;
    }
    if (static_cast<size_t>(count) < part.size()) return;  // all there was
  }
}

Result<bool> PtyLink::take_frame() {
  NTA_TRY(auto frame, reader_.next());
  if (!frame) return false;
  NTA_CHECK(understand(*frame));
  return true;
}

Result<void> PtyLink::understand(const session::Frame& frame) {
  using session::MessageType;
  if (frame.type == MessageType::state) {
    NTA_TRY(auto state, session::decode<session::State>(frame));
    auto alive = alive_.watch();
    events_.state(state.value);
    if (alive) settle(state->request, 0u);
  } else if (frame.type == MessageType::answer) {
    NTA_TRY(auto answer, session::decode<session::Answer>(frame));
    auto code = static_cast<Win32>(answer->code);
    Result<uint32_t> outcome = 0u;
    if (code != Win32::success) outcome = Error{code, explained(code, session::text_or_empty(answer->text))};
    settle(answer->request, std::move(outcome));
  } else if (frame.type == MessageType::box_answered) {
    NTA_TRY(auto answered, session::decode<session::BoxAnswered>(frame));
    settle(answered->request, answered->response);
  }
  return {};
}

void PtyLink::settle(uint32_t request, Result<uint32_t> outcome) {
  auto found = requests_.extract(request);
  if (found) found.mapped().done(std::move(outcome));
}

// The owner abandons what is still asked, once it has understood what the end of the session means.
void PtyLink::lose() {
  watch_.reset();
  auto lost = std::exchange(events_.lost, nullptr);
  lost();
}

void PtyLink::abandon() {
  watch_.reset();
  for (auto& [number, request] : std::exchange(requests_, {}))
    request.done(fail(Win32::broken_pipe, "the process of the session went away"));
}

}  // namespace nta::host
