#include "smb/credits.h"

#include <algorithm>

namespace nta::smb {

bool CreditWindow::use(uint64_t first, uint16_t count) {
  if (first < first_ || first >= end_ || count > end_ - first) return false;
  for (uint64_t id = first; id < first + count; ++id)
    if (used_.contains(id)) return false;
  if (first != first_) {
    for (uint64_t id = first; id < first + count; ++id) used_.insert(id);
    return true;
  }
  first_ += count;
  while (!used_.empty() && *used_.begin() == first_) {
    used_.erase(used_.begin());
    ++first_;
  }
  return true;
}

uint16_t CreditWindow::grant(uint16_t wanted) {
  uint64_t room = largest_ - std::min<uint64_t>(largest_, end_ - first_);
  auto granted = static_cast<uint16_t>(std::min<uint64_t>(std::max<uint16_t>(wanted, 1), room));
  end_ += granted;
  return granted;
}

}  // namespace nta::smb
