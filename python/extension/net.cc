// Results of win32net's functions.
#include "net.h"

#include "describe/memory.h"
#include "error.h"
#include "values.h"

namespace nta::python {

PyObject* raise_status(const Function& function, NET_API_STATUS status) {
  const char* name = function.error_name ? function.error_name : function.name;
  return is_interrupted() ? nullptr : raise_error(status, name);
}

const describe::Type* row_of(NetLevels levels, uint32_t number) {
  for (const NetLevel& level : levels)
    if (level.number == number) return level.row;
  PyErr_Format(PyExc_ValueError, "this function has no level %d", static_cast<int>(number));
  return nullptr;
}

PyObject* info_result(const Function& function, const describe::Type& row, NET_API_STATUS status,
                      const NetBlock& block) {
  if (status != NERR_Success) return raise_status(function, status);
  return dict_from(row, block.get());
}

bool append_rows(PyObject* list, const describe::Type& row, const Listing& listing) {
  for (DWORD i = 0; i < listing.count; ++i) {
    Ref item(dict_from(row, describe::at(listing.block.get(), size_t{i} * row.size)));
    if (!item || PyList_Append(list, item.get()) < 0) return false;
  }
  return true;
}

PyObject* list_result(const Function& function, const describe::Type& row, NET_API_STATUS status,
                      const Listing& listing, PyObject* resume) {
  Ref position(resume);
  if (status != NERR_Success && status != ERROR_MORE_DATA) return raise_status(function, status);
  Ref rows(PyList_New(0));
  if (!position || !rows || !append_rows(rows.get(), row, listing)) return nullptr;
  return Py_BuildValue("OiO", rows.get(), static_cast<int32_t>(listing.total), position.get());
}

}  // namespace nta::python
