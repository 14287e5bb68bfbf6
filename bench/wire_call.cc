// Calls over SMB, made through our libnetapi32 or through Samba's libnetapi, whose functions have the same names and
// forms; only their texts differ. BENCH_USER and BENCH_PASSWORD say to the latter who calls.
//
//     wire_call LIBRARY SERVER first ROUNDS           a new process each: nanoseconds until it has an answer and is
//     gone,
//                                                     with the loading of the library and without
//     wire_call LIBRARY SERVER shares ROUNDS          nanoseconds of one NetShareEnum, and its rows
//     wire_call LIBRARY SERVER load SECONDS           writes "ready", waits for a line: calls, seconds, seconds of CPU;
//                                                     stays until its input ends
//     wire_call LIBRARY SERVER add SECONDS FIRST      the same, of users from that number on; as JSON
//     wire_call LIBRARY SERVER count CALLS            makes them and prints nothing: wire.py counts what they send
//     wire_call LIBRARY SERVER beside REQUEST REPLY   nanoseconds of a call and of the raw limit, by turns
//
// The raw limit is a ping-pong of as many bytes over TCP, each way with an AES-CMAC at either end. What is called is
// NetServerGetInfo of level 101. Of repeated measurements the median is printed.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/tcp.h>
#include <nettle/cmac.h>
#include <sys/resource.h>

#include <algorithm>
#include <functional>
#include <string>

#include "floor.h"

namespace {

using bench::Clock;
using bench::give_up;

/** As either library takes it. */
struct Text {
  explicit Text(const std::string& text) : narrow(text), wide(text.begin(), text.end()) {}
  std::string narrow;
  std::u16string wide;
};

/** USER_INFO_1. */
struct NewUser {
  const void* name;
  const void* password;
  uint32_t password_age;
  uint32_t privilege;
  const void* home;
  const void* comment;
  uint32_t flags;
  const void* script;
};

/** A library, loaded, and what is called of it. */
class Library {
 public:
  Library(const char* path, const std::string& server) : handle_(dlopen(path, RTLD_NOW)), server_(server) {
    if (!handle_) give_up(dlerror());
    find(info_, "NetServerGetInfo");
    find(shares_, "NetShareEnum");
    find(add_, "NetUserAdd");
    find(free_, "NetApiBufferFree");
    is_sambas_ = dlsym(handle_, "libnetapi_init");
  }

  void log_on() {
    if (!is_sambas_) return;  // NTADMIN_CREDENTIALS names them
    uint32_t (*start)(void**);
    uint32_t (*set_user)(void*, const char*);
    uint32_t (*set_password)(void*, const char*);
    find(start, "libnetapi_init");
    find(set_user, "libnetapi_set_username");
    find(set_password, "libnetapi_set_password");
    void* context = nullptr;
    if (start(&context) != 0 || set_user(context, std::getenv("BENCH_USER")) != 0 ||
        set_password(context, std::getenv("BENCH_PASSWORD")) != 0)
      give_up("libnetapi_init");
  }

  void call() {
    uint8_t* buffer = nullptr;
    constexpr uint32_t level = 101;
    if (uint32_t error = info_(own(server_), level, &buffer))
      give_up(("NetServerGetInfo " + std::to_string(error)).c_str());
    free_(buffer);
  }

  uint32_t list_shares() {
    uint8_t* buffer = nullptr;
    uint32_t rows = 0;
    uint32_t all = 0;
    uint32_t resume = 0;
    if (uint32_t error = shares_(own(server_), 1, &buffer, UINT32_MAX, &rows, &all, &resume))
      give_up(("NetShareEnum " + std::to_string(error)).c_str());
    free_(buffer);
    return rows;
  }

  void add_user(const std::string& name) {
    static const Text password("Long-enough-4711");
    constexpr uint32_t ordinary = 1, normal_with_script = 0x201;
    Text named(name);
    NewUser user{own(named), own(password), 0, ordinary, nullptr, nullptr, normal_with_script, nullptr};
    uint32_t at_fault = 0;
    if (uint32_t error = add_(own(server_), 1, &user, &at_fault))
      give_up(("NetUserAdd " + std::to_string(error)).c_str());
  }

 private:
  template <class Function>
  void find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(handle_, name));
    if (!function) give_up(name);
  }
  const void* own(const Text& text) const {
    return is_sambas_ ? static_cast<const void*>(text.narrow.c_str()) : text.wide.c_str();
  }

  void* handle_;
  bool is_sambas_ = false;
  Text server_;
  uint32_t (*info_)(const void*, uint32_t, uint8_t**) = nullptr;
  uint32_t (*shares_)(const void*, uint32_t, uint8_t**, uint32_t, uint32_t*, uint32_t*, uint32_t*) = nullptr;
  uint32_t (*add_)(const void*, uint32_t, NewUser*, uint32_t*) = nullptr;
  uint32_t (*free_)(void*) = nullptr;
};

