// The registry of blocks: an address and what it holds. A lookup costs less than the malloc beside it.
#include "api/ntadmin/blocks.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

#include "api/ntadmin/fork_safe.h"

namespace nta::api {
namespace {

struct Holds {
  size_t size;
  BlockKind kind = BlockKind::plain;
  uint32_t entries = 1;
};
using Blocks = std::unordered_map<void*, Holds>;

auto locked_blocks() { return ForkSafe<Blocks>::instance().lock(); }

}  // namespace

void* new_block(size_t size) {
  void* block = std::malloc(std::max<size_t>(size, 1));
  if (!block) return nullptr;
  try {
    locked_blocks()->emplace(block, Holds{.size = size});
  } catch (...) {
    std::free(block);
    return nullptr;
  }
  return block;
}

void describe_block(void* block, BlockKind kind, uint32_t entries) {
  auto blocks = locked_blocks();
  if (auto at = blocks->find(block); at != blocks->end()) at->second = {at->second.size, kind, entries};
}

Result<size_t> block_size(void* block) {
  auto blocks = locked_blocks();
  auto at = blocks->find(block);
  if (at == blocks->end()) return fail(Win32::invalid_parameter, "not a block");
  return at->second.size;
}

bool free_block(void* block) {
  if (locked_blocks()->erase(block) == 0) return false;
  std::free(block);
  return true;
}

Result<void> free_block_of(void* block, BlockKind kind, uint32_t entries) {
  {
    auto blocks = locked_blocks();
    auto at = blocks->find(block);
    if (at == blocks->end() || at->second.kind != kind || at->second.entries != entries)
      return fail(Win32::invalid_parameter, "no block of this type with {} entries", entries);
    blocks->erase(at);
  }
  std::free(block);
  return {};
}

}  // namespace nta::api
