// Session's part in virtual channels: it makes the two ends, hands them out, and sees to it that neither side outlives
// the other unnoticed. What is said over a channel does not pass here, so the kernel's socket buffers bound it.
#include <fcntl.h>
#include <strings.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "session/process/session.h"

namespace nta::session {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

bool is_channel_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_channel_name &&
         std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7F; });
}

struct Ends {
  UniqueFd program, client, kept;
};

Result<Ends> make_ends(int type) {
  int pair[2];
  if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, pair) != 0)
    return fail(win32_from_errno(errno), "socketpair: {}", strerror(errno));
  Ends ends{UniqueFd(pair[0]), UniqueFd(pair[1]), {}};
  ends.kept.reset(fcntl(ends.client.get(), F_DUPFD_CLOEXEC, 0));
  if (!ends.kept) return fail(win32_from_errno(errno), "dup: {}", strerror(errno));
  return ends;
}

}  // namespace

Result<std::vector<Session::Offer>> Session::offers_of(const Attach& wanted) {
  if (wanted.channel_count > most_channels)
    return fail(Win32::invalid_parameter, "{} channels, {} are the most", wanted.channel_count, most_channels);
  std::vector<Offer> offers;
  for (uint32_t i = 0; wanted.channels && i < wanted.channel_count; ++i) {
    std::string_view name = text_or_empty(wanted.channels[i].name);
    if (!is_channel_name(name)) return fail(Win32::invalid_parameter, "'{}' is no name of a channel", name);
    if (std::ranges::any_of(offers, [&](const Offer& offer) { return same_name(offer.name, name); }))
      return fail(Win32::invalid_parameter, "channel {} is there twice", name);
    offers.push_back({std::string(name), wanted.channels[i].options | channel_initialized});
  }
  return offers;
}

Result<void> Session::open_channel(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<OpenChannel>(frame));
  NTA_TRY(Ticket ticket, take_ticket(peer, text_or_empty(wanted->ticket)));
  if (ticket.purpose != Purpose::channel) return fail(Win32::access_denied, "this ticket is not for a channel");
  std::string_view name = text_or_empty(wanted->name);
  bool client_is_coming = !client_ && expected_ && Clock::now() < expected_until_;
  if (!client_is_coming) return open_offered(peer, wanted->request, name);
  if (early_openers_.size() >= most_channels) return fail(Win32::busy, "{} wait already", most_channels);
  early_openers_.push_back({&peer, wanted->request, std::string(name)});
  return {};
}

Deadline Session::early_openers_deadline() const {
  return early_openers_.empty() ? Deadline() : Deadline(expected_until_);
}

void Session::answer_early_openers() {
  for (const EarlyOpener& each : std::exchange(early_openers_, {}))
    if (auto opened = open_offered(*each.program, each.request, each.name); !opened)
      each.program->send(Answer{each.request, nta::code(opened.error().code), opened.error().text.c_str()});
}

Result<void> Session::open_offered(Peer& program, uint32_t request, std::string_view name) {
  if (!client_)
    return fail(Win32::invalid_function, "session {} is shown at no terminal, so there is nobody to talk to",
                program_.session_id);
  auto offer = std::ranges::find_if(client_->offers, [&](const Offer& each) { return same_name(each.name, name); });
  if (offer == client_->offers.end())
    return fail(Win32::file_not_found, "the client of session {} serves no channel '{}'", program_.session_id, name);
  auto opened =
      std::ranges::find_if(channels_, [&](const OpenedChannel& each) { return each.offer.name == offer->name; });
  if (opened == channels_.end()) return connect_channel(program, request, *offer);
  if (opened->end || opened->next) return fail(Win32::busy, "channel {} is open already", offer->name);
  opened->next.emplace(&program, request);
  return {};
}

Result<void> Session::connect_channel(Peer& program, uint32_t request, const Offer& offer) {
  NTA_TRY(Ends ends, make_ends(offer.options & channel_shows_protocol ? SOCK_SEQPACKET : SOCK_STREAM));
  OpenedChannel channel{.number = ++last_channel_, .offer = offer, .end = std::move(ends.kept), .watch = 0, .next = {}};
  NTA_TRY(channel.watch,
          poller_.add(channel.end.get(), 0, [this, number = channel.number](uint32_t) { program_left(number); }));
  client_->peer->send(ServeChannel{channel.number, offer.name.c_str()}, std::move(ends.client));
  program.send(Channel{request, offer.options}, std::move(ends.program));
  program.send(Answer{request, 0, nullptr});
  channels_.push_back(std::move(channel));
  return {};
}

// The copy reports a hang-up when the last descriptor of the other end is closed.
void Session::program_left(uint32_t number) {
  auto channel = std::ranges::find(channels_, number, &OpenedChannel::number);
  if (channel == channels_.end() || !channel->end) return;
  cut(*channel);
  if (client_) client_->peer->send(ChannelClosed{number});
}

Result<void> Session::channel_ended(Peer& peer, const Frame& frame) {
  NTA_TRY(auto told, decode<ChannelEnded>(frame));
  if (!client_ || client_->peer != &peer) return {};
  auto found = std::ranges::find(channels_, told->channel, &OpenedChannel::number);
  if (found == channels_.end()) return {};
  OpenedChannel channel = std::move(*found);
  channels_.erase(found);
  cut(channel);
  if (!channel.next) return {};
  auto [program, request] = *channel.next;
  auto connected = connect_channel(*program, request, channel.offer);
  if (!connected) program->send(Answer{request, nta::code(connected.error().code), connected.error().text.c_str()});
  return {};
}

// What was written before can still be read at either end.
void Session::cut(OpenedChannel& channel) {
  if (!channel.end) return;
  poller_.remove(channel.watch, channel.end.get());
  ::shutdown(channel.end.get(), SHUT_RDWR);
  channel.end.reset();
}

void Session::end_channels() {
  for (OpenedChannel& channel : channels_) {
    cut(channel);
    if (!channel.next) continue;
    auto [program, request] = *channel.next;
    program->send(Answer{request, nta::code(Win32::invalid_function), "the session's terminal has left"});
  }
  channels_.clear();
}

void Session::forget_opener(const Peer& peer) {
  std::erase_if(early_openers_, [&](const EarlyOpener& each) { return each.program == &peer; });
  for (OpenedChannel& channel : channels_)
    if (channel.next && channel.next->first == &peer) channel.next.reset();
}

}  // namespace nta::session
