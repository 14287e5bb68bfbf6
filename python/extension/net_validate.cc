// The input's members are given like arguments, in a dictionary or a tuple, so that a row of arguments describes them.
#include "net_validate.h"

#include "base/filetime.h"
#include "net.h"
#include "ntadmin/win/lmaccess.h"

namespace nta::python::validation {
namespace {

/** One way to give `arg`, with the server of the call it belongs to. */
struct Form : Function {
  LPCWSTR server = nullptr;
};

constexpr Argument authentication_members[] = {{"InputPersistedFields", Kind::object, 0},
                                               {"PasswordMatched", Kind::int32, 0}};
constexpr Argument change_members[] = {{"InputPersistedFields", Kind::object, 0},
                                       {"ClearPassword", Kind::str_or_none, 0},
                                       {"UserAccountName", Kind::str_or_none, 0},
                                       {"HashedPassword", Kind::object, 0},
                                       {"PasswordMatch", Kind::int32, 0}};

PyObject* value_error(const char* text) {
  PyErr_SetString(PyExc_ValueError, text);
  return nullptr;
}

bool has_no_fields(const Values& in) {
  if (!in.object(0) || in.object(0) == Py_None) return true;
  value_error("InputPersistedFields can only be None");
  return false;
}

/** The bytes of a hash: what has a buffer, a text as UTF-8, or none. */
bool hash_from(PyObject* object, std::string& bytes) {
  if (!object || object == Py_None) return true;
  Ref copy(PyUnicode_Check(object) ? PyUnicode_AsUTF8String(object) : PyBytes_FromObject(object));
  char* data = nullptr;
  Py_ssize_t size = 0;
  if (!copy || PyBytes_AsStringAndSize(copy.get(), &data, &size) < 0) return false;
  bytes.assign(data, static_cast<size_t>(size));
  return true;
}

// ---- the answer

Ref time_object(const FILETIME& time) {
  Ref module(PyImport_ImportModule("pywintypes"));
  uint64_t ticks = uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime;
  return Ref(module ? PyObject_CallMethod(module.get(), "TimeStamp", "K", static_cast<unsigned long long>(ticks))
                    : nullptr);
}

Ref number_object(ULONG number) { return Ref(PyLong_FromUnsignedLong(number)); }

/** The first of the hashes, as pywin32 has it. */
Ref first_hash(const NET_VALIDATE_PERSISTED_FIELDS& fields) {
  if (fields.PasswordHistoryLength == 0 || !fields.PasswordHistory) return Ref::borrow(Py_None);
  const NET_VALIDATE_PASSWORD_HASH& hash = fields.PasswordHistory[0];
  return Ref(PyBytes_FromStringAndSize(reinterpret_cast<const char*>(hash.Hash), static_cast<Py_ssize_t>(hash.Length)));
}

/** Only the members that the answer says are there. */
Ref fields_object(const NET_VALIDATE_PERSISTED_FIELDS& fields) {
  Ref dict(PyDict_New());
  auto add = [&](ULONG bit, const char* name, auto make) {
    if (!dict || !(fields.PresentFields & bit)) return;
    Ref value = make();
    if (!value || PyDict_SetItemString(dict.get(), name, value.get()) < 0) dict = Ref();
  };
  add(NET_VALIDATE_PASSWORD_LAST_SET, "PasswordLastSet", [&] { return time_object(fields.PasswordLastSet); });
  add(NET_VALIDATE_BAD_PASSWORD_TIME, "BadPasswordTime", [&] { return time_object(fields.BadPasswordTime); });
  add(NET_VALIDATE_LOCKOUT_TIME, "LockoutTime", [&] { return time_object(fields.LockoutTime); });
  add(NET_VALIDATE_BAD_PASSWORD_COUNT, "BadPasswordCount", [&] { return number_object(fields.BadPasswordCount); });
  add(NET_VALIDATE_PASSWORD_HISTORY_LENGTH, "PasswordHistoryLength",
      [&] { return number_object(fields.PasswordHistoryLength); });
  add(NET_VALIDATE_PASSWORD_HISTORY, "PasswordHistory", [&] { return first_hash(fields); });
  return dict;
}

PyObject* ask(const Function& form, NET_VALIDATE_PASSWORD_TYPE type, void* input) {
  void* block = nullptr;
  NET_API_STATUS status = without_gil(
      [&] { return NetValidatePasswordPolicy(static_cast<const Form&>(form).server, nullptr, type, input, &block); });
  if (status != NERR_Success) return raise_status(form, status);
  auto* output = static_cast<NET_VALIDATE_OUTPUT_ARG*>(block);
  Ref fields = fields_object(output->ChangedPersistedFields);
  PyObject* result =
      fields ? Py_BuildValue("(Ok)", fields.get(), static_cast<unsigned long>(output->ValidationStatus)) : nullptr;
  NetValidatePasswordPolicyFree(&block);
  return result;
}

PyObject* authentication(const Function& form, Values& in) {
  NET_VALIDATE_AUTHENTICATION_INPUT_ARG input{};
  input.PasswordMatched = in.number(1) != 0;
  return ask(form, NetValidateAuthentication, &input);
}

PyObject* password_change(const Function& form, Values& in) {
  std::string hash;
  if (!hash_from(in.object(3), hash)) return nullptr;
  NET_VALIDATE_PASSWORD_CHANGE_INPUT_ARG input{};
  input.ClearPassword = in.text(1);
  input.UserAccountName = in.text(2);
  input.HashedPassword = {static_cast<ULONG>(hash.size()), reinterpret_cast<LPBYTE>(hash.data())};
  input.PasswordMatch = in.number(4) != 0;
  return ask(form, NetValidatePasswordChange, &input);
}

}  // namespace

bool has_no_qualifier(const Values& in) {
  if (in.object(1) == Py_None) return true;
  value_error("Qualifier can only be None");
  return false;
}

PyObject* validate(const Function& function, Values& in) {
  Form form{
      {function.name, authentication_members, authentication, function.doc, Naming::by_keyword_too, has_no_fields},
      in.text(0)};
  if (in.number(2) == NetValidatePasswordChange) {
    form.arguments = change_members;
    form.call = password_change;
  } else if (in.number(2) != NetValidateAuthentication) {
    return value_error("only types 1 and 2 can be validated");
  }
  PyObject* given = in.object(3);
  Ref none(PyTuple_New(0));
  if (none && PyDict_Check(given)) return invoke(form, none.get(), given);
  if (none && PyTuple_Check(given)) return invoke(form, given, nullptr);
  if (none) PyErr_SetString(PyExc_TypeError, "a dict or a tuple is required");
  return nullptr;
}

}  // namespace nta::python::validation
