// The shapes of win32net's functions: by level to a dictionary, by level from one, list with a resume value, act. A row
// of win32net.cc names the function of the C API and its levels; nothing else is written for it.
#pragma once

#include <iterator>

#include "api/client/pages.h"
#include "arguments.h"
#include "describe/type.h"
#include "mapping.h"
#include "ntadmin/win/lmapibuf.h"
#include "ntadmin/win/lmerr.h"

namespace nta::python {

struct NetLevel {
  uint32_t number;
  const describe::Type* row;
};
using NetLevels = std::span<const NetLevel>;

template <uint32_t Number, class Row>
inline constexpr NetLevel level{Number, &describe::type_of<Row>};

/** Owns a block that the API returned. */
class NetBlock {
 public:
  NetBlock() = default;
  NetBlock(const NetBlock&) = delete;
  NetBlock& operator=(const NetBlock&) = delete;
  ~NetBlock() { NetApiBufferFree(block_); }
  LPBYTE* out() { return &block_; }
  const void* get() const { return block_; }
  template <class T>
  const T* as() const {
    return reinterpret_cast<const T*>(block_);
  }

 private:
  LPBYTE block_ = nullptr;
};

/** pywintypes.error with the returned code; a signal handler that raises goes first. Always null. */
PyObject* raise_status(const Function& function, NET_API_STATUS status);

/** The row of a level; null with ValueError for one that the function does not have. */
const describe::Type* row_of(NetLevels levels, uint32_t number);

/** None, or the error. */
template <class Call>
PyObject* net_done(const Function& function, Call call) {
  NET_API_STATUS status = without_gil(call);
  if (status != NERR_Success) return raise_status(function, status);
  Py_RETURN_NONE;
}

// ---- by level to a dictionary

PyObject* info_result(const Function& function, const describe::Type& row, NET_API_STATUS status,
                      const NetBlock& block);

/** (server, level) */
template <auto Api, const auto& Levels>
PyObject* get_info(const Function& function, Values& in) {
  const describe::Type* row = row_of(Levels, in.number(1));
  if (!row) return nullptr;
  NetBlock block;
  NET_API_STATUS status = without_gil([&] { return Api(in.text(0), in.number(1), block.out()); });
  return info_result(function, *row, status, block);
}

/** (server, name, level) */
template <auto Api, const auto& Levels>
PyObject* get_named_info(const Function& function, Values& in) {
  const describe::Type* row = row_of(Levels, in.number(2));
  if (!row) return nullptr;
  NetBlock block;
  NET_API_STATUS status = without_gil([&] { return Api(in.text(0), in.text(1), in.number(2), block.out()); });
  return info_result(function, *row, status, block);
}

// ---- by level from a mapping

/** (server, level, data), for Add and Set alike. */
template <auto Api, const auto& Levels>
PyObject* set_info(const Function& function, Values& in) {
  const describe::Type* row = row_of(Levels, in.number(1));
  Structure data;
  if (!row || !data.fill(*row, in.object(2))) return nullptr;
  DWORD parm_err = 0;
  return net_done(function, [&] { return Api(in.text(0), in.number(1), data.bytes(), &parm_err); });
}

/** (server, name, level, data) */
template <auto Api, const auto& Levels>
PyObject* set_named_info(const Function& function, Values& in) {
  const describe::Type* row = row_of(Levels, in.number(2));
  Structure data;
  if (!row || !data.fill(*row, in.object(3))) return nullptr;
  DWORD parm_err = 0;
  return net_done(function, [&] { return Api(in.text(0), in.text(1), in.number(2), data.bytes(), &parm_err); });
}

/** (server, name, level, sequence of data) */
template <auto Api, const auto& Levels>
PyObject* set_members(const Function& function, Values& in) {
  const describe::Type* row = row_of(Levels, in.number(2));
  Structure data;
  if (!row || !data.fill_all(*row, in.object(3))) return nullptr;
  return net_done(function, [&] { return Api(in.text(0), in.text(1), in.number(2), data.bytes(), data.count()); });
}

// ---- lists

/** What one call of an enumeration gives. */
struct Listing {
  NetBlock block;
  DWORD count = 0;
  DWORD total = 0;
};

/** A list of dictionaries, added to `list`. */
bool append_rows(PyObject* list, const describe::Type& row, const Listing& listing);
/** (list, total, resume), or the error. Resume is 0 unless there is more. */
PyObject* list_result(const Function& function, const describe::Type& row, NET_API_STATUS status,
                      const Listing& listing, PyObject* resume);

template <class Position>
PyObject* position_object(NET_API_STATUS status, Position position) {
  if (status != ERROR_MORE_DATA) return PyLong_FromLong(0);
  if constexpr (sizeof(Position) == sizeof(DWORD)) return PyLong_FromLong(static_cast<int32_t>(position));
  return PyLong_FromUnsignedLongLong(position);
}

/** One call of an enumeration that can be taken up again: `call` gets the listing and the position. */
template <class Position, class Call>
PyObject* list_from(const Function& function, NetLevels levels, uint32_t level, Position position, Call call) {
  const describe::Type* row = row_of(levels, level);
  if (!row) return nullptr;
  Listing listing;
  NET_API_STATUS status = without_gil([&] { return call(listing, &position); });
  return list_result(function, *row, status, listing, position_object(status, position));
}

/** (server, level, resume, preferred length); Position is the API's type of the resume value. */
template <auto Api, const auto& Levels, class Position = DWORD>
PyObject* list(const Function& function, Values& in) {
  return list_from(function, Levels, in.number(1), static_cast<Position>(in.wide_number(2)),
                   [&](Listing& listing, Position* position) {
                     return Api(in.text(0), in.number(1), listing.block.out(), in.number(3), &listing.count,
                                &listing.total, position);
                   });
}

/** (server, name, level, resume, preferred length) */
template <auto Api, const auto& Levels, class Position = DWORD_PTR>
PyObject* list_of_named(const Function& function, Values& in) {
  return list_from(function, Levels, in.number(2), static_cast<Position>(in.wide_number(3)),
                   [&](Listing& listing, Position* position) {
                     return Api(in.text(0), in.text(1), in.number(2), listing.block.out(), in.number(4), &listing.count,
                                &listing.total, position);
                   });
}

/** All of an enumeration as a list of what `item` makes of a row; `call` is repeated while there is more. */
template <class Position, class Call, class Append>
PyObject* whole_list(const Function& function, Call call, Append append) {
  Ref result(PyList_New(0));
  Position position{};
  client::Pages pages;
  NET_API_STATUS status = ERROR_MORE_DATA;
  while (result && status == ERROR_MORE_DATA) {
    Listing listing;
    status = without_gil([&] { return call(listing, &position); });
    if (status != NERR_Success && status != ERROR_MORE_DATA) return raise_status(function, status);
    bool has_more = status == ERROR_MORE_DATA;
    if (has_more && (listing.count == 0 || !pages.may_go_to(position, listing.count)))
      return raise_status(function, status);
    if (!append(result.get(), listing) || PyErr_CheckSignals() < 0) return nullptr;
  }
  return result.release();
}

// ---- acts

/** Texts only. */
template <auto Api>
PyObject* act_on_two(const Function& function, Values& in) {
  return net_done(function, [&] { return Api(in.text(0), in.text(1)); });
}
template <auto Api>
PyObject* act_on_three(const Function& function, Values& in) {
  return net_done(function, [&] { return Api(in.text(0), in.text(1), in.text(2)); });
}
/** (server, name, number) */
template <auto Api>
PyObject* act_with_number(const Function& function, Values& in) {
  return net_done(function, [&] { return Api(in.text(0), in.text(1), in.number(2)); });
}

}  // namespace nta::python
