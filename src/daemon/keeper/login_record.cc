#include "daemon/keeper/login_record.h"

#include <sys/time.h>
#include <utmp.h>
#include <utmpx.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace nta::daemon::keeper {
namespace {

// utmp's texts are cut to their fields, and need no terminator when they fill them.
template <size_t size>
void put(char (&field)[size], std::string_view text) {
  std::memcpy(field, text.data(), std::min(size, text.size()));
}

}  // namespace

LoginRecord::LoginRecord(About about) : about_(std::move(about)) { write(USER_PROCESS); }

LoginRecord::~LoginRecord() { write(DEAD_PROCESS); }

void LoginRecord::write(short type) const {
  if (about_.tty.empty()) return;
  utmpx record{};
  record.ut_type = type;
  record.ut_pid = about_.pid;
  put(record.ut_line, about_.tty);
  // By custom the id is the end of the tty's name; it is what finds the record again.
  put(record.ut_id, std::string_view(about_.tty).substr(about_.tty.size() - std::min<size_t>(4, about_.tty.size())));
  if (type == USER_PROCESS) put(record.ut_user, about_.user);
  if (type == USER_PROCESS) put(record.ut_host, about_.remote_host);
  timeval now{};
  gettimeofday(&now, nullptr);
  record.ut_tv.tv_sec = static_cast<int32_t>(now.tv_sec);
  record.ut_tv.tv_usec = static_cast<int32_t>(now.tv_usec);
  setutxent();
  pututxline(&record);
  endutxent();
  updwtmpx(about_.wtmp.c_str(), &record);
}

}  // namespace nta::daemon::keeper