double nanoseconds_of(const std::function<void()>& act) {
  auto start = Clock::now();
  act();
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/** Messages as they are with SMB: whole, and with a tag that the sender makes and the receiver makes again. */
class TaggedPingPong {
 public:
  TaggedPingPong(size_t request, size_t reply) : request_(request), reply_(reply) {
    const uint8_t key[CMAC128_DIGEST_SIZE] = {};
    cmac_aes128_set_key(&cmac_, key);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener, 1) != 0) give_up("listen");
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    child_ = fork();
    if (child_ == 0) serve(accept(listener, nullptr, nullptr));
    close(listener);
    fd_ = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd_, reinterpret_cast<sockaddr*>(&address), size) != 0) give_up("connect");
    send_at_once(fd_);
  }
  ~TaggedPingPong() {
    close(fd_);
    waitpid(child_, nullptr, 0);
  }
  TaggedPingPong(const TaggedPingPong&) = delete;
  TaggedPingPong& operator=(const TaggedPingPong&) = delete;

  void call() {
    tag(request_);
    bench::transfer(bench::write_some, fd_, request_);
    bench::transfer(bench::read_some, fd_, reply_);
    tag(reply_);
  }

 private:
  static void send_at_once(int fd) {
    int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  }
  void tag(const std::vector<char>& message) {
    uint8_t digest[CMAC128_DIGEST_SIZE];
    cmac_aes128_update(&cmac_, message.size(), reinterpret_cast<const uint8_t*>(message.data()));
    cmac_aes128_digest(&cmac_, sizeof digest, digest);
  }
  [[noreturn]] void serve(int fd) {
    send_at_once(fd);
    for (;;) {
      bench::transfer(bench::read_some, fd, request_);
      tag(request_);
      tag(reply_);
      bench::transfer(bench::write_some, fd, reply_);
    }
  }

  std::vector<char> request_;
  std::vector<char> reply_;
  cmac_aes128_ctx cmac_;
  pid_t child_;
  int fd_;
};

/** From fork() until the child is gone. */
double nanoseconds_of_process(const std::function<void()>& act) {
  return nanoseconds_of([&] {
    pid_t child = fork();
    if (child == 0) {
      act();
      std::_Exit(0);
    }
    int status = 0;
    if (waitpid(child, &status, 0) != child || status != 0) give_up("a process of one call");
  });
}

void first(const char* path, const std::string& server, int rounds) {
  auto answer = [](Library& library) {
    library.log_on();
    library.call();
  };
  auto load_and_answer = [&] {
    Library library(path, server);
    answer(library);
  };
  std::vector<double> with_loading;
  std::vector<double> loaded;
  for (int i = 0; i < rounds; ++i) with_loading.push_back(nanoseconds_of_process(load_and_answer));
  Library library(path, server);
  for (int i = 0; i < rounds; ++i) loaded.push_back(nanoseconds_of_process([&] { answer(library); }));
  std::printf("%.0f %.0f\n", median(with_loading), median(loaded));
}

void shares(Library& library, int rounds) {
  uint32_t rows = library.list_shares();
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) times.push_back(nanoseconds_of([&] { library.list_shares(); }));
  std::printf("%.0f %u\n", median(times), rows);
}

double seconds_of_cpu() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/** Once it is told to: calls, and the seconds that they took, at least so many. */
std::pair<long, double> repeat(double seconds, const std::function<void()>& call) {
  std::puts("ready");
  std::fflush(stdout);
  if (std::getchar() == EOF) std::exit(0);
  auto start = Clock::now();
  std::chrono::duration<double> spent{};
  long calls = 0;
  for (; spent.count() < seconds; spent = Clock::now() - start, ++calls) call();
  return {calls, spent.count()};
}

void load(Library& library, double seconds) {
  library.call();
  double cpu = seconds_of_cpu();  // waiting for the word costs none
  auto [calls, spent] = repeat(seconds, [&] { library.call(); });
  std::printf("%ld %.6f %.6f\n", calls, spent, seconds_of_cpu() - cpu);
  std::fflush(stdout);
  while (std::getchar() != EOF) {  // the server's process for this connection is still to be looked at
  }
}

void add(Library& library, double seconds, int first) {
  library.call();
  int number = first;
  auto [users, spent] = repeat(seconds, [&] { library.add_user("user" + std::to_string(number++)); });
  std::printf("{\"added\": %ld, \"seconds\": %.6f}\n", users, spent);
}

void beside(Library& library, size_t request, size_t reply) {
  constexpr int calls = 200;
  constexpr int rounds = 31;
  TaggedPingPong floor(request, reply);
  std::vector<double> ours;
  std::vector<double> limit;
  auto each = [](auto call) {
    return nanoseconds_of([&] {
             for (int i = 0; i < calls; ++i) call();
           }) /
           calls;
  };
  for (int i = 0; i < rounds; ++i) {
    ours.push_back(each([&] { library.call(); }));
    limit.push_back(each([&] { floor.call(); }));
  }
  std::printf("%.0f %.0f\n", median(ours), median(limit));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) give_up("reading the arguments");
  std::string mode = argv[3];
  int number = std::atoi(argv[4]);
  if (mode == "first") {
    first(argv[1], argv[2], number);
    return 0;
  }
  Library library(argv[1], argv[2]);
  library.log_on();
  if (mode == "shares") shares(library, number);
  if (mode == "load") load(library, std::atof(argv[4]));
  if (mode == "add" && argc == 6) add(library, std::atof(argv[4]), std::atoi(argv[5]));
  if (mode == "beside" && argc == 6)
    beside(library, static_cast<size_t>(number), static_cast<size_t>(std::atol(argv[5])));
  if (mode == "count")
    for (int i = 0; i < number; ++i) library.call();
}
