// The handle table. Slots are reused in the order they were freed, so that a generation comes round late.
#include "api/ntadmin/handles.h"

#include <deque>
#include <utility>
#include <vector>

#include "api/ntadmin/boundary.h"
#include "api/ntadmin/fork_safe.h"

namespace nta::api {
namespace {

// Handles keep to 31 bits and, as on Windows, to multiples of four: ported code that stores one in 32 bits works.
constexpr uint32_t slot_bits = 16;
constexpr uint32_t most_slots = (1u << slot_bits) - 1;
constexpr uint32_t generations = 1u << 13;

struct Slot {
  std::shared_ptr<void> object;  // null: free
  uint32_t generation = 0;
  HandleKind kind{};
};

class Table {
 public:
  Result<HANDLE> open(HandleKind kind, std::shared_ptr<void> object) {
    if (slots_.size() == most_slots && free_.empty())
      return fail(Win32::no_system_resources, "{} handles are open", most_slots);
    uint32_t at = 0;
    if (slots_.size() < least_before_reuse || free_.empty()) {
      at = static_cast<uint32_t>(slots_.size());
      slots_.emplace_back();
    } else {
      at = free_.front();
      free_.pop_front();
    }
    Slot& slot = slots_[at];
    slot.object = std::move(object);
    slot.kind = kind;
    return to_handle(at, slot.generation);
  }

  Result<std::shared_ptr<void>> find(HandleKind kind, HANDLE handle) {
    NTA_TRY(uint32_t at, slot_of(kind, handle));
    return slots_[at].object;
  }

  Result<std::shared_ptr<void>> close(HandleKind kind, HANDLE handle) {
    NTA_TRY(uint32_t at, slot_of(kind, handle));
    Slot& slot = slots_[at];
    slot.generation = (slot.generation + 1) % generations;
    free_.push_back(at);
    return std::exchange(slot.object, nullptr);
  }

 private:
  static constexpr size_t least_before_reuse = 64;

  static HANDLE to_handle(uint32_t at, uint32_t generation) {
    return reinterpret_cast<HANDLE>(uintptr_t{(generation << slot_bits | (at + 1)) << 2});
  }

  Result<uint32_t> slot_of(HandleKind kind, HANDLE handle) const {
    auto value = reinterpret_cast<uintptr_t>(handle);
    uintptr_t at = ((value >> 2) & most_slots) - 1;
    if (at < slots_.size() && slots_[at].object && slots_[at].kind == kind &&
        to_handle(static_cast<uint32_t>(at), slots_[at].generation) == handle)
      return static_cast<uint32_t>(at);
    return fail(Win32::invalid_handle, "{:#x} is no open handle of this kind", value);
  }

  std::vector<Slot> slots_;
  std::deque<uint32_t> free_;
};

auto locked_table() { return ForkSafe<Table>::instance().lock(); }

}  // namespace

Result<HANDLE> open_handle(HandleKind kind, std::shared_ptr<void> object) {
  return locked_table()->open(kind, std::move(object));
}

Result<std::shared_ptr<void>> find_handle(HandleKind kind, HANDLE handle) { return locked_table()->find(kind, handle); }

Result<std::shared_ptr<void>> close_handle(HandleKind kind, HANDLE handle) {
  return locked_table()->close(kind, handle);
}

}  // namespace nta::api

BOOL CloseHandle(HANDLE hObject) {
  using namespace nta::api;
  return c_boundary([&]() -> nta::Result<void> {
    if (close_handle(HandleKind::process, hObject)) return {};
    NTA_CHECK(close_handle(HandleKind::token, hObject));
    return {};
  });
}
