// ProcessScans: what one caller asks of the processes at the same time is answered from one scan of them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "host/executor.h"
#include "host/processes/process_list.h"
#include "host/sessions/session_table.h"

namespace nta::services {

/** On the loop. Whoever comes while a scan is under way shares the caller's next one, so that each is told what was
 *  there after it had asked. */
class ProcessScans : public std::enable_shared_from_this<ProcessScans> {
 public:
  using Processes = std::vector<host::Process>;
  using Done = std::function<void(const Result<Processes>&)>;

  /** Both outlive what is asked. `done` is called on the loop, one a turn. */
  void read(host::Executor& executor, host::SessionTable& sessions, const Sid& caller, Done done);

 private:
  struct Answers {
    Result<Processes> result;
    std::vector<Done> done;
    size_t next = 0;
  };

  void start(host::Executor& executor, host::SessionTable& sessions, const Sid& caller);
  static void answer(host::Executor& executor, const std::shared_ptr<Answers>& answers);

  std::map<Sid, std::vector<Done>> waiting_;  // for the next scan, of those for whom one is under way
};

}  // namespace nta::services
