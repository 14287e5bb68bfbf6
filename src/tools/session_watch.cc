// A window that is told of all sessions; its messages are read from the queue, not dispatched.
#include "tools/session_watch.h"

#include "base/utf16.h"

namespace nta::tools {
namespace {

constexpr char16_t class_name[] = u"ntadmin events";

struct Word {
  WPARAM what;
  const char16_t* event;
  const char16_t* place;
};

constexpr Word words[] = {
    {WTS_CONSOLE_CONNECT, u"connect", u"console"},
    {WTS_CONSOLE_DISCONNECT, u"disconnect", u"console"},
    {WTS_REMOTE_CONNECT, u"connect", u"remote"},
    {WTS_REMOTE_DISCONNECT, u"disconnect", u"remote"},
    {WTS_SESSION_LOGON, u"logon", u""},
    {WTS_SESSION_LOGOFF, u"logoff", u""},
    {WTS_SESSION_LOCK, u"lock", u""},
    {WTS_SESSION_UNLOCK, u"unlock", u""},
    {WTS_SESSION_REMOTE_CONTROL, u"shadow", u""},
};

Result<HWND> open_window() {
  WNDCLASSW window_class{};
  window_class.lpfnWndProc = DefWindowProcW;
  window_class.lpszClassName = class_name;
  if (!RegisterClassW(&window_class) && GetLastError() != code(Win32::class_already_exists))
    return last_error("cannot make a window class");
  HWND window = CreateWindowExW(0, class_name, u"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
  if (!window) return last_error("cannot make a window");
  return window;
}

/** What is not known any more does not replace what was. */
void update(std::u16string& text, const WCHAR* now) {
  if (now && *now) text = now;
}

}  // namespace

Result<std::unique_ptr<SessionWatch>> SessionWatch::open(Server server) {
  std::unique_ptr<SessionWatch> watch(new SessionWatch(std::move(server)));
  NTA_TRY(watch->window_, open_window());
  watch->fd_ = NtadminMessageFd();
  if (watch->fd_ < 0) return last_error("cannot wait for events");
  const Server& host = watch->server_;
  if (!WTSRegisterSessionNotificationEx(host.handle(), watch->window_, NOTIFY_FOR_ALL_SESSIONS))
    return last_error("cannot wait for events of {}", host.place());
  watch->refresh();
  return watch;
}

SessionWatch::~SessionWatch() {
  if (window_) DestroyWindow(window_);
}

// A host that does not answer now leaves what was known before.
void SessionWatch::refresh() {
  auto sessions = list_sessions(server_);
  if (!sessions) return;
  for (const auto& row : sessions->all()) {
    SessionFacts& facts = known_[row.SessionId];
    update(facts.name, row.pSessionName);
    update(facts.user, row.pUserName);
    update(facts.domain, row.pDomainName);
  }
}

std::vector<SessionNews> SessionWatch::take() {
  std::vector<SessionNews> news;
  for (MSG message{}; PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE);) {
    if (message.message != WM_WTSSESSION_CHANGE) continue;
    for (const Word& word : words)
      if (word.what == message.wParam)
        news.push_back({filetime_now(), word.event, word.place, static_cast<DWORD>(message.lParam), {}});
  }
  if (!news.empty()) refresh();
  for (SessionNews& one : news) one.facts = known_[one.session];
  for (const SessionNews& one : news)
    if (one.event == u"logoff") known_.erase(one.session);
  return news;
}

}  // namespace nta::tools
