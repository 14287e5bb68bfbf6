// winuser.h: messages on their way.
#include <unistd.h>

#include "api/ntadmin/boundary.h"
#include "api/ntadmin/window.h"

namespace nta::api {
namespace {

Result<MessageQueue::Ptr> queue_for(HWND window) {
  if (!window) return MessageQueue::mine();
  NTA_TRY(WindowPtr found, find_window(window));
  return queue_of(*found);
}

Result<MessageFilter> filter_for(HWND window, UINT least, UINT most) {
  if (window && window != MessageFilter::no_window) NTA_CHECK(find_window(window));
  return MessageFilter::from(window, least, most);
}

Result<MSG> next(HWND window, UINT least, UINT most) {
  NTA_TRY(auto filter, filter_for(window, least, most));
  NTA_TRY(auto queue, MessageQueue::mine());
  return queue->next(filter);
}

/** False: there is none now. */
Result<bool> peek(LPMSG into, HWND window, UINT least, UINT most, UINT how) {
  if (!into) return fail(Win32::invalid_parameter, "null output");
  NTA_TRY(auto filter, filter_for(window, least, most));
  NTA_TRY(auto queue, MessageQueue::mine());
  auto message = queue->peek(filter, how & PM_REMOVE ? Removal::remove : Removal::leave);
  if (message) *into = *message;
  return message.has_value();
}

Result<void> post(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  NTA_TRY(auto queue, queue_for(window));
  return queue->post(window, message, wparam, lparam);
}

Result<void> post_to_thread(DWORD thread, UINT message, WPARAM wparam, LPARAM lparam) {
  auto queue = MessageQueue::of_thread(thread);
  if (!queue) return fail(Win32::invalid_thread_id, "thread {} has no queue", thread);
  return queue->post(nullptr, message, wparam, lparam);
}

Result<WindowPtr> own_window(HWND handle) {
  NTA_TRY(WindowPtr window, find_window(handle));
  if (!window->is_mine()) return fail(Win32::not_supported, "a window of another thread");
  return window;
}

/** The procedure runs outside the boundary: what it does is the program's own. */
LRESULT send(HWND handle, UINT message, WPARAM wparam, LPARAM lparam) {
  auto window = guarded([&] { return own_window(handle); });
  if (window) return (*window)->call(handle, message, wparam, lparam);
  SetLastError(nta::code(window.error().code));
  return 0;
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL GetMessageW(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax) {
  auto message = guarded([&]() -> nta::Result<MSG> {
    if (!lpMsg) return nta::fail(nta::Win32::invalid_parameter, "null output");
    return next(hWnd, wMsgFilterMin, wMsgFilterMax);
  });
  if (!message) {
    SetLastError(nta::code(message.error().code));
    return -1;
  }
  *lpMsg = *message;
  return lpMsg->message != WM_QUIT;
}

BOOL GetMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax) {
  return GetMessageW(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax);
}

BOOL PeekMessageW(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax, UINT wRemoveMsg) {
  return c_boundary([&] { return peek(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax, wRemoveMsg); });
}

BOOL PeekMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax, UINT wRemoveMsg) {
  return PeekMessageW(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax, wRemoveMsg);
}

BOOL TranslateMessage(const MSG*) { return FALSE; }

LRESULT DispatchMessageW(const MSG* lpMsg) {
  if (!lpMsg || !lpMsg->hwnd) return 0;
  return send(lpMsg->hwnd, lpMsg->message, lpMsg->wParam, lpMsg->lParam);
}

LRESULT DispatchMessageA(const MSG* lpMsg) { return DispatchMessageW(lpMsg); }

BOOL PostMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
  return c_boundary([&] { return post(hWnd, Msg, wParam, lParam); });
}

BOOL PostMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) { return PostMessageW(hWnd, Msg, wParam, lParam); }

BOOL PostThreadMessageW(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam) {
  return c_boundary([&] { return post_to_thread(idThread, Msg, wParam, lParam); });
}

BOOL PostThreadMessageA(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam) {
  return PostThreadMessageW(idThread, Msg, wParam, lParam);
}

LRESULT SendMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) { return send(hWnd, Msg, wParam, lParam); }

LRESULT SendMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) { return send(hWnd, Msg, wParam, lParam); }

LRESULT DefWindowProcW(HWND hWnd, UINT Msg, WPARAM, LPARAM) {
  switch (Msg) {
    case WM_NCCREATE:
    case WM_QUERYENDSESSION:
      return TRUE;
    case WM_CLOSE:
      DestroyWindow(hWnd);
      return 0;
    default:
      return 0;
  }
}

LRESULT DefWindowProcA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
  return DefWindowProcW(hWnd, Msg, wParam, lParam);
}

void PostQuitMessage(int nExitCode) {
  c_boundary([&]() -> nta::Result<void> {
    NTA_TRY(auto queue, MessageQueue::mine());
    queue->quit(nExitCode);
    return {};
  });
}

int NtadminMessageFd() {
  auto queue = guarded([] { return MessageQueue::mine(); });
  if (queue) return (*queue)->fd();
  SetLastError(nta::code(queue.error().code));
  return -1;
}

DWORD GetCurrentThreadId() { return static_cast<DWORD>(gettid()); }
