// Files of accounts: what is read as passdb or CSV goes out and comes in again as it was.
#include "fuzz.h"
#include "host/accounts/import.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  using namespace nta::accounts;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& [line, row] : read_passdb(text).rows) {
    User user = row.user;
    user.password_last_set = row.password_set;
    ImportFile again = read_passdb(passdb_line(user, row.nt_hash));
    fuzz::check(again.rows.size() == 1 && again.errors.empty(), "a line of ours is read");
    const ImportRow& same = again.rows[0].second;
    fuzz::check(same.user.name == user.name && same.user.control == user.control, "name and flags are kept");
    fuzz::check(same.nt_hash == row.nt_hash && same.password_set == row.password_set, "hash and time are kept");
  }
  for (const auto& [line, row] : read_csv(text).rows) {
    std::string written = csv_line(row.user);
    ImportFile again = read_csv(csv_heading() + "\n" + written + "\n");
    fuzz::check(again.rows.size() == 1 && again.errors.empty(), "a row of ours is read");
    fuzz::check(csv_line(again.rows[0].second.user) == written, "a row is kept");
  }
  return 0;
}
