// What is asked of our own sessions.
#include <algorithm>

#include "host/providers/pty_place.h"

namespace nta::host {

std::shared_ptr<PtyProvider::Place> PtyProvider::place_of(const Session& session) const {
  auto found = places_.find(session.id.value);
  return found == places_.end() ? nullptr : found->second;
}

Result<std::shared_ptr<PtyProvider::Place>> PtyProvider::reached(const Session& session) const {
  auto place = place_of(session);
  if (place && place->link) return place;
  return fail(Win32::timeout, "the process of session {} cannot be reached", session.id.value);
}

void PtyProvider::disconnect(const Session& session, const std::string& why, Completion done) {
  auto place = reached(session);
  if (!place) return done(std::move(place).error());
  (*place)->link->disconnect(why, options_.answer, std::move(done));
}

void PtyProvider::message(const Session& session, Message message, MessageDone done) {
  auto place = reached(session);
  if (!place) return done(std::move(place).error());
  (*place)->link->message(message, options_.answer, std::move(done));
}

void PtyProvider::admit(const Session& session, Admission admission, Completion done) {
  constexpr size_t most_admitted = 64;
  auto found = reached(session);
  if (!found) return done(std::move(found).error());
  Place& place = **found;
  if (admission.purpose != Admission::Purpose::channel) {
    if (place.admitted.size() >= most_admitted)  // of those that never came
      std::erase_if(place.admitted, [&](const auto& each) {
        return !place.session || std::ranges::find(place.session->viewers, each.first) == place.session->viewers.end();
      });
    place.admitted[admission.pid] = admission.who;
  }
  place.link->admit(admission, options_.answer, std::move(done));
}

// Their states follow what was done: who asks next is to see it.
void PtyProvider::hand_over(const Session& from, const Session& to, const std::string& directory,
                            const std::string& ticket, Completion done) {
  auto from_place = reached(from), to_place = reached(to);
  for (const auto* each : {&from_place, &to_place})
    if (!*each) return done(each->error());
  auto source = *from_place, destination = *to_place;
  auto answer = options_.answer;
  auto told = [source, destination, answer, done = std::move(done)](Result<void> moved) mutable {
    if (!moved || !source->link || !destination->link) return done(std::move(moved));
    source->link->ask_state(answer, [destination, answer, done = std::move(done)](Result<void> asked) mutable {
      if (!asked || !destination->link) return done(std::move(asked));
      destination->link->ask_state(answer, std::move(done));
    });
  };
  source->link->hand_over(directory, ticket, answer, std::move(told));
}

void PtyProvider::stop_shadow(const Session& session, Completion done) {
  auto place = reached(session);
  if (!place) return done(std::move(place).error());
  (*place)->link->stop_shadow(options_.answer, std::move(done));
}

void PtyProvider::logoff(const Session& session, const std::string& why, Completion done) {
  auto place = place_of(session);
  if (!place) return done({});
  if (!place->link) return end_by_force(place, std::move(done));
  place->link->logoff(why, options_.longest_logoff,
                      alive_.guard([this, place, done = std::move(done)](Result<void> ended) mutable {
                        // Its connection broke: gone, as it was asked to be. Anything else that fails is a process out
                        // of order.
                        if (!ended && !place->process_gone(options_.proc_root))
                          return end_by_force(place, std::move(done));
                        hide(place);
                        done({});
                      }));
}

void PtyProvider::end_by_force(const std::shared_ptr<Place>& place, Completion done) {
  ender_.end(SessionId{place->id}, SessionEnder::From::hang_up,
             alive_.guard([this, place, done = std::move(done)](Result<void> ended) {
               if (ended) {
                 drop_link(*place);
                 clear_away(*place);
                 remove(place);
               }
               done(std::move(ended));
             }));
}

}  // namespace nta::host
