// The blocks of memory that API functions hand out. Each is known by its address until it is freed, so that freeing one
// twice, a foreign pointer, or as the wrong type is told apart without touching the memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "ntadmin/win/windef.h"

namespace nta::api {

/** What a block holds, as far as a free function cares. */
enum class BlockKind : uint8_t { plain, process_info_0, process_info_1, session_info_1 };

/** Uninitialised memory, aligned for any type; never null for a size of 0. Null when there is none left. */
NTADMIN_API void* new_block(size_t size);

/** Notes what a block holds; it is `plain` and of one entry before. */
NTADMIN_API void describe_block(void* block, BlockKind kind, uint32_t entries);

/** The size a block was made with; invalid_parameter for what is no block. */
NTADMIN_API Result<size_t> block_size(void* block);

/** Frees any block. False, and nothing done, for what is no block. */
NTADMIN_API bool free_block(void* block);

/** Frees a block of this kind and count; invalid_parameter, and nothing done, for anything else. */
NTADMIN_API Result<void> free_block_of(void* block, BlockKind kind, uint32_t entries);

}  // namespace nta::api
