// The uses of NetUseAdd, for all API libraries of the process.
#include "api/client/uses.h"

namespace nta::client {

UseTable& process_uses() {
  static auto& table = *new UseTable;  // outlives other threads' calls at exit
  return table;
}

}  // namespace nta::client
