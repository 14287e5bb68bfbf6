#include "api/netapi32/group_members.h"

#include <cstring>

#include "api/netapi32/group_tables.h"
#include "api/netapi32/paging.h"
#include "base/utf16.h"
#include "describe/memory.h"
#include "ntadmin/win/lmaccess.h"

namespace nta::api {

using describe::Type;
using describe::type_of;

Error no_level(DWORD level) { return fail(Win32::invalid_level, "level {}", level); }

const Type* users_level(DWORD level) {
  if (level == 0) return &type_of<GROUP_USERS_INFO_0>;
  return level == 1 ? &type_of<GROUP_USERS_INFO_1> : nullptr;
}

Result<void> hand_out_names(const Type& row, const std::vector<std::u16string>& names, const EnumOutputs& outputs,
                            DWORD prefmaxlen, PDWORD_PTR resume) {
  Arena memory;
  auto* rows = static_cast<std::byte*>(memory.allocate(row.size * names.size(), row.align));
  for (size_t i = 0; i < names.size(); ++i) {
    GROUP_USERS_INFO_1 filled{memory.text(names[i]), member_attributes};
    std::memcpy(rows + i * row.size, &filled, row.size);
  }
  return fill_page(outputs, row, rows, static_cast<uint32_t>(names.size()), prefmaxlen, resume);
}

Result<std::vector<std::u16string_view>> names_in(const Type& row, const void* buf, DWORD count) {
  if (count != 0 && !buf) return fail(Win32::invalid_parameter, "no names");
  std::vector<std::u16string_view> names;
  for (DWORD i = 0; i < count; ++i)
    names.push_back(view_or_empty(describe::load<const char16_t*>(describe::at(buf, size_t{i} * row.size))));
  return names;
}

}  // namespace nta::api
