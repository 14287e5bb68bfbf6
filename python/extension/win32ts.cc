// The functions of win32ts: one row and one short call each. Results are those of pywin32.
#include "win32ts.h"

#include <algorithm>

#include "api/wtsapi32/tables.h"
#include "arguments.h"
#include "base/win32.h"
#include "docs.h"
#include "error.h"
#include "handle.h"
#include "ntadmin/win/winbase.h"
#include "ntadmin/win/wtsapi32.h"
#include "values.h"

namespace nta::python {
namespace {

/** Owns a block that the API returned. */
template <class T>
class ApiMemory {
 public:
  ApiMemory() = default;
  ApiMemory(const ApiMemory&) = delete;
  ApiMemory& operator=(const ApiMemory&) = delete;
  ~ApiMemory() { WTSFreeMemory(block_); }
  T** out() { return &block_; }
  const T* get() const { return block_; }

 private:
  T* block_ = nullptr;
};

/** Runs a call that answers with success only: None, or pywintypes.error. */
template <class Call>
PyObject* done(const Function& function, Call call) {
  if (!without_gil(call)) return raise_last_error(function.name);
  Py_RETURN_NONE;
}

// ---- servers -------------------------------------------------------------------------------------------------------

PyObject* open_server(const Function& function, Values& in) {
  HANDLE server = without_gil([&] { return WTSOpenServerW(in.text(0)); });
  return server ? new_handle(server, HandleKind::server) : raise_last_error(function.name);
}

/** The object lets go of its value before the call, so that it is closed once only. */
PyObject* close_server(const Function&, Values& in) {
  if (is_handle(in.object(0))) detach_handle(in.object(0));
  without_gil([&] { return WTSCloseServer(in.handle(0)), true; });
  Py_RETURN_NONE;
}

// ---- sessions ------------------------------------------------------------------------------------------------------

PyObject* enumerate_sessions(const Function& function, Values& in) {
  ApiMemory<WTS_SESSION_INFOW> rows;
  DWORD count = 0;
  auto call = [&] { return WTSEnumerateSessionsW(in.handle(0), in.number(2), in.number(1), rows.out(), &count); };
  if (!without_gil(call)) return raise_last_error(function.name);
  return rows_from(describe::type_of<WTS_SESSION_INFOW>, rows.get(), count, dict_from);
}

/** What the buffer of a class holds. Of the other classes pywin32 knows no form. */
struct InfoClass {
  uint32_t value;
  const describe::Type& type;
};

constexpr InfoClass info_classes[] = {
    {WTSInitialProgram, describe::wstring},
    {WTSApplicationName, describe::wstring},
    {WTSWorkingDirectory, describe::wstring},
    {WTSOEMId, describe::wstring},
    {WTSSessionId, describe::u32},
    {WTSUserName, describe::wstring},
    {WTSWinStationName, describe::wstring},
    {WTSDomainName, describe::wstring},
    {WTSConnectState, describe::i32},
    {WTSClientBuildNumber, describe::u32},
    {WTSClientName, describe::wstring},
    {WTSClientDirectory, describe::wstring},
    {WTSClientProductId, describe::u16},
    {WTSClientHardwareId, describe::u32},
    {WTSClientAddress, describe::type_of<WTS_CLIENT_ADDRESS>},
    {WTSClientDisplay, describe::type_of<WTS_CLIENT_DISPLAY>},
    {WTSClientProtocolType, describe::u16},
    {WTSIsRemoteSession, describe::boolean8},
};

/** The call comes first: its failure wins over a class that has no Python form. */
PyObject* query_session_information(const Function& function, Values& in) {
  ApiMemory<WCHAR> buffer;
  DWORD size = 0;
  auto info_class = static_cast<WTS_INFO_CLASS>(in.number(2));
  auto call = [&] { return WTSQuerySessionInformationW(in.handle(0), in.number(1), info_class, buffer.out(), &size); };
  if (!without_gil(call)) return raise_last_error(function.name);
  auto known = std::ranges::find(info_classes, in.number(2), &InfoClass::value);
  if (known == std::end(info_classes))
    return PyErr_Format(PyExc_NotImplementedError, "WTSInfoClass %u has no Python form", in.number(2));
  if (!buffer.get()) Py_RETURN_NONE;
  if (size < known->type.size) return raise_error(code(Win32::invalid_data), function.name);
  if (known->type.form == describe::Form::string) return from_text(buffer.get(), size / sizeof(WCHAR));
  return from_memory(known->type, buffer.get());
}

PyObject* disconnect_session(const Function& function, Values& in) {
  return done(function, [&] { return WTSDisconnectSession(in.handle(0), in.number(1), in.number(2) != 0); });
}

PyObject* logoff_session(const Function& function, Values& in) {
  return done(function, [&] { return WTSLogoffSession(in.handle(0), in.number(1), in.number(2) != 0); });
}

PyObject* query_user_token(const Function& function, Values& in) {
  HANDLE token = nullptr;
  if (!without_gil([&] { return WTSQueryUserToken(in.number(0), &token); })) return raise_last_error(function.name);
  return new_handle(token, HandleKind::plain);
}

PyObject* shutdown_system(const Function& function, Values& in) {
  return done(function, [&] { return WTSShutdownSystem(in.handle(0), in.number(1)); });
}

/** Names only, where pywin32 has names only. */
PyObject* enumerate_servers(const Function& function, Values& in) {
  ApiMemory<WTS_SERVER_INFOW> rows;
  DWORD count = 0;
  auto call = [&] { return WTSEnumerateServersW(in.text(0), in.number(2), in.number(1), rows.out(), &count); };
  if (!without_gil(call)) return raise_last_error(function.name);
  Ref names(PyTuple_New(static_cast<Py_ssize_t>(count)));
  for (DWORD i = 0; names && i < count; ++i) {
    PyObject* text = from_text(rows.get()[i].pServerName, SIZE_MAX);
    if (!text || PyTuple_SetItem(names.get(), static_cast<Py_ssize_t>(i), text) != 0) return nullptr;
  }
  return names.release();
}

DWORD bytes_of(const std::u16string& text) { return static_cast<DWORD>(text.size() * sizeof(WCHAR)); }

PyObject* send_message(const Function& function, Values& in) {
  std::u16string title = in.text(2), text = in.text(3);
  DWORD response = 0;
  auto call = [&] {
    return WTSSendMessageW(in.handle(0), in.number(1), title.data(), bytes_of(title), text.data(), bytes_of(text),
                           in.number(4), in.number(5), &response, in.number(6) != 0);
  };
  if (!without_gil(call)) return raise_last_error(function.name);
  return PyLong_FromUnsignedLong(response);
}

PyObject* active_console(const Function&, Values&) {
  return PyLong_FromUnsignedLong(without_gil([] { return WTSGetActiveConsoleSessionId(); }));
}

// ---- what is set for a user's sessions -----------------------------------------------------------------------------

constexpr uint32_t config_classes = WTSUserConfigfTerminalServerRemoteHomeDir + 1;

bool is_text_class(uint32_t config_class) {
  constexpr WTS_CONFIG_CLASS texts[] = {WTSUserConfigInitialProgram,           WTSUserConfigWorkingDirectory,
                                        WTSUserConfigModemCallbackPhoneNumber, WTSUserConfigTerminalServerProfilePath,
                                        WTSUserConfigTerminalServerHomeDir,    WTSUserConfigTerminalServerHomeDirDrive};
  return std::ranges::find(texts, static_cast<WTS_CONFIG_CLASS>(config_class)) != std::end(texts);
}

PyObject* no_form(uint32_t config_class) {
  return PyErr_Format(PyExc_NotImplementedError, "WTSConfigClass %u has no Python form", config_class);
}

/** The call comes first here too. */
PyObject* query_user_config(const Function& function, Values& in) {
  ApiMemory<WCHAR> buffer;
  DWORD size = 0;
  auto config_class = static_cast<WTS_CONFIG_CLASS>(in.number(2));
  auto call = [&] { return WTSQueryUserConfigW(in.text(0), in.text(1), config_class, buffer.out(), &size); };
  if (!without_gil(call)) return raise_last_error(function.name);
  if (in.number(2) >= config_classes) return no_form(in.number(2));
  if (!buffer.get()) Py_RETURN_NONE;
  if (is_text_class(in.number(2))) return from_text(buffer.get(), size / sizeof(WCHAR));
  if (size < sizeof(DWORD)) return raise_error(code(Win32::invalid_data), function.name);
  return from_memory(describe::u32, buffer.get());
}

/** An int of 32 bits; OverflowError for others, negative ones too. */
bool dword_from(PyObject* object, DWORD& value) {
  unsigned long number = PyLong_AsUnsignedLong(object);
  if (number == static_cast<unsigned long>(-1) && PyErr_Occurred()) return false;
  value = static_cast<DWORD>(number);
  if (number == value) return true;
  PyErr_SetString(PyExc_OverflowError, "integer does not fit in 32 bits");
  return false;
}

/** Its errors bear the other function's name, as pywin32's do. */
PyObject* set_user_config(const Function&, Values& in) {
  uint32_t value = in.number(2);
  if (value >= config_classes) return no_form(value);
  std::u16string text;
  DWORD number = 0;
  bool is_text = is_text_class(value);
  if (!(is_text ? text_from(in.object(3), text) : dword_from(in.object(3), number))) return nullptr;
  auto* buffer = is_text ? text.data() : reinterpret_cast<WCHAR*>(&number);
  auto length = is_text ? static_cast<DWORD>(text.size()) : DWORD{sizeof number};
  auto config_class = static_cast<WTS_CONFIG_CLASS>(value);
  if (!without_gil([&] { return WTSSetUserConfigW(in.text(0), in.text(1), config_class, buffer, length); }))
    return raise_last_error("WTSQueryUserConfig");
  Py_RETURN_NONE;
}

// ---- events --------------------------------------------------------------------------------------------------------

/** A signal whose handler does not raise leaves the wait as it was: nothing is lost by asking again. */
PyObject* wait_system_event(const Function& function, Values& in) {
  for (;;) {
    DWORD flags = 0;
    if (without_gil([&] { return WTSWaitSystemEvent(in.handle(0), in.number(1), &flags); }))
      return PyLong_FromUnsignedLong(flags);
    uint32_t why = GetLastError();
    if (PyErr_CheckSignals() < 0) return nullptr;
    if (why != code(Win32::rpc_call_cancelled)) return raise_error(why, function.name);
  }
}

PyObject* register_session_notification(const Function& function, Values& in) {
  return done(function, [&] { return WTSRegisterSessionNotification(static_cast<HWND>(in.handle(0)), in.number(1)); });
}

PyObject* unregister_session_notification(const Function& function, Values& in) {
  return done(function, [&] { return WTSUnRegisterSessionNotification(static_cast<HWND>(in.handle(0))); });
}

// ---- processes -----------------------------------------------------------------------------------------------------

PyObject* enumerate_processes(const Function& function, Values& in) {
  ApiMemory<WTS_PROCESS_INFOW> rows;
  DWORD count = 0;
  auto call = [&] { return WTSEnumerateProcessesW(in.handle(0), in.number(2), in.number(1), rows.out(), &count); };
  if (!without_gil(call)) return raise_last_error(function.name);
  return rows_from(describe::type_of<WTS_PROCESS_INFOW>, rows.get(), count, tuple_from);
}

PyObject* terminate_process(const Function& function, Values& in) {
  return done(function, [&] { return WTSTerminateProcess(in.handle(0), in.number(1), in.number(2)); });
}

PyObject* session_of_process(const Function& function, Values& in) {
  DWORD session = 0;
  if (!without_gil([&] { return ProcessIdToSessionId(in.number(0), &session); }))
    return raise_last_error(function.name);
  return PyLong_FromUnsignedLong(session);
}

// ---- the table -----------------------------------------------------------------------------------------------------

constexpr Argument server_name[] = {{"ServerName", Kind::str}};
constexpr Argument server[] = {{"Server", Kind::handle}};
constexpr Argument enumeration[] = {
    {"Server", Kind::handle, 0}, {"Version", Kind::uint32_mask, 1}, {"Reserved", Kind::uint32_mask, 0}};
constexpr Argument session_and_wait[] = {
    {"Server", Kind::handle}, {"SessionId", Kind::uint32_mask}, {"Wait", Kind::int32}};
constexpr Argument session_and_class[] = {
    {"Server", Kind::handle}, {"SessionId", Kind::uint32_mask}, {"WTSInfoClass", Kind::uint32_mask}};
constexpr Argument process_and_code[] = {
    {"Server", Kind::handle}, {"ProcessId", Kind::uint32_mask}, {"ExitCode", Kind::uint32_mask}};
constexpr Argument message[] = {
    {"Server", Kind::handle},     {"SessionId", Kind::uint32_mask}, {"Title", Kind::str}, {"Message", Kind::str},
    {"Style", Kind::uint32_mask}, {"Timeout", Kind::uint32_mask},   {"Wait", Kind::int32}};
constexpr Argument session_alone[] = {{"SessionId", Kind::uint32_mask}};
constexpr Argument server_and_flag[] = {{"Server", Kind::handle}, {"ShutdownFlag", Kind::uint32_mask}};
constexpr Argument domain[] = {
    {"DomainName", Kind::str_or_none, 0}, {"Version", Kind::uint32_mask, 1}, {"Reserved", Kind::uint32_mask, 0}};
constexpr Argument server_and_events[] = {{"Server", Kind::handle, 0}, {"EventMask", Kind::uint32_mask, WTS_EVENT_ALL}};
constexpr Argument window_and_flags[] = {{"Wnd", Kind::handle}, {"Flags", Kind::uint32_mask}};
constexpr Argument window[] = {{"Wnd", Kind::handle}};
constexpr Argument user_and_class[] = {{"ServerName", Kind::str_or_none},
                                       {"UserName", Kind::str},
                                       {"WTSConfigClass", Kind::uint32_mask, {}, "ConfigClass"}};
constexpr Argument user_class_and_value[] = {{"ServerName", Kind::str_or_none},
                                             {"UserName", Kind::str},
                                             {"WTSConfigClass", Kind::uint32_mask, {}, "ConfigClass"},
                                             {"Buffer", Kind::object}};
constexpr Argument process[] = {{"ProcessId", Kind::uint32_mask}};

constexpr Function functions[] = {
    {"WTSOpenServer", server_name, open_server, doc("win32ts.WTSOpenServer")},
    {"WTSCloseServer", server, close_server, doc("win32ts.WTSCloseServer")},
    {"WTSEnumerateSessions", enumeration, enumerate_sessions, doc("win32ts.WTSEnumerateSessions")},
    {"WTSQuerySessionInformation", session_and_class, query_session_information,
     doc("win32ts.WTSQuerySessionInformation")},
    {"WTSDisconnectSession", session_and_wait, disconnect_session, doc("win32ts.WTSDisconnectSession")},
    {"WTSLogoffSession", session_and_wait, logoff_session, doc("win32ts.WTSLogoffSession")},
    {"WTSQueryUserToken", session_alone, query_user_token, doc("win32ts.WTSQueryUserToken")},
    {"WTSShutdownSystem", server_and_flag, shutdown_system, doc("win32ts.WTSShutdownSystem")},
    {"WTSEnumerateServers", domain, enumerate_servers, doc("win32ts.WTSEnumerateServers")},
    {"WTSSendMessage", message, send_message, doc("win32ts.WTSSendMessage")},
    {"WTSQueryUserConfig", user_and_class, query_user_config, doc("win32ts.WTSQueryUserConfig")},
    {"WTSSetUserConfig", user_class_and_value, set_user_config, doc("win32ts.WTSSetUserConfig")},
    {"WTSWaitSystemEvent", server_and_events, wait_system_event, doc("win32ts.WTSWaitSystemEvent")},
    {"WTSRegisterSessionNotification", window_and_flags, register_session_notification,
     doc("win32ts.WTSRegisterSessionNotification")},
    {"WTSUnRegisterSessionNotification", window, unregister_session_notification,
     doc("win32ts.WTSUnRegisterSessionNotification")},
    {"WTSEnumerateProcesses", enumeration, enumerate_processes, doc("win32ts.WTSEnumerateProcesses")},
    {"WTSTerminateProcess", process_and_code, terminate_process, doc("win32ts.WTSTerminateProcess")},
    {"ProcessIdToSessionId", process, session_of_process, doc("win32ts.ProcessIdToSessionId")},
    {"WTSGetActiveConsoleSessionId", {}, active_console, doc("win32ts.WTSGetActiveConsoleSessionId")},
};

}  // namespace

PyObject* win32ts_functions() { return functions_of<functions>("win32ts"); }

}  // namespace nta::python
