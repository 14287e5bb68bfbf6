// Session's part in tscon: its client is told to go on with another session, and is only let go when it does.
#include "session/process/session.h"

namespace nta::session {

Result<void> Session::hand_over(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<HandOver>(frame));
  if (!client_) return fail(Win32::invalid_parameter, "session {} is shown at no terminal", program_.session_id);
  if (!client_->can_go_on)
    return fail(Win32::not_supported, "the client of session {} shows no other one", program_.session_id);
  if (client_->away) return fail(Win32::busy, "the terminal of session {} is being moved", program_.session_id);
  client_->away = true;
  client_->unwritten.clear();
  watch_client_terminal();
  handing_over_.emplace(&peer, wanted->request);
  client_->peer->send(GoOn{wanted->directory, wanted->ticket});
  return {};
}

Result<void> Session::gone_on(Peer& peer, const Frame& frame) {
  NTA_TRY(auto told, decode<GoneOn>(frame));
  if (!client_ || client_->peer != &peer || !client_->away) return {};
  answer_handing_over(static_cast<Win32>(told->code), text_or_empty(told->text));
  if (told->code == 0) {
    release_client(Parting::orderly);
    close_when_sent(peer);
    return {};
  }
  client_->away = false;  // it has put its terminal back as it was before: all is shown anew
  client_->renderer = {};
  client_->restoration.clear();
  client_->dirty = true;
  watch_client_terminal();
  return {};
}

void Session::answer_handing_over(Win32 code, std::string_view text) {
  if (!handing_over_) return;
  auto [asker, request] = *handing_over_;
  handing_over_.reset();
  std::string copy(text);
  asker->send(Answer{request, nta::code(code), copy.c_str()});
}

}  // namespace nta::session
