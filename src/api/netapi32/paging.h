// Lists that the server gives whole, handed out in pages of the size that the caller prefers.
#pragma once

#include "api/netapi32/net.h"

namespace nta::api {

/** Where a list goes on. 87 for a number that was never handed out, such as the 1 that some programs begin with. */
Result<uint32_t> position_of(const DWORD_PTR* resume);
/** What is handed out for a position; 0, the beginning, at the end. */
DWORD_PTR resume_at(uint32_t position);

/** The rows from the caller's position on that `prefmaxlen` bytes hold. 234 with more to come: *resume says where, if
 *  there is one; 2123 where not even one fits. *totalentries counts from the position. */
Result<void> fill_page(const EnumOutputs& outputs, const describe::Type& row, const std::byte* rows, uint32_t count,
                       DWORD prefmaxlen, PDWORD_PTR resume);

}  // namespace nta::api
