// Session's viewers: terminals that look on while its client works, let in by tickets that the daemon announced, and
// agreed to by the person at the session where the ticket says so.
#include <algorithm>
#include <utility>

#include "session/process/session.h"

namespace nta::session {
namespace {

constexpr size_t most_tickets = 32;
constexpr auto time_to_come = std::chrono::seconds(30);
constexpr auto time_to_come_from_elsewhere = std::chrono::seconds(7);  // of a terminal that is moved: see hand_over()
constexpr uint32_t yes_or_no = 0x04 | 0x20 | 0x100;                    // MB_YESNO, a question, No is where Enter goes

}  // namespace

bool Session::expects(uid_t uid) const {
  return std::ranges::any_of(tickets_, [uid](const Ticket& ticket) { return ticket.uid == uid; });
}

Result<void> Session::admit(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<Admit>(frame));
  if (wanted->purpose > static_cast<uint32_t>(Purpose::channel))
    return fail(Win32::not_supported, "this session knows no purpose {}", wanted->purpose);
  // It has no terminal: whoever took it over is not to look on and type by its own word alone.
  if (wanted->uid == program_.daemon_uid && wanted->uid != getuid())
    return fail(Win32::access_denied, "uid {} is the daemon's, which is shown no session", wanted->uid);
  std::erase_if(tickets_, [](const Ticket& ticket) { return ticket.good_until <= Clock::now(); });
  if (tickets_.size() >= most_tickets) return fail(Win32::busy, "{} are expected already", tickets_.size());
  std::string secret(text_or_empty(wanted->ticket));
  if (secret.empty()) return fail(Win32::invalid_parameter, "an empty ticket");
  auto purpose = static_cast<Purpose>(wanted->purpose);
  auto good_for = purpose == Purpose::attach ? time_to_come_from_elsewhere : time_to_come;
  tickets_.push_back({.secret = std::move(secret),
                      .who = std::string(text_or_empty(wanted->who)),
                      .uid = wanted->uid,
                      .pid = static_cast<pid_t>(wanted->pid),
                      .purpose = purpose,
                      .ask_seconds = wanted->ask_seconds,
                      .good_until = Clock::now() + good_for});
  peer.send(Answer{wanted->request, 0, nullptr});
  return {};
}

Result<Session::Ticket> Session::take_ticket(const Peer& peer, std::string_view secret) {
  auto found = std::ranges::find_if(tickets_, [&](const Ticket& ticket) {
    return ticket.secret == secret && ticket.uid == peer.uid() && ticket.pid == peer.pid();
  });
  if (found == tickets_.end() || found->good_until <= Clock::now())
    return fail(Win32::access_denied, "process {} was not announced to session {}", peer.pid(), program_.session_id);
  Ticket ticket = std::move(*found);
  tickets_.erase(found);
  return ticket;
}

Result<void> Session::shadow(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<Shadow>(frame));
  NTA_TRY(Ticket ticket, take_ticket(peer, text_or_empty(wanted->ticket)));
  if (ticket.purpose != Purpose::view && ticket.purpose != Purpose::control)
    return fail(Win32::access_denied, "this ticket is not to look on");
  if (exited_ || logoff_) return fail(Win32::ctx_close_pending, "session {} is ending", program_.session_id);
  if (viewer_of(peer) || (client_ && client_->peer == &peer))
    return fail(Win32::invalid_parameter, "this client shows session {} already", program_.session_id);
  if (descends_from(peer.pid(), getpid()))
    return fail(Win32::ctx_shadow_invalid, "session {} cannot be shown inside itself", program_.session_id);
  if (!client_) return fail(Win32::ctx_shadow_invalid, "session {} is shown at no terminal", program_.session_id);
  if (viewers_.size() >= most_viewers)
    return fail(Win32::busy, "{} look on in session {} already", viewers_.size(), program_.session_id);
  auto viewer = std::make_unique<Viewer>();
  viewer->peer = &peer;
  viewer->request = wanted->request;
  viewer->may_type = ticket.purpose == Purpose::control;
  viewer->renderer.set_view(terminal::clamped(wanted->rows, wanted->columns));
  if (ticket.ask_seconds > 0) NTA_CHECK(ask_person(*viewer, ticket));
  viewers_.push_back(std::move(viewer));
  if (ticket.ask_seconds == 0) begin_viewing(*viewers_.back());
  return {};
}

