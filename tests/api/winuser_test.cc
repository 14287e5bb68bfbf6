// Message-only windows of libntadmin: classes, procedures, queues, threads and forks. No host runs here.
#include <gtest/gtest.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "ntadmin/win/windows.h"
#include "ntadmin/win/wtsapi32.h"

namespace {

struct Seen {
  std::vector<UINT> messages;
  std::string narrow_class;
  std::u16string wide_title;
  LRESULT at_creation = 0;
};
Seen seen;

template <class Create>
const Create& creation(LPARAM lparam) {
  return *reinterpret_cast<const Create*>(lparam);
}

LRESULT CALLBACK wide_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  seen.messages.push_back(message);
  if (message == WM_NCCREATE) seen.wide_title = creation<CREATESTRUCTW>(lparam).lpszName;
  if (message == WM_CREATE) return seen.at_creation;
  if (message == WM_USER) return static_cast<LRESULT>(wparam) + lparam;
  return DefWindowProcW(window, message, wparam, lparam);
}

LRESULT CALLBACK narrow_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_NCCREATE) seen.narrow_class = creation<CREATESTRUCTA>(lparam).lpszClass;
  return DefWindowProcA(window, message, wparam, lparam);
}

bool is_readable(int fd) {
  pollfd watched{fd, POLLIN, 0};
  return poll(&watched, 1, 0) == 1;
}

class Winuser : public testing::Test {
 protected:
  void SetUp() override {
    seen = {};
    WNDCLASSW window_class{};
    window_class.lpfnWndProc = wide_procedure;
    window_class.lpszClassName = u"Wide";
    atom_ = RegisterClassW(&window_class);
    ASSERT_NE(atom_, 0) << GetLastError();
    window_ = make();
    ASSERT_TRUE(window_) << GetLastError();
    seen.messages.clear();
  }
  void TearDown() override {
    DestroyWindow(window_);  // some tests have done so
    MSG message{};
    while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE)) continue;
    EXPECT_TRUE(UnregisterClassW(u"WIDE", nullptr)) << GetLastError();
  }
  static HWND make() {
    return CreateWindowW(u"wide", u"títle", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
  }

  ATOM atom_ = 0;
  HWND window_ = nullptr;
};

TEST_F(Winuser, CreationTellsTheProcedureTheTitleAndMayBeRefused) {
  EXPECT_EQ(seen.wide_title, u"títle");
  seen.at_creation = -1;
  EXPECT_FALSE(make());
  EXPECT_EQ(seen.messages, (std::vector<UINT>{WM_NCCREATE, WM_CREATE, WM_DESTROY, WM_NCDESTROY}));
}

TEST_F(Winuser, NarrowClassIsToldInItsOwnForm) {
  WNDCLASSEXA narrow{};
  narrow.cbSize = sizeof narrow;
  narrow.lpfnWndProc = narrow_procedure;
  narrow.lpszClassName = "Narrow";
  ASSERT_NE(RegisterClassExA(&narrow), 0);
  HWND window = CreateWindowExW(0, u"NARROW", u"", 0, 0, 0, 0, 0, nullptr, nullptr, nullptr, nullptr);
  ASSERT_TRUE(window);
  EXPECT_EQ(seen.narrow_class, "NARROW");
  EXPECT_FALSE(UnregisterClassA("narrow", nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_CLASS_HAS_WINDOWS});
  DestroyWindow(window);
  EXPECT_TRUE(UnregisterClassA("narrow", nullptr));
  EXPECT_FALSE(UnregisterClassA("narrow", nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_CLASS_DOES_NOT_EXIST});
}

TEST_F(Winuser, ClassIsFoundByItsAtomToo) {
  auto* name = reinterpret_cast<LPCWSTR>(uintptr_t{atom_});
  HWND window = CreateWindowW(name, nullptr, 0, 0, 0, 0, 0, nullptr, nullptr, nullptr, nullptr);
  ASSERT_TRUE(window);
  EXPECT_EQ(GetClassLongPtrW(window, GCW_ATOM), ULONG_PTR{atom_});
  DestroyWindow(window);
  EXPECT_FALSE(CreateWindowW(u"unknown", nullptr, 0, 0, 0, 0, 0, nullptr, nullptr, nullptr, nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_CANNOT_FIND_WND_CLASS});
}

