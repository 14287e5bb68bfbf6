// The account database by its size: lists page by page, one user, local groups, and additions with full durability by
// one writer and by sixteen. What counts is that the time a user does not grow with the number of users.
#include <benchmark/benchmark.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <thread>

#include "host/accounts/store.h"

namespace {

using namespace nta;
using namespace nta::accounts;

/** A store on disk, filled once for each size and gone at the end. */
class FilledStore {
 public:
  explicit FilledStore(int64_t users) {
    char path[] = "/tmp/ntadmin-bench-XXXXXX";
    directory_ = mkdtemp(path);
    store_ = AccountStore::open({directory_, "BENCH"}).value();
    std::atomic<int64_t> next{0};
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 64; ++writer)
      writers.emplace_back([&] {
        for (int64_t i = next++; i < users; i = next++) add(fmt::format("user{:07}", i));
      });
    for (std::thread& writer : writers) writer.join();
  }
  ~FilledStore() { std::filesystem::remove_all(directory_); }

  void add(const std::string& name) {
    User user;
    user.name = name;
    user.full_name = "Full Name of " + name;
    user.comment = "somebody";
    if (!store_->add_user(user)) abort();
  }
  AccountStore& operator*() { return *store_; }
  AccountStore* operator->() { return store_.get(); }

 private:
  std::string directory_;
  std::unique_ptr<AccountStore> store_;
};

FilledStore& filled(int64_t users) {
  static std::map<int64_t, std::unique_ptr<FilledStore>> stores;
  auto& store = stores[users];
  if (!store) store = std::make_unique<FilledStore>(users);
  return *store;
}

// What NetUserEnum asks for: whole rows, level 3.
void enumerate_users(benchmark::State& state) {
  FilledStore& store = filled(state.range(0));
  int64_t rows = 0;
  for (auto _ : state)
    for (Page page;;) {
      auto users = store->users(page, control::normal).value();
      rows += static_cast<int64_t>(users.size());
      if (users.size() < page.most) break;
      page.after = users.back().rid;
    }
  state.SetItemsProcessed(rows);
}

void enumerate_names(benchmark::State& state) {
  FilledStore& store = filled(state.range(0));
  int64_t rows = 0;
  for (auto _ : state)
    for (Page page;;) {
      auto names = store->names(Kind::user, Home::account, page).value();
      rows += static_cast<int64_t>(names.size());
      if (names.size() < page.most) break;
      page.after = names.back().rid;
    }
  state.SetItemsProcessed(rows);
}

// NetQueryDisplayInformation: a hundred a call, sorted by name.
void display_users(benchmark::State& state) {
  FilledStore& store = filled(state.range(0));
  int64_t rows = 0;
  DisplayFrom from;
  for (auto _ : state) {
    auto page = store->display(Display::users, from, 100).value();
    rows += static_cast<int64_t>(page.size());
    from = page.empty() ? DisplayFrom{} : DisplayFrom{page.back().index, page.back().name};
  }
  state.SetItemsProcessed(rows);
}

void one_user_by_name(benchmark::State& state) {
  FilledStore& store = filled(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(store->user("USER0000500"));
}

void look_up_1000_sids(benchmark::State& state) {
  FilledStore& store = filled(state.range(0));
  std::vector<Sid> sids;
  for (uint32_t i = 0; i < 1000; ++i) sids.push_back(store->sid_of(Rid(first_free_rid.value + i)));
  for (auto _ : state) benchmark::DoNotOptimize(store->find_all(sids));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * sids.size()));
}

void local_groups_of_a_user(benchmark::State& state) {
  FilledStore& store = filled(state.range(0));
  const Sid also[] = {sid_everyone, sid_authenticated_users};
  for (auto _ : state) benchmark::DoNotOptimize(store->memberships_of(Rid(1500), also));
}

// Each addition is on disk before the next begins; sixteen writers share their waits.
void add_users(benchmark::State& state) {
  static std::atomic<int64_t> next{0};
  FilledStore& store = filled(0);
  for (auto _ : state) store.add(fmt::format("added{}", next++));
  state.SetItemsProcessed(state.iterations());
}

constexpr int64_t few = 1'000, many = 100'000;
BENCHMARK(enumerate_users)->Arg(few)->Arg(many)->Unit(benchmark::kMillisecond);
BENCHMARK(enumerate_names)->Arg(few)->Arg(many)->Unit(benchmark::kMillisecond);
BENCHMARK(display_users)->Arg(few)->Arg(many);
BENCHMARK(one_user_by_name)->Arg(few)->Arg(many);
BENCHMARK(look_up_1000_sids)->Arg(few)->Arg(many);
BENCHMARK(local_groups_of_a_user)->Arg(few)->Arg(many);
BENCHMARK(add_users)->Threads(1)->Threads(16)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