Result<void> Session::ask_person(Viewer& viewer, const Ticket& ticket) {
  NTA_TRY(BoxStyle style, box_style(yes_or_no));
  auto text = fmt::format(
      "{} asks to {} your session. Do you agree? Choose with the arrow keys, wait a second and press Enter; or click.",
      ticket.who, viewer.may_type ? "see and control" : "see");
  Deadline deadline = Clock::now() + std::chrono::seconds(ticket.ask_seconds);
  NTA_CHECK(boxes_.ask(*viewer.peer, MessageBox(style, "Remote control request", text, MessageBox::Pressing::by_choice),
                       deadline, [this, peer = viewer.peer](Answered answer) { person_answered(*peer, answer); }));
  box_changed();
  return {};
}

void Session::person_answered(const Peer& peer, Answered answer) {
  Viewer* viewer = viewer_of(peer);
  if (!viewer) return;
  if (answer == Answered::yes) return begin_viewing(*viewer);
  std::string text = fmt::format("the person at session {} {}", program_.session_id,
                                 answer == Answered::timeout ? "did not answer" : "does not agree");
  viewer->peer->send(Answer{viewer->request, nta::code(Win32::ctx_shadow_denied), text.c_str()});
  Peer& asker = *viewer->peer;
  std::erase_if(viewers_, [&](const auto& each) { return each->peer == &asker; });
  close_when_sent(asker);
}

void Session::begin_viewing(Viewer& viewer) {
  viewer.agreed = true;
  viewer.dirty = true;
  viewer.peer->send(Answer{viewer.request, 0, nullptr});
  state_changed();
}

Session::Viewer* Session::viewer_of(const Peer& peer) {
  auto found = std::ranges::find_if(viewers_, [&](const auto& each) { return each->peer == &peer; });
  return found == viewers_.end() ? nullptr : found->get();
}

// The client's statistics and idle time are its own. A question whether someone may look on is not for viewers to
// answer.
void Session::typed_by_viewer(Viewer& viewer, std::string_view keys) {
  if (!viewer.agreed || !viewer.may_type || boxes_.is_asking()) return;
  viewer.typing = true;
  if (boxes_.empty()) return type(keys);
  boxes_.input(keys, terminal_.size(), Clock::now());
  box_changed();
}

Deadline Session::Viewer::deadline() const {
  if (!agreed || !dirty || peer->closing || peer->unsent() > 0) return {};
  return typing ? Clock::time_point() : next_frame;
}

Deadline Session::viewers_deadline() const {
  Deadline deadline;
  for (const auto& viewer : viewers_) deadline = earlier(deadline, viewer->deadline());
  return deadline;
}

void Session::render_viewers(Clock::time_point due_by) {
  for (auto& viewer : viewers_) {
    Deadline due = viewer->deadline();
    if (!due || *due > due_by) continue;
    if (std::string out = frame_of(*viewer); !out.empty()) viewer->peer->send_raw(MessageType::output, out);
  }
}

// What was sent last goes out with settle_peers.
void Session::end_viewer(const Peer& peer, DetachReason reason, std::string_view text) {
  Viewer* viewer = viewer_of(peer);
  if (!viewer) return;
  Peer& gone = *viewer->peer;
  std::string copy(text);
  if (viewer->agreed)
    gone.send(Detached{static_cast<uint32_t>(reason), copy.c_str()});
  else
    gone.send(Answer{viewer->request, nta::code(Win32::ctx_shadow_invalid), copy.c_str()});
  forget_viewer(gone);
  close_when_sent(gone);
}

void Session::end_viewers(DetachReason reason, std::string_view text) {
  while (!viewers_.empty()) end_viewer(*viewers_.back()->peer, reason, text);
}

void Session::forget_viewer(const Peer& peer) {
  if (std::erase_if(viewers_, [&](const auto& each) { return each->peer == &peer; }) == 0) return;
  boxes_.forget(peer);
  box_changed();
  state_changed();
}

Result<void> Session::stop_shadow(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<StopShadow>(frame));
  if (viewers_.empty())
    return fail(Win32::ctx_shadow_not_running, "nobody looks on in session {}", program_.session_id);
  end_viewers(DetachReason::disconnected, "looking on was ended by an administrator");
  peer.send(Answer{wanted->request, 0, nullptr});
  return {};
}

}  // namespace nta::session
