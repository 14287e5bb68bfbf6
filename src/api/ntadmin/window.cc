// The tables of classes and windows. Windows are API handles; classes are found by name or atom.
#include "api/ntadmin/window.h"

#include <algorithm>
#include <vector>

#include "api/client/address.h"
#include "api/ntadmin/fork_safe.h"
#include "api/ntadmin/handles.h"
#include "base/utf16.h"
#include "ntadmin/win/wtsapi32_constants.h"

namespace nta::api {
namespace {

constexpr size_t longest_name = 255;
constexpr size_t most_classes = 0x3FFF;
constexpr ATOM first_atom = 0xC000;  // atoms of names have the upper two bits set
constexpr uintptr_t first_pointer = 0x10000;

struct Classes {
  std::vector<WindowClassPtr> all;
  ATOM next_atom = first_atom;

  /** Atoms are not used again before all others were. */
  ATOM new_atom() {
    auto is_used = [&](ATOM atom) { return std::ranges::any_of(all, [&](auto& one) { return one->atom == atom; }); };
    do {
      next_atom = next_atom == 0xFFFF ? first_atom + 1 : static_cast<ATOM>(next_atom + 1);
    } while (is_used(next_atom));
    return next_atom;
  }

  WindowClassPtr find(const ClassName& wanted) const {
    std::u16string upper = upper_case(wanted.name);
    for (const auto& one : all)
      if (wanted.atom ? one->atom == wanted.atom : upper_case(one->name) == upper) return one;
    return nullptr;
  }
};

auto locked_classes() { return ForkSafe<Classes>::instance().lock(); }

Result<ClassName> checked(std::u16string name) {
  if (name.empty() || name.size() > longest_name)
    return fail(Win32::invalid_parameter, "a class name of {} characters", name.size());
  return ClassName{std::move(name)};
}

template <class Char>
std::optional<ClassName> atom_in(const Char* given) {
  auto value = reinterpret_cast<uintptr_t>(given);
  if (value == 0 || value >= first_pointer) return std::nullopt;
  return ClassName{{}, static_cast<ATOM>(value)};
}

Error no_window() { return fail(Win32::invalid_window_handle, "there is no such window"); }

}  // namespace

Result<ClassName> ClassName::from(const char* given) {
  if (auto atom = atom_in(given)) return *std::move(atom);
  return checked(to_utf16(given ? given : ""));
}

Result<ClassName> ClassName::from(const char16_t* given) {
  if (auto atom = atom_in(given)) return *std::move(atom);
  return checked(std::u16string(view_or_empty(given)));
}

Result<ATOM> register_class(WindowClassPtr added) {
  auto classes = locked_classes();
  if (classes->find({added->name})) return fail(Win32::class_already_exists, "class '{}' exists", to_utf8(added->name));
  if (classes->all.size() >= most_classes) return fail(Win32::not_enough_memory, "{} classes exist", most_classes);
  added->atom = classes->new_atom();
  classes->all.push_back(added);
  return added->atom;
}

Result<void> unregister_class(const ClassName& name) {
  auto classes = locked_classes();
  auto found = classes->find(name);
  if (!found) return fail(Win32::class_does_not_exist, "there is no such class");
  if (found->windows > 0) return fail(Win32::class_has_windows, "it has {} windows", found->windows.load());
  std::erase(classes->all, found);
  return {};
}

Result<WindowClassPtr> find_class(const ClassName& name) {
  if (auto found = locked_classes()->find(name)) return found;
  return fail(Win32::cannot_find_wnd_class, "there is no such class");
}

Result<HWND> open_window(WindowClassPtr window_class) {
  NTA_TRY(auto queue, MessageQueue::mine());
  auto window = std::make_shared<Window>(Window{window_class, queue, queue->thread()});
  NTA_TRY(HANDLE handle, open_handle(HandleKind::window, std::move(window)));
  ++window_class->windows;
  queue->add_window(static_cast<HWND>(handle));
  return static_cast<HWND>(handle);
}

Result<WindowPtr> find_window(HWND handle) {
  auto window = find_handle_as<Window>(HandleKind::window, handle);
  if (!window || !queue_of(**window)) return no_window();
  return window;
}

// In a forked child the parent's queues have no descriptors.
Result<MessageQueue::Ptr> queue_of(const Window& window) {
  auto queue = window.queue.lock();
  if (!queue || queue->fd() < 0) return no_window();
  return queue;
}

void close_window(HWND handle) {
  auto closed = close_handle(HandleKind::window, handle);
  if (!closed) return;
  auto window = std::static_pointer_cast<Window>(*closed);
  --window->window_class->windows;
  if (auto queue = window->queue.lock()) queue->forget(handle);
}

// DEVIATION: of another server Windows tells of one session only (87 for all): `ntadmin events --server` follows them.
Result<void> register_session_notification(HWND handle, client::Server& server, DWORD flags) {
  if (flags > NOTIFY_FOR_ALL_SESSIONS) return fail(Win32::invalid_parameter, "flags {:#x}: 0 and 1 are known", flags);
  auto address = client::parse_address(server.name());
  bool is_here = address && address->is_local();
  NTA_TRY(WindowPtr window, find_window(handle));
  NTA_TRY(auto queue, queue_of(*window));
  auto sessions = flags == NOTIFY_FOR_ALL_SESSIONS ? Sessions::all : Sessions::own;
  return queue->register_window(handle, is_here ? std::string() : server.name(), server, sessions);
}

Result<void> unregister_session_notification(HWND handle, const std::string& server) {
  auto address = client::parse_address(server);
  bool is_here = address && address->is_local();
  NTA_TRY(WindowPtr window, find_window(handle));
  NTA_TRY(auto queue, queue_of(*window));
  return queue->unregister_window(handle, is_here ? std::string() : server);
}

}  // namespace nta::api
