#include "host/providers/logins.h"

namespace nta::host {

void add_login_providers(SessionTable& table, Executor& executor, SessionEnder& ender, LogindProvider::Options logind,
                         UtmpProvider::Options utmp) {
  auto by_utmp = std::make_unique<UtmpProvider>(ender, UtmpProvider::Mode::undecided, std::move(utmp));
  // The table keeps the order of its providers: this one goes after the one that calls it.
  UtmpProvider* stand_in = by_utmp.get();
  table.add(std::move(by_utmp), executor);
  auto decide = [stand_in](LogindProvider::Presence presence) {
    bool here = presence == LogindProvider::Presence::here;
    stand_in->set_mode(here ? UtmpProvider::Mode::unused : UtmpProvider::Mode::in_use);
  };
  table.add(std::make_unique<LogindProvider>(ender, decide, std::move(logind)), executor);
}

}  // namespace nta::host
