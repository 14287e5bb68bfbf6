// Windows and their classes: who gets a message, and in which thread.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "api/ntadmin/message_queue.h"
#include "ntadmin/win/winbase.h"

namespace nta::api {

/** The form of texts that a class was registered with. */
enum class ClassText { wide, narrow };

struct WindowClass {
  ATOM atom = 0;
  std::u16string name;
  ClassText text = ClassText::wide;
  WNDPROC procedure = nullptr;
  HINSTANCE instance = nullptr;
  std::atomic<uint32_t> windows = 0;
};
using WindowClassPtr = std::shared_ptr<WindowClass>;

/** A class by its name or its atom. */
struct ClassName {
  std::u16string name;
  ATOM atom = 0;

  /** What a program gave: a pointer below 64 Ki is an atom. */
  static Result<ClassName> from(const char* given);
  static Result<ClassName> from(const char16_t* given);
};

Result<ATOM> register_class(WindowClassPtr added);
Result<void> unregister_class(const ClassName& name);
Result<WindowClassPtr> find_class(const ClassName& name);

struct Window {
  WindowClassPtr window_class;
  std::weak_ptr<MessageQueue> queue;  // of its thread; the window ends with it
  DWORD thread = 0;

  bool is_mine() const { return thread == GetCurrentThreadId(); }
  LRESULT call(HWND self, UINT message, WPARAM wparam, LPARAM lparam) const {
    return window_class->procedure(self, message, wparam, lparam);
  }
};
using WindowPtr = std::shared_ptr<Window>;

/** A window of the calling thread, which no procedure has heard of yet. */
Result<HWND> open_window(WindowClassPtr window_class);
/** invalid_window_handle where there is none. */
Result<WindowPtr> find_window(HWND handle);
Result<MessageQueue::Ptr> queue_of(const Window& window);
/** The last step of destroying: the handle and all that waits for the window go. */
void close_window(HWND handle);

/** For libwtsapi32: notifications of a server, by its handle's object or its name, to a window. */
NTADMIN_API Result<void> register_session_notification(HWND window, client::Server& server, DWORD flags);
NTADMIN_API Result<void> unregister_session_notification(HWND window, const std::string& server);

}  // namespace nta::api