TEST_F(Winuser, MessagesComeInTheirOrderAndQuitLast) {
  PostQuitMessage(7);
  for (WPARAM i = 0; i < 3; ++i) ASSERT_TRUE(PostMessageW(window_, WM_APP, i, 0));
  MSG message{};
  for (WPARAM i = 0; i < 3; ++i) {
    ASSERT_EQ(GetMessageW(&message, nullptr, 0, 0), TRUE);
    EXPECT_EQ(message.wParam, i);
  }
  EXPECT_EQ(GetMessageW(&message, nullptr, 0, 0), FALSE);
  EXPECT_EQ(message.wParam, 7u);
}

TEST_F(Winuser, FilterLeavesWhatIsNotWanted) {
  PostMessageW(window_, WM_APP + 1, 0, 0);
  PostMessageW(nullptr, WM_APP + 2, 0, 0);
  MSG message{};
  EXPECT_FALSE(PeekMessageW(&message, window_, WM_APP + 2, WM_APP + 2, PM_REMOVE));
  ASSERT_TRUE(PeekMessageW(&message, reinterpret_cast<HWND>(LONG_PTR{-1}), 0, 0, PM_REMOVE));
  EXPECT_EQ(message.message, UINT{WM_APP + 2});
  ASSERT_TRUE(PeekMessageW(&message, window_, 0, 0, PM_NOREMOVE));
  ASSERT_TRUE(PeekMessageW(&message, window_, 0, 0, PM_REMOVE));
  EXPECT_FALSE(PeekMessageW(&message, window_, 0, 0, PM_REMOVE));
}

TEST_F(Winuser, DescriptorTellsWhetherThereIsAMessage) {
  int fd = NtadminMessageFd();
  EXPECT_FALSE(is_readable(fd));
  PostMessageW(window_, WM_APP, 0, 0);
  EXPECT_TRUE(is_readable(fd));
  MSG message{};
  GetMessageW(&message, nullptr, 0, 0);
  EXPECT_FALSE(is_readable(fd));
}

TEST_F(Winuser, AFilteredWaitSleepsWhileOtherMessagesWait) {
  PostMessageW(window_, WM_APP, 0, 0);
  DWORD waiter = GetCurrentThreadId();
  std::thread other([&] { PostThreadMessageW(waiter, WM_APP + 5, 0, 0); });
  MSG message{};
  EXPECT_EQ(GetMessageW(&message, nullptr, WM_APP + 5, WM_APP + 5), TRUE);
  other.join();
  EXPECT_EQ(message.message, UINT{WM_APP + 5});
  EXPECT_TRUE(is_readable(NtadminMessageFd()));
}

TEST_F(Winuser, AThreadThatEndsItselfInAProcedureEnds) {
  WNDCLASSW ending{};
  ending.lpszClassName = u"Ending";
  ending.lpfnWndProc = [](HWND window, UINT message, WPARAM wparam, LPARAM lparam) -> LRESULT {
    if (message == WM_CREATE) pthread_exit(&seen);
    return DefWindowProcW(window, message, wparam, lparam);
  };
  ASSERT_NE(RegisterClassW(&ending), 0);
  pthread_t thread;
  auto run = [](void*) -> void* {
    CreateWindowW(u"Ending", nullptr, 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, nullptr, run, nullptr), 0);
  void* result = nullptr;
  ASSERT_EQ(pthread_join(thread, &result), 0);
  EXPECT_EQ(result, &seen);
  EXPECT_TRUE(UnregisterClassW(u"Ending", nullptr));  // its window went with the thread
}

TEST_F(Winuser, ACancelledThreadEndsWhenItsWaitIsOver) {
  static std::atomic<DWORD> waiter;
  waiter = 0;
  pthread_t thread;
  auto run = [](void*) -> void* {
    MSG message{};
    PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);  // from here on it has a queue
    waiter = GetCurrentThreadId();
    for (;;) {
      GetMessageW(&message, nullptr, 0, 0);
      pthread_testcancel();
    }
  };
  ASSERT_EQ(pthread_create(&thread, nullptr, run, nullptr), 0);
  while (waiter == 0) std::this_thread::yield();
  ASSERT_EQ(pthread_cancel(thread), 0);
  EXPECT_TRUE(PostThreadMessageW(waiter, WM_APP, 0, 0));
  void* result = nullptr;
  ASSERT_EQ(pthread_join(thread, &result), 0);
  EXPECT_EQ(result, PTHREAD_CANCELED);
}

TEST_F(Winuser, QueueIsBounded) {
  for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(PostMessageW(window_, WM_APP, 0, 0));
  EXPECT_FALSE(PostMessageW(window_, WM_APP, 0, 0));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_NOT_ENOUGH_QUOTA});
}

