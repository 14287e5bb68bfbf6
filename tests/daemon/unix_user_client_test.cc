// Pool threads that wait for the monitor, and a loop that ends.
#include "daemon/monitor/unix_user_client.h"

#include <gtest/gtest.h>

#include <future>

namespace nta::daemon::monitor {
namespace {

using namespace std::chrono_literals;

/** Keeps what is posted: a loop that does not come to it. */
class StoppedLoop final : public host::Executor {
 public:
  void post(Task task) override { posted_.set_value(std::move(task)); }
  host::RegistrationPtr after(Duration, Task) override { return nullptr; }
  host::RegistrationPtr watch(int, Wanted, Task) override { return nullptr; }
  void run_for(const Asker&, Duration, Task, std::function<void(Outcome)>) override {}
  Task posted() { return posted_.get_future().get(); }

 private:
  std::promise<Task> posted_;
};

TEST(UnixUserClient, WhoWaitsHearsOfTheEndAtOnceAndWhatWasPostedAsksNobody) {
  auto ends = Channel::make_pair();
  ASSERT_TRUE(ends);
  StoppedLoop loop;
  std::optional<MonitorClient> monitor(std::in_place, std::move(ends->first), loop, [] {});
  UnixUserClient client(*monitor, loop);
  accounts::User user;
  user.name = "ada";
  user.uid = 4711;
  auto renamed = std::async(std::launch::async, [&] { return client.rename(user, "eva"); });
  auto posted = loop.posted();
  client.end();
  ASSERT_EQ(renamed.wait_for(30s), std::future_status::ready);
  auto result = renamed.get();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Win32::rpc_server_unavailable);
  monitor.reset();
  posted();
  auto asked = ends->second.receive();
  EXPECT_TRUE(!asked || !*asked);
  EXPECT_FALSE(client.remove(user)) << "nothing is asked any more";
}

}  // namespace
}  // namespace nta::daemon::monitor
