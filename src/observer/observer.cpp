#include <otp/observer.hpp>

#include <optional>
#include <utility>

#include "machine/platform.hpp"
#include "observer/watched.hpp"
#include "observer/web.hpp"
#include "observer/worker.hpp"
#include "process/runtime.hpp"

namespace otp {

using namespace observing;

struct observer::inside {
  inside(std::shared_ptr<runtime> home, observer_options chosen)
      : seen(std::make_shared<watched>(std::move(home), std::move(chosen))),
        keeps_reports(std::make_shared<const reporter>([log = seen->reports](const report& r) { log->add(r); })) {
    seen->system->reporters.add(keeps_reports);
    try {
      if (seen->settings.actions && !seen->system->scheduler.seeded()) seen->worker = start_worker(seen);
      server.emplace(seen);
    } catch (...) {
      end();
      throw;
    }
  }
  ~inside() { end(); }
  inside(const inside&) = delete;
  inside& operator=(const inside&) = delete;

  void end() {
    server.reset();
    seen->recorder.stop();
    seen->system->reporters.remove(keeps_reports);
    if (seen->worker) end_worker(seen->worker);
  }

  const std::shared_ptr<watched> seen;
  const std::shared_ptr<const reporter> keeps_reports;
  std::optional<web> server;
};

observer::observer(observer_options chosen)
    : process_(platform::process_id()),
      inside_(std::make_unique<inside>(process::require("observer").home, std::move(chosen))) {}

observer::~observer() {
  // In the child of a fork its threads are not there, and what they had locked stays locked: it is left as it is.
  if (process_ != platform::process_id()) static_cast<void>(inside_.release());
}

void observer::show_keys(std::string name, std::function<keys()> read) {
  inside_->seen->show(std::move(name), std::move(read));
}

std::string observer::address() const {
  const watched& seen = *inside_->seen;
  const bool needs_token = seen.worker || !seen.settings.record.empty();
  return "http://" + inside_->server->host_and_port() + "/" + (needs_token ? "#token=" + seen.token : "");
}

}  // namespace otp
