// Session: one terminal session. Owns the PTY, the terminal state, the peers, and the log-off.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "session/process/box_queue.h"
#include "session/process/logging_off.h"
#include "session/process/peer.h"
#include "session/process/poller.h"
#include "session/process/program.h"
#include "session/protocol/channel_messages.h"
#include "session/terminal/renderer.h"

namespace nta::session {

class Session {
 public:
  Session(Poller& poller, const Program& program, RunningProgram running, UniqueFd listener, UniqueFd signals);

  /** Serves until the program has ended, or all of the session is logged off, and everyone was told. */
  Result<void> run();

 private:
  /** One terminal that shows the session, and what it was shown. */
  struct View {
    Peer* peer = nullptr;
    terminal::Renderer renderer;
    std::string restoration;
    Clock::time_point next_frame;
    bool dirty = true;    // shows less than the terminal has
    bool typing = false;  // it sent input since its last frame: the answer does not wait
    uint64_t bytes_in = 0, bytes_out = 0;
    uint32_t frames_in = 0, frames_out = 0;
  };

  /** A virtual channel that the client announced. */
  struct Offer {
    std::string name;
    uint32_t options = 0;
  };

  /** One that a program has open, or had: its name is free again when what serves it at the client has ended. */
  struct OpenedChannel {
    uint32_t number = 0;
    Offer offer;
    UniqueFd end;  // a copy of the client's; none once the program has closed its own
    Poller::Watch watch = 0;
    std::optional<std::pair<Peer*, uint32_t>> next;  // who opens it again, and the request to answer
  };

  /** A program that was quicker than the client which the session was made for. */
  struct EarlyOpener {
    Peer* program;
    uint32_t request;
    std::string name;
  };

  /** The attach client. */
  struct Client : View {
    Client();
    UniqueFd direct;  // its terminal, where the session serves it itself
    Poller::Watch direct_watch = 0;
    uint32_t direct_watched = 0;
    std::string unwritten;  // of the last frame
    std::optional<char> detach_key;
    /** It has not taken the last frame yet. */
    bool behind() const { return direct ? !unwritten.empty() : peer->unsent() > 0; }
    bool can_go_on = false;
    Deadline away_until;  // its terminal is being handed over, for so long at most
    std::string terminal, tty, name, address;
    uint32_t protocol = 0;
    std::vector<Offer> offers;
  };

  /** Another that looks on: relayed, in a size of its own. */
  struct Viewer : View {
    uint32_t request = 0;  // to be answered when the person has agreed
    bool agreed = false;
    bool may_type = false;
    Deadline deadline() const;
  };

  /** What the daemon told to let in. */
  struct Ticket {
    std::string secret, who;
    uid_t uid = 0;
    pid_t pid = 0;
    Purpose purpose{};
    uint32_t ask_seconds = 0;
    Clock::time_point good_until;
  };

  struct Request;

  // session_direct.cc: a client's terminal without the client between
  void serve_directly(UniqueFd terminal, uint32_t detach_key);
  void on_client_terminal(uint32_t events);
  void write_client_terminal();
  void watch_client_terminal();
  void typed_by_client(std::string_view keys);
  enum class Parting { orderly, broken };
  void release_client(Parting parting);

  // session_handing_over.cc: the client's terminal goes to another session
  Result<void> hand_over(Peer& peer, const Frame& frame);
  Result<void> gone_on(Peer& peer, const Frame& frame);
  void give_up_handing_over();
  void answer_handing_over(Win32 code, std::string_view text);

  // session_channels.cc: virtual channels
  static Result<std::vector<Offer>> offers_of(const Attach& wanted);
  Result<void> open_channel(Peer& peer, const Frame& frame);
  Result<void> channel_ended(Peer& peer, const Frame& frame);
  Result<void> open_offered(Peer& program, uint32_t request, std::string_view name);
  Result<void> connect_channel(Peer& program, uint32_t request, const Offer& offer);
  void answer_early_openers();
  Deadline early_openers_deadline() const;
  void program_left(uint32_t number);
  void cut(OpenedChannel& channel);
  void end_channels();
  void forget_opener(const Peer& peer);

