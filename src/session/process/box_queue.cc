#include "session/process/box_queue.h"

#include <algorithm>

namespace nta::session {

Result<void> BoxQueue::add(Peer& asker, uint32_t request, MessageBox box, Deadline deadline) {
  return add(Waiting{&asker, request, std::move(box), deadline, {}});
}

Result<void> BoxQueue::ask(Peer& asker, MessageBox box, Deadline deadline, std::function<void(Answered)> told) {
  return add(Waiting{&asker, 0, std::move(box), deadline, std::move(told)});
}

// Messages have been there for days; somebody waits for the answer to a question.
Result<void> BoxQueue::add(Waiting waiting) {
  if (boxes_.size() >= most) return fail(Win32::busy, "{} messages wait in this session already", boxes_.size());
  auto place =
      waiting.told ? std::ranges::find_if(boxes_, [](const Waiting& each) { return !each.told; }) : boxes_.end();
  boxes_.insert(place, std::move(waiting));
  return {};
}

void BoxQueue::front_is_shown(Clock::time_point now) {
  if (boxes_.empty() || boxes_.front().takes_input_from) return;
  boxes_.front().takes_input_from = is_asking() ? now + time_to_see : now;
}

bool BoxQueue::input(std::string_view bytes, terminal::Size screen, Clock::time_point now) {
  Deadline& from = boxes_.front().takes_input_from;
  if (is_asking()) {
    if (!from) return false;
    auto takes_from = std::exchange(*from, now + time_to_see);
    if (now < takes_from) return false;
  }
  auto pressed = boxes_.front().box.input(bytes, screen);
  if (!pressed) return false;
  answer(boxes_.front(), *pressed);
  boxes_.pop_front();
  return true;
}

bool BoxQueue::end_late(Clock::time_point now) {
  bool front_ended = false;
  for (size_t i = boxes_.size(); i-- > 0;) {
    if (!boxes_[i].deadline || *boxes_[i].deadline > now) continue;
    answer(boxes_[i], Answered::timeout);
    boxes_.erase(boxes_.begin() + static_cast<std::ptrdiff_t>(i));
    front_ended = i == 0;
  }
  return front_ended;
}

Deadline BoxQueue::next_deadline() const {
  Deadline deadline;
  for (const Waiting& waiting : boxes_) deadline = earlier(deadline, waiting.deadline);
  return deadline;
}

void BoxQueue::forget(const Peer& asker) {
  std::erase_if(boxes_, [&](const Waiting& waiting) { return waiting.told && waiting.asker == &asker; });
  for (Waiting& waiting : boxes_)
    if (waiting.asker == &asker) waiting.asker = nullptr;
}

void BoxQueue::answer(const Waiting& waiting, Answered answer) {
  if (waiting.told) return waiting.told(answer);
  if (waiting.asker) waiting.asker->send(BoxAnswered{waiting.request, static_cast<uint32_t>(answer)});
}

}  // namespace nta::session