TEST_F(Winuser, SendCallsTheProcedureAndOnlyInItsThread) {
  EXPECT_EQ(SendMessageW(window_, WM_USER, 40, 2), 42);
  DWORD refused = 0, destroyed = 0;
  std::thread([&] {
    EXPECT_EQ(SendMessageW(window_, WM_USER, 40, 2), 0);
    refused = GetLastError();
    EXPECT_FALSE(DestroyWindow(window_));
    destroyed = GetLastError();
  }).join();
  EXPECT_EQ(refused, DWORD{ERROR_NOT_SUPPORTED});
  EXPECT_EQ(destroyed, DWORD{ERROR_ACCESS_DENIED});
}

TEST_F(Winuser, DestroyedWindowTakesItsMessagesAlong) {
  PostMessageW(window_, WM_APP, 0, 0);
  EXPECT_TRUE(DestroyWindow(window_));
  EXPECT_EQ(seen.messages, (std::vector<UINT>{WM_DESTROY, WM_NCDESTROY}));
  MSG message{};
  EXPECT_FALSE(PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
  EXPECT_FALSE(PostMessageW(window_, WM_APP, 0, 0));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_WINDOW_HANDLE});
}

TEST_F(Winuser, WindowEndsWithItsThread) {
  HWND window = nullptr;
  DWORD thread = 0;
  std::thread([&] {
    window = make();
    thread = GetCurrentThreadId();
  }).join();
  EXPECT_FALSE(IsWindow(window));
  EXPECT_FALSE(PostThreadMessageW(thread, WM_APP, 0, 0));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_THREAD_ID});
}

TEST(WinuserThreads, MessagesOfManyThreadsAllArrive) {
  MSG message{};
  PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);  // makes the queue
  DWORD reader = GetCurrentThreadId();
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back([reader] {
      for (int sent = 0; sent < 1000;)
        PostThreadMessageW(reader, WM_APP, 0, 0) ? ++sent : (std::this_thread::yield(), 0);
    });
  for (int i = 0; i < 4000; ++i) ASSERT_EQ(GetMessageW(&message, nullptr, 0, 0), TRUE);
  for (auto& writer : writers) writer.join();
  EXPECT_FALSE(PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
}

TEST(WinuserThreads, SignalEndsAWait) {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  struct sigaction before {};
  sigaction(SIGUSR1, &action, &before);
  pthread_t waiter = pthread_self();
  std::atomic<bool> is_over = false;
  std::thread other([&] {
    while (!is_over) {
      pthread_kill(waiter, SIGUSR1);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  MSG message{};
  EXPECT_EQ(GetMessageW(&message, nullptr, 0, 0), -1);
  EXPECT_EQ(GetLastError(), DWORD{RPC_S_CALL_CANCELLED});
  is_over = true;
  other.join();
  sigaction(SIGUSR1, &before, nullptr);
}

TEST_F(Winuser, AForkedChildHasTheClassesAndNoneOfTheWindows) {
  PostMessageW(window_, WM_APP, 0, 0);
  pid_t child = fork();
  if (child == 0) {
    MSG message{};
    bool is_new = !IsWindow(window_) && !PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE);
    HWND own = make();
    bool works = own && PostMessageW(own, WM_APP, 9, 0) && GetMessageW(&message, nullptr, 0, 0) && message.wParam == 9;
    _exit(is_new && works ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  MSG message{};
  EXPECT_TRUE(PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
}

TEST_F(Winuser, NotificationsAreRefusedForBadFlagsAndWindows) {
  EXPECT_FALSE(WTSRegisterSessionNotification(window_, 2));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_FALSE(WTSRegisterSessionNotification(nullptr, NOTIFY_FOR_ALL_SESSIONS));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_WINDOW_HANDLE});
  EXPECT_FALSE(WTSUnRegisterSessionNotification(window_));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST_F(Winuser, AHostThatDoesNotAnswerIsTold) {
  setenv("NTADMIN_HOST", "unix:/nonexistent/ntadmind.sock", 1);
  EXPECT_FALSE(WTSRegisterSessionNotification(window_, NOTIFY_FOR_ALL_SESSIONS));
  EXPECT_EQ(GetLastError(), DWORD{RPC_S_SERVER_UNAVAILABLE});
  unsetenv("NTADMIN_HOST");
}

TEST(Modules, TheProgramAndItsLibrariesHaveAddresses) {
  EXPECT_TRUE(GetModuleHandleW(nullptr));
  EXPECT_EQ(GetModuleHandleA(nullptr), GetModuleHandleW(nullptr));
  EXPECT_TRUE(GetModuleHandleW(u"libntadmin.so.0"));
  EXPECT_FALSE(GetModuleHandleA("libnothing.so"));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_MOD_NOT_FOUND});
}

}  // namespace