  // session_viewers.cc: those that look on
  bool expects(uid_t uid) const;
  Result<Ticket> take_ticket(const Peer& peer, std::string_view secret);
  Result<void> admit(Peer& peer, const Frame& frame);
  Result<void> shadow(Peer& peer, const Frame& frame);
  Result<void> stop_shadow(Peer& peer, const Frame& frame);
  Result<void> ask_person(Viewer& viewer, const Ticket& ticket);
  void person_answered(const Peer& peer, Answered answer);
  void begin_viewing(Viewer& viewer);
  void typed_by_viewer(Viewer& viewer, std::string_view keys);
  Viewer* viewer_of(const Peer& peer);
  void render_viewers(Clock::time_point due_by);
  void forget_viewer(const Peer& peer);
  void end_viewer(const Peer& peer, DetachReason reason, std::string_view text);
  void end_viewers(DetachReason reason, std::string_view text);
  Deadline viewers_deadline() const;

  // session.cc: terminal and life
  void on_terminal(uint32_t events);
  void on_signal();
  void reap();
  void type(std::string_view bytes);
  void write_input();
  void render();
  std::string frame_of(View& view);
  void screen_changed();
  Deadline frame_deadline() const;
  void serve();
  bool is_over() const;
  Deadline next_deadline() const;
  void on_deadlines();
  void start_logoff();
  void tick_logoff();
  void finish();

  // session_requests.cc: what peers say
  static const Request requests[];
  static bool may_come_from(const Request& request, const Peer& peer);
  bool may_be_made_by(const Request& request, const Peer& peer) const;
  void handle(Peer& peer, const Frame& frame);
  Result<void> hello(Peer& peer, const Frame& frame);
  Result<void> attach(Peer& peer, const Frame& frame);
  Result<void> input(Peer& peer, const Frame& frame);
  Result<void> resize(Peer& peer, const Frame& frame);
  Result<void> detach(Peer& peer, const Frame& frame);
  Result<void> get_state(Peer& peer, const Frame& frame);
  Result<void> disconnect(Peer& peer, const Frame& frame);
  Result<void> logoff(Peer& peer, const Frame& frame);
  Result<void> capture(Peer& peer, const Frame& frame);
  Result<void> show_box(Peer& peer, const Frame& frame);
  Result<void> run_beside(Peer& peer, const Frame& frame);
  void box_changed();
  void set_size(uint32_t rows, uint32_t columns);
  void drop_client(DetachReason reason, std::string_view text);

  // session_peers.cc: connections, and what their peers are told
  static constexpr size_t most_peers = 32;
  void on_connection();
  void on_peer(Peer& peer, uint32_t events);
  bool admits(uid_t uid) const;
  void close_when_sent(Peer& peer);
  void close(Peer& peer);
  void update(Peer& peer);
  void send_state(Peer& peer, uint32_t request);
  void state_changed();
  void connection_changed();
  static uint32_t wanted_events(const Peer& peer);
  /** At the end of a turn: sends what was queued for peers in it, and watches for what each may say now. */
  void settle_peers();
  void settle(Peer& peer);

  Poller& poller_;
  Program program_;
  UniqueFd pty_;
  UniqueFd pty_kept_open_;
  std::string tty_;
  pid_t program_pid_ = 0;
  UniqueFd listener_;
  UniqueFd signals_;
  Poller::Watch pty_watch_ = 0, listener_watch_ = 0, signals_watch_ = 0;
  bool pty_writes_ = false;  // waits to take more input

  terminal::Terminal terminal_;
  std::string keys_;  // input that the PTY did not take yet
  std::vector<std::unique_ptr<Peer>> peers_;
  std::vector<std::unique_ptr<Peer>> gone_;  // closed in this turn; code above us may still hold them
  std::optional<Client> client_;
  std::vector<std::unique_ptr<Viewer>> viewers_;
  std::vector<Ticket> tickets_;
  std::vector<OpenedChannel> channels_;
  uint32_t last_channel_ = 0;
  std::vector<EarlyOpener> early_openers_;
  std::optional<std::pair<Peer*, uint32_t>> handing_over_;  // who asked, and the request to answer
  BoxQueue boxes_;
  std::optional<LoggingOff> logoff_;
  std::vector<std::pair<Peer*, uint32_t>> logoff_asked_;  // who, and the request to answer
  std::string why_logged_off_;                            // what who asked first said

  FileTime logon_time_ = filetime_now();
  FileTime connect_time_ = 0, disconnect_time_ = 0, last_input_time_ = 0;
  Parting parting_ = Parting::orderly;  // of the last client
  std::string last_client_address_;
  FileTime input_told_ = 0;
  std::string title_told_;
  bool exited_ = false;
  uint32_t exit_status_ = 0;
  bool pty_ended_ = false;
  bool logged_off_ = false;
  bool expected_ = true;  // the client that the session was made for is still to come
  Clock::time_point expected_until_;
};

}  // namespace nta::session
