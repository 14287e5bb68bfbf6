#include "services/user_additions.h"

namespace nta::services {
namespace {

constexpr size_t most_waiting = 1000;
constexpr size_t most_together = 32;  // where each is made as a Unix user, too, that takes its time
constexpr std::chrono::seconds deadline{20};

}  // namespace

void UserAdditions::add(host::Executor& executor, const std::shared_ptr<accounts::AccountStore>& store,
                        accounts::NewUser user, Done done) {
  if (waiting_.size() >= most_waiting)
    return done(fail(Win32::no_system_resources, "{} users wait to be added", waiting_.size()));
  waiting_.push_back({std::move(user), std::move(done)});
  if (!is_adding_) start(executor, store);
}

// The next are on their way to the disk while those before are answered.
void UserAdditions::start(host::Executor& executor, const std::shared_ptr<accounts::AccountStore>& store) {
  is_adding_ = true;
  auto batch = next_batch();
  executor.run_on_pool(
      deadline, [batch, store] { batch->added = store->add_users(batch->users, accounts::SetBy::administrator); },
      [self = shared_from_this(), &executor, batch, store](host::Executor::Outcome outcome) {
        self->is_adding_ = false;
        if (!self->waiting_.empty()) self->start(executor, store);
        answer(*batch, outcome);
      });
}

std::shared_ptr<UserAdditions::Batch> UserAdditions::next_batch() {
  auto batch = std::make_shared<Batch>();
  while (!waiting_.empty() && batch->users.size() < most_together) {
    batch->users.push_back(std::move(waiting_.front().user));
    batch->done.push_back(std::move(waiting_.front().done));
    waiting_.pop_front();
  }
  return batch;
}

// What came too late may still be at work on the users, not on what is looked at here.
void UserAdditions::answer(const Batch& batch, host::Executor::Outcome outcome) {
  for (size_t i = 0; i < batch.done.size(); ++i) {
    if (outcome == host::Executor::Outcome::finished)
      batch.done[i](batch.added[i]);
    else
      batch.done[i](fail(Win32::no_system_resources, "the account store is busy"));
  }
}

}  // namespace nta::services
