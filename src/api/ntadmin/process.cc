// CreateProcessAsUser: asked of the session's own process, which lets its user and root only.
#include <cstring>
#include <optional>

#include "api/ntadmin/boundary.h"
#include "api/ntadmin/command_line.h"
#include "api/ntadmin/handles.h"
#include "api/ntadmin/token.h"
#include "base/utf16.h"
#include "ntadmin/win/processthreadsapi.h"
#include "session/client/connection.h"

namespace nta::api {
namespace {

constexpr DWORD silent_flags = DETACHED_PROCESS | CREATE_NO_WINDOW;
constexpr DWORD known_flags = silent_flags | CREATE_NEW_CONSOLE | NORMAL_PRIORITY_CLASS | CREATE_NEW_PROCESS_GROUP |
                              CREATE_UNICODE_ENVIRONMENT | CREATE_BREAKAWAY_FROM_JOB;

/** What both forms of the call come to: UTF-8. */
struct Request {
  std::optional<std::string> application;
  std::string command_line;
  DWORD flags = 0;
  std::optional<std::vector<std::string>> environment;
  std::string directory;
};

std::string utf8(const char* text) { return text ? text : ""; }
std::string utf8(const char16_t* text) { return to_utf8(view_or_empty(text)); }

template <class Char>
std::vector<std::string> texts_at(const Char* block) {
  std::vector<std::string> texts;
  while (*block) {
    texts.push_back(utf8(block));
    block += std::char_traits<Char>::length(block) + 1;
  }
  return texts;
}

template <class Char>
Request request_from(const Char* application, const Char* line, DWORD flags, const void* environment,
                     const Char* directory) {
  Request request{.command_line = utf8(line), .flags = flags, .directory = utf8(directory)};
  if (application) request.application = utf8(application);
  if (environment && (flags & CREATE_UNICODE_ENVIRONMENT))
    request.environment = texts_at(static_cast<const char16_t*>(environment));
  else if (environment)
    request.environment = texts_at(static_cast<const char*>(environment));
  return request;
}

Result<std::vector<std::string>> words_of(const Request& request) {
  auto words = split_command_line(request.command_line);
  if (request.application && words.empty()) words.emplace_back();
  if (request.application) words.front() = *request.application;
  if (words.empty() || words.front().empty()) return fail(Win32::invalid_parameter, "no program was named");
  return words;
}

Result<void> check(const Request& request, DWORD startup_flags) {
  if (request.flags & CREATE_SUSPENDED) return fail(Win32::not_supported, "a program here starts at once");
  if (startup_flags & STARTF_USESTDHANDLES) return fail(Win32::not_supported, "handles are no files here");
  if (request.flags & ~known_flags) return fail(Win32::invalid_parameter, "flags {:#x}", request.flags);
  return {};
}

/** Good as long as the texts are. */
std::vector<const char*> pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> out;
  for (const std::string& text : texts) out.push_back(text.c_str());
  return out;
}

Result<session::Connection> connect_to(const Token& token) {
  if (token.socket.empty())
    return fail(Win32::not_supported, "session {} is a login of the system's: no program can be put in it",
                token.session);
  auto opened = session::Connection::open(token.socket.substr(0, token.socket.rfind('/')), session::Role::client);
  if (opened) return opened;
  bool is_gone = opened.error().code == Win32::file_not_found || opened.error().code == Win32::netname_deleted;
  if (is_gone) return fail(Win32::ctx_winstation_not_found, "session {} has ended", token.session);
  return std::move(opened).error();
}

Result<DWORD> run_in_session(const Token& token, const Request& request) {
  NTA_TRY(auto words, words_of(request));
  auto arguments = pointers(words);
  auto settings = request.environment.value_or(std::vector<std::string>());
  auto environment = pointers(settings);
  session::Run run{.request = 1,
                   .silent = (request.flags & silent_flags) != 0,
                   .working_directory = request.directory.c_str(),
                   .argument_count = static_cast<uint32_t>(arguments.size()),
                   .arguments = arguments.data(),
                   .own_environment = request.environment.has_value(),
                   .environment_count = static_cast<uint32_t>(environment.size()),
                   .environment = environment.data()};
  Bytes bytes;
  NTA_CHECK(session::append(bytes, run));
  if (bytes.size() > session::largest_request)
    return fail(Win32::invalid_parameter, "a command line and environment of {} bytes", bytes.size());
  NTA_TRY(auto connection, connect_to(token));
  uint32_t pid = 0;
  NTA_CHECK(connection.call(run, std::chrono::seconds(30), [&pid](const session::Frame& frame) {
    if (frame.type != session::MessageType::ran) return;
    if (auto ran = session::decode<session::Ran>(frame)) pid = (*ran)->pid;
  }));
  return DWORD{pid};
}

Result<void> create(HANDLE handle, const Request& request, DWORD startup_flags, PROCESS_INFORMATION* information) {
  if (!information) return fail(Win32::invalid_parameter, "null output");
  NTA_TRY(auto token, find_handle_as<Token>(HandleKind::token, handle));
  NTA_CHECK(check(request, startup_flags));
  NTA_TRY(DWORD pid, run_in_session(*token, request));
  PROCESS_INFORMATION made{.dwProcessId = pid, .dwThreadId = pid};
  NTA_TRY(made.hProcess, open_handle(HandleKind::process, std::make_shared<DWORD>(pid)));
  NTA_TRY(made.hThread, open_handle(HandleKind::process, std::make_shared<DWORD>(pid)));
  *information = made;
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

HANDLE GetCurrentProcess() { return reinterpret_cast<HANDLE>(INT64_C(-1)); }

BOOL CreateProcessAsUserW(HANDLE hToken, LPCWSTR lpApplicationName, LPWSTR lpCommandLine, void*, void*, BOOL,
                          DWORD dwCreationFlags, LPVOID lpEnvironment, LPCWSTR lpCurrentDirectory,
                          LPSTARTUPINFOW lpStartupInfo, LPPROCESS_INFORMATION lpProcessInformation) {
  return c_boundary([&] {
    const char16_t* line = lpCommandLine;
    auto request = request_from<char16_t>(lpApplicationName, line, dwCreationFlags, lpEnvironment, lpCurrentDirectory);
    return create(hToken, request, lpStartupInfo ? lpStartupInfo->dwFlags : 0, lpProcessInformation);
  });
}

BOOL CreateProcessAsUserA(HANDLE hToken, LPCSTR lpApplicationName, LPSTR lpCommandLine, void*, void*, BOOL,
                          DWORD dwCreationFlags, LPVOID lpEnvironment, LPCSTR lpCurrentDirectory,
                          LPSTARTUPINFOA lpStartupInfo, LPPROCESS_INFORMATION lpProcessInformation) {
  return c_boundary([&] {
    const char* line = lpCommandLine;
    auto request = request_from<char>(lpApplicationName, line, dwCreationFlags, lpEnvironment, lpCurrentDirectory);
    return create(hToken, request, lpStartupInfo ? lpStartupInfo->dwFlags : 0, lpProcessInformation);
  });
}
