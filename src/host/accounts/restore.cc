#include "host/accounts/restore.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/accounts/schema.h"
#include "host/accounts/secret_box.h"

namespace nta::accounts {
namespace {

Result<SecretBox> key_in(Database& backup, const std::string& path) {
  NTA_TRY(int64_t is_backup, backup.number(0, "SELECT count(*) FROM sqlite_master WHERE name = 'backup_key'"));
  if (!is_backup) return fail(Win32::invalid_data, "{} is no backup: 'ntadmin backup FILE' makes one", path);
  Statement row = backup.query("SELECT key FROM backup_key");
  NTA_TRY(bool there, row.step());
  Bytes key = there ? row.bytes(0) : Bytes();
  if (key.size() != SecretBox::key_size) return fail(Win32::invalid_data, "the key in {} is no key", path);
  SecretBox::KeyBytes bytes;
  std::copy(key.begin(), key.end(), bytes.begin());
  explicit_bzero(key.data(), key.size());
  return SecretBox(bytes);
}

Result<void> check_backup(Database& backup, const SecretBox& box, const std::string& path) {
  NTA_CHECK(check_integrity(backup, path));
  Statement row = backup.query("SELECT key_check FROM domain");
  NTA_TRY(bool there, row.step());
  if (!there || !box.open(key_check_purpose, row.bytes(0)))
    return fail(Win32::invalid_data, "the key in {} is not that of its database", path);
  return {};
}

// The next RID of the database that goes; none where it cannot be read.
std::optional<int64_t> next_rid_of(const std::string& path) {
  if (access(path.c_str(), F_OK) != 0) return std::nullopt;
  auto old = Database::open(path, Database::Access::read);
  if (!old) return std::nullopt;
  auto next = old->number(0, "SELECT next_rid FROM domain");
  return next ? std::optional(*next) : std::nullopt;
}

// What was given out since the backup may stand in somebody's list: nobody else gets it. Where that is not known, a
// step such as no host makes between two backups.
Result<void> keep_given_rids(Database& restored, std::optional<int64_t> next) {
  constexpr int64_t step = 10'000;
  constexpr std::string_view sql = "UPDATE domain SET next_rid = max(next_rid + ?, ?)";
  NTA_CHECK(restored.query(sql, next ? int64_t{0} : step, next.value_or(0)).run());
  return {};
}

Result<void> copy_without_key(Database& backup, const std::string& path, std::optional<int64_t> next_rid) {
  UniqueFd made(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!made) return fail(win32_from_errno(errno), "{} cannot be made (errno {})", path, errno);
  NTA_TRY(Database target, Database::open(path, Database::Access::write));
  NTA_CHECK(backup.copy_to(target));
  NTA_CHECK(keep_given_rids(target, next_rid));
  NTA_CHECK(target.execute("PRAGMA secure_delete = ON; DROP TABLE backup_key; VACUUM"));
  if (fsync(made.get()) != 0) return fail(win32_from_errno(errno), "{} is not safely on disk (errno {})", path, errno);
  return {};
}

// Root restores for the daemon, whose directory it is.
Result<void> give_to_owner(const std::string& directory) {
  struct stat owner {};
  if (stat(directory.c_str(), &owner) != 0 || geteuid() != 0) return {};
  for (const char* name : {"/accounts.db", "/accounts.key"})
    if (lchown((directory + name).c_str(), owner.st_uid, owner.st_gid) != 0)
      return fail(win32_from_errno(errno), "{}{} cannot be given to its owner (errno {})", directory, name, errno);
  return {};
}

// The last changes of the database that goes may be in its journal alone, and a restore may yet fail. One that is too
// damaged for this has nothing to lose.
void take_in_journal(const std::string& path) {
  if (access(path.c_str(), F_OK) != 0) return;
  auto old = Database::open(path, Database::Access::write);
  if (old) (void)old->execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

Result<void> take_place(const std::string& from, const std::string& to) {
  if (rename(from.c_str(), to.c_str()) == 0) return {};
  return fail(win32_from_errno(errno), "{} cannot take the place of {} (errno {})", from, to, errno);
}

}  // namespace

Result<void> restore(const std::string& backup_path, const std::string& directory) {
  NTA_TRY(Database backup, Database::open(backup_path, Database::Access::read));
  NTA_CHECK(check_form(backup, backup_path));
  NTA_TRY(SecretBox box, key_in(backup, backup_path));
  NTA_CHECK(check_backup(backup, box, backup_path));
  std::string database = directory + "/accounts.db";
  std::string unfinished = database + ".new";
  unlink(unfinished.c_str());
  take_in_journal(database);
  if (auto copied = copy_without_key(backup, unfinished, next_rid_of(database)); !copied) {
    unlink(unfinished.c_str());
    return copied;
  }
  // A crash between these leaves a database with another's key, which is refused; restoring again mends it.
  for (const char* journal : {"-wal", "-shm"}) unlink((database + journal).c_str());
  NTA_CHECK(take_place(unfinished, database));
  NTA_CHECK(box.write(directory + "/accounts.key"));
  return give_to_owner(directory);
}

}  // namespace nta::accounts
