#include "tokens.h"

#include <vector>

#include "arguments.h"
#include "docs.h"
#include "error.h"
#include "handle.h"
#include "ntadmin/win/processthreadsapi.h"
#include "ntadmin/win/sddl.h"
#include "ntadmin/win/securitybaseapi.h"
#include "ntadmin/win/winbase.h"
#include "ntadmin/win/winerror.h"
#include "sid.h"
#include "values.h"

namespace nta::python {
namespace {

// ---- win32security

PyObject* sid_at(const void* sid) {
  auto* bytes = static_cast<const uint8_t*>(sid);
  return new_sid({bytes, 8 + size_t{bytes[1]} * 4});
}

PyObject* row_from(const SID_AND_ATTRIBUTES& row) {
  return Py_BuildValue("(Nk)", sid_at(row.Sid), row.Attributes + 0UL);
}

PyObject* rows_from(const TOKEN_GROUPS& groups) {
  Ref rows(PyTuple_New(static_cast<Py_ssize_t>(groups.GroupCount)));
  for (DWORD i = 0; rows && i < groups.GroupCount; ++i) {
    PyObject* row = row_from(groups.Groups[i]);
    if (!row || PyTuple_SetItem(rows.get(), static_cast<Py_ssize_t>(i), row) != 0) return nullptr;
  }
  return rows.release();
}

long long number_of(const LUID& id) { return (static_cast<long long>(id.HighPart) << 32) | id.LowPart; }

PyObject* dict_from(const TOKEN_STATISTICS& all) {
  return Py_BuildValue(
      "{sLsLsLsisisksksksksL}", "TokenId", number_of(all.TokenId), "AuthenticationId", number_of(all.AuthenticationId),
      "ExpirationTime", static_cast<long long>(all.ExpirationTime.QuadPart), "TokenType",
      static_cast<int>(all.TokenType), "ImpersonationLevel", static_cast<int>(all.ImpersonationLevel), "DynamicCharged",
      all.DynamicCharged + 0UL, "DynamicAvailable", all.DynamicAvailable + 0UL, "GroupCount", all.GroupCount + 0UL,
      "PrivilegeCount", all.PrivilegeCount + 0UL, "ModifiedId", number_of(all.ModifiedId));
}

PyObject* value_from(DWORD wanted, const void* data) {
  switch (wanted) {
    case TokenUser:
      return row_from(static_cast<const TOKEN_USER*>(data)->User);
    case TokenGroups:
      return rows_from(*static_cast<const TOKEN_GROUPS*>(data));
    case TokenOwner:
    case TokenPrimaryGroup:
      return sid_at(static_cast<const TOKEN_OWNER*>(data)->Owner);
    case TokenStatistics:
      return dict_from(*static_cast<const TOKEN_STATISTICS*>(data));
    default:
      return PyLong_FromUnsignedLong(*static_cast<const DWORD*>(data));
  }
}

PyObject* get_token_information(const Function& function, Values& in) {
  auto wanted = static_cast<TOKEN_INFORMATION_CLASS>(in.number(1));
  DWORD size = 0;
  GetTokenInformation(in.handle(0), wanted, nullptr, 0, &size);
  std::vector<uint64_t> data(size / sizeof(uint64_t) + 1);  // aligned as its pointers are
  if (!GetTokenInformation(in.handle(0), wanted, data.data(), size, &size)) return raise_last_error(function.name);
  return value_from(in.number(1), data.data());
}

PyObject* duplicate_token(const Function& function, Values& in) {
  HANDLE made = nullptr;
  auto level = static_cast<SECURITY_IMPERSONATION_LEVEL>(in.number(1));
  auto type = static_cast<TOKEN_TYPE>(in.number(3));
  if (!DuplicateTokenEx(in.handle(0), in.number(2), nullptr, level, type, &made))
    return raise_last_error(function.name);
  return new_handle(made, HandleKind::plain);
}

/** Calls `look_up`, first without room, then with what it needs. */
template <class LookUp>
bool with_room(LookUp look_up, std::vector<uint8_t>& sid, std::u16string& text, std::u16string& domain) {
  DWORD sizes[3] = {};
  auto call = [&] { return look_up(sid.data(), &sizes[0], text.data(), &sizes[1], domain.data(), &sizes[2]); };
  if (without_gil(call) || GetLastError() != static_cast<DWORD>(ERROR_INSUFFICIENT_BUFFER)) return false;
  sid.resize(sizes[0]);
  text.resize(sizes[1]);
  domain.resize(sizes[2]);
  return without_gil(call);
}

PyObject* lookup_account_name(const Function& function, Values& in) {
  std::vector<uint8_t> sid;
  std::u16string none, domain;
  SID_NAME_USE kind{};
  auto look_up = [&](void* to, DWORD* size, char16_t*, DWORD*, char16_t* domain_to, DWORD* domain_size) {
    return LookupAccountNameW(in.text(0), in.text(1), to, size, domain_to, domain_size, &kind);
  };
  if (!with_room(look_up, sid, none, domain)) return raise_last_error(function.name);
  return Py_BuildValue("(NNi)", new_sid(sid), from_text(domain.data(), domain.size()), static_cast<int>(kind));
}

PyObject* lookup_account_sid(const Function& function, Values& in) {
  PyObject* given = in.object(1);
  if (!is_sid(given)) return PyErr_Format(PyExc_TypeError, "sid must be a PySID");
  std::span<const uint8_t> bytes = valid_sid(given);
  if (bytes.empty()) return raise_error(ERROR_INVALID_SID, function.name);
  std::vector<uint8_t> sid(bytes.begin(), bytes.end()), none;
  std::u16string name, domain;
  SID_NAME_USE kind{};
  auto look_up = [&](void*, DWORD*, char16_t* to, DWORD* size, char16_t* domain_to, DWORD* domain_size) {
    return LookupAccountSidW(in.text(0), sid.data(), to, size, domain_to, domain_size, &kind);
  };
  if (!with_room(look_up, none, name, domain)) return raise_last_error(function.name);
  return Py_BuildValue("(NNi)", from_text(name.data(), name.size()), from_text(domain.data(), domain.size()),
                       static_cast<int>(kind));
}

PyObject* convert_string_sid(const Function& function, Values& in) {
  PSID sid = nullptr;
  if (!ConvertStringSidToSidW(in.text(0), &sid)) return raise_last_error(function.name);
  PyObject* made = sid_at(sid);
  LocalFree(sid);
  return made;
}

// ---- win32process

/** {"NAME": "value"} as the block that the API takes. False with TypeError set. */
bool block_from(PyObject* environment, std::u16string& block) {
  Ref items(PyMapping_Items(environment));
  if (!items) return false;
  for (Py_ssize_t i = 0; i < PyList_Size(items.get()); ++i) {
    PyObject* item = PyList_GetItem(items.get(), i);
    if (!PyTuple_Check(item) || PyTuple_Size(item) != 2) {
      PyErr_SetString(PyExc_TypeError, "the items of an environment are pairs of a name and a value");
      return false;
    }
    std::u16string name, value;
    if (!text_from(PyTuple_GetItem(item, 0), name) || !text_from(PyTuple_GetItem(item, 1), value)) return false;
    block += name.substr(0, name.find(u'\0')) + u"=" + value.substr(0, value.find(u'\0')) + u'\0';
  }
  block += u'\0';
  return true;
}

bool startup_from(PyObject* object, STARTUPINFOW& startup) {
  startup.cb = sizeof startup;
  if (!object || object == Py_None) return true;
  Ref flags(PyObject_GetAttrString(object, "dwFlags"));
  if (!flags) return false;
  startup.dwFlags = static_cast<DWORD>(PyLong_AsUnsignedLongMask(flags.get()));
  return !PyErr_Occurred();
}

PyObject* create_process_as_user(const Function& function, Values& in) {
  std::u16string block;
  STARTUPINFOW startup{};
  bool has_block = in.object(7) != Py_None;
  if ((has_block && !block_from(in.object(7), block)) || !startup_from(in.object(9), startup)) return nullptr;
  PROCESS_INFORMATION made{};
  DWORD flags = in.number(6) | (has_block ? DWORD{CREATE_UNICODE_ENVIRONMENT} : 0);
  auto call = [&] {
    return CreateProcessAsUserW(in.handle(0), in.text(1), in.text(2), nullptr, nullptr, in.number(5) != 0, flags,
                                has_block ? block.data() : nullptr, in.text(8), &startup, &made);
  };
  if (!without_gil(call)) return raise_last_error(function.name);
  return Py_BuildValue("(NNkk)", new_handle(made.hProcess, HandleKind::plain),
                       new_handle(made.hThread, HandleKind::plain), made.dwProcessId + 0UL, made.dwThreadId + 0UL);
}

constexpr Argument token_and_class[] = {{"TokenHandle", Kind::handle}, {"TokenInformationClass", Kind::uint32_mask}};
constexpr Argument token_to_copy[] = {{"ExistingToken", Kind::handle},
                                      {"ImpersonationLevel", Kind::uint32_mask},
                                      {"DesiredAccess", Kind::uint32_mask},
                                      {"TokenType", Kind::uint32_mask},
                                      {"TokenAttributes", Kind::object, 0}};
constexpr Argument system_and_name[] = {{"systemName", Kind::str_or_none}, {"accountName", Kind::str}};
constexpr Argument system_and_sid[] = {{"systemName", Kind::str_or_none}, {"sid", Kind::object}};
constexpr Argument sid_text[] = {{"StringSid", Kind::str}};
constexpr Argument program[] = {{"hToken", Kind::handle},
                                {"appName", Kind::str_or_none},
                                {"commandLine", Kind::str_or_none},
                                {"processAttributes", Kind::object},
                                {"threadAttributes", Kind::object},
                                {"bInheritHandles", Kind::int32},
                                {"dwCreationFlags", Kind::uint32_mask},
                                {"newEnvironment", Kind::object},
                                {"currentDirectory", Kind::str_or_none},
                                {"startupinfo", Kind::object}};

constexpr Function security[] = {
    {"ConvertStringSidToSid", sid_text, convert_string_sid, doc("win32security.ConvertStringSidToSid"),
     Naming::by_position_only},
    {"DuplicateTokenEx", token_to_copy, duplicate_token, doc("win32security.DuplicateTokenEx")},
    {"GetTokenInformation", token_and_class, get_token_information, doc("win32security.GetTokenInformation")},
    {"LookupAccountName", system_and_name, lookup_account_name, doc("win32security.LookupAccountName"),
     Naming::by_position_only},
    {"LookupAccountSid", system_and_sid, lookup_account_sid, doc("win32security.LookupAccountSid"),
     Naming::by_position_only}};
constexpr Function processes[] = {
    {"CreateProcessAsUser", program, create_process_as_user, doc("win32process.CreateProcessAsUser")}};

}  // namespace

PyObject* win32security_functions() { return functions_of<security>("win32security"); }
PyObject* win32process_functions() { return functions_of<processes>("win32process"); }

}  // namespace nta::python
