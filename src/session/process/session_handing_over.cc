// Session's part in tscon: its client is told to go on with another session, and is only let go when it does.
#include "session/process/session.h"

namespace nta::session {
namespace {

// Shorter than the daemon waits for its answer, longer than the ticket for the other session is good: once it is said
// that the terminal was not moved, it is not moved.
constexpr auto time_to_go_on = std::chrono::seconds(8);

}  // namespace

Result<void> Session::hand_over(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<HandOver>(frame));
  if (!client_) return fail(Win32::invalid_parameter, "session {} is shown at no terminal", program_.session_id);
  if (!client_->can_go_on)
    return fail(Win32::not_supported, "the client of session {} shows no other one", program_.session_id);
  if (client_->away_until) return fail(Win32::busy, "the terminal of session {} is being moved", program_.session_id);
  client_->away_until = Clock::now() + time_to_go_on;
  client_->unwritten.clear();
  watch_client_terminal();
  handing_over_.emplace(&peer, wanted->request);
  client_->peer->send(GoOn{wanted->directory, wanted->ticket});
  return {};
}

Result<void> Session::gone_on(Peer& peer, const Frame& frame) {
  NTA_TRY(auto told, decode<GoneOn>(frame));
  if (!client_ || client_->peer != &peer || !client_->away_until) return {};
  answer_handing_over(static_cast<Win32>(told->code), text_or_empty(told->text));
  if (told->code == 0) {
    release_client(Parting::orderly);
    close_when_sent(peer);
    return {};
  }
  client_->away_until.reset();  // it has put its terminal back as it was before: all is shown anew
  client_->renderer = {};
  client_->restoration.clear();
  client_->dirty = true;
  watch_client_terminal();
  return {};
}

// Its terminal may be put back or half shown elsewhere by now: only a client that comes anew is shown this session.
void Session::give_up_handing_over() {
  answer_handing_over(Win32::timeout, "the process at its terminal does not answer");
  drop_client(DetachReason::disconnected, "was disconnected: its terminal was to be moved, and did not answer");
}

void Session::answer_handing_over(Win32 code, std::string_view text) {
  if (!handing_over_) return;
  auto [asker, request] = *handing_over_;
  handing_over_.reset();
  std::string copy(text);
  asker->send(Answer{request, nta::code(code), copy.c_str()});
}

}  // namespace nta::session
