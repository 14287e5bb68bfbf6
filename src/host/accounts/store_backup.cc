// The online copy of the database.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/accounts/schema.h"
#include "host/accounts/store_impl.h"

namespace nta::accounts {
namespace {

Result<void> sync_file(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file && fsync(file.get()) == 0) return {};
  return fail(win32_from_errno(errno), "{} is not safely on disk: {}", path, std::strerror(errno));
}

// The key goes with its database: a backup without it would be worth nothing.
Result<void> fill_backup(Database& source, const SecretBox& box, const std::string& path) {
  NTA_TRY(Database target, Database::open(path, Database::Access::write));
  NTA_CHECK(source.copy_to(target));
  NTA_CHECK(target.execute("PRAGMA journal_mode = DELETE; CREATE TABLE backup_key (key BLOB NOT NULL)"));
  NTA_CHECK(target.query("INSERT INTO backup_key VALUES (?)", ByteView(box.key())).run());
  return check_integrity(target, path);
}

}  // namespace

Result<void> AccountStore::backup(const std::string& path) const {
  std::string unfinished = path + ".new";
  unlink(unfinished.c_str());
  UniqueFd made(::open(unfinished.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!made) return fail(win32_from_errno(errno), "{} cannot be made: {}", path, std::strerror(errno));
  auto filled = impl_->read<int>([&](Database& database) -> Result<int> {
    NTA_CHECK(fill_backup(database, impl_->box_, unfinished));
    return 0;
  });
  Result<void> result;
  if (!filled) result = filled.error();
  if (result) result = sync_file(unfinished);
  if (result && rename(unfinished.c_str(), path.c_str()) != 0)
    result =
        fail(win32_from_errno(errno), "{} cannot take the place of {}: {}", unfinished, path, std::strerror(errno));
  if (!result) unlink(unfinished.c_str());
  return result;
}

}  // namespace nta::accounts
