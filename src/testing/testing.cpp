#include <otp/testing.hpp>

#include <functional>
#include <utility>

#include <otp/link.hpp>
#include <otp/monitor.hpp>
#include <otp/registry.hpp>
#include <otp/trace.hpp>

namespace otp {

namespace {

struct job {
  std::function<void()> work;
  alias done;
};
struct job_done {
  ref id;
};

std::string join(const std::vector<std::string>& names) {
  if (names.empty()) return "no messages";
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

}  // namespace

expectation_failed::expectation_failed(const std::string& what) : std::runtime_error(what) {
  trace_mark("failed: " + what);
}

std::vector<std::string> waiting_messages() {
  std::vector<std::string> names;
  mailbox_scan scan(receive_mark(), duration::zero(), nullptr);
  while (const message* m = scan.next()) names.push_back(m->name());
  return names;
}

void fail_expectation(const std::string& expected, duration within) {
  throw expectation_failed("expected " + expected + " within " +
                           std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(within).count()) +
                           " ms; in the mailbox: " + join(waiting_messages()));
}

probe::probe(const std::string& name)
    : pid_(spawn("probe", [] {
        for (;;)
          receive([](job j) {
            j.work();
            send(j.done, job_done{j.done.id});
          });
      })) {
  if (!name.empty()) register_name(name, pid_);
}

probe::~probe() {
  hold_exits held;
  const ref watch = monitor(pid_);
  exit(pid_, kill);
  await_down(watch);
}

void probe::run(std::function<void()> work) {
  const receive_mark older = mark_mailbox();
  const ref watch = monitor(pid_, alias_mode::reply_demonitor);
  send(pid_, job{std::move(work), {self(), watch}});
  receive(older, when([&](const job_done& d) { return d.id == watch; }, [](job_done) {}),
          when([&](const down& d) { return d.ref == watch; },
               [](down d) { throw expectation_failed("the probe has ended: " + to_string(d.reason)); }));
}

std::vector<std::string> probe::collected() {
  auto names = std::make_shared<std::vector<std::string>>();
  run([names] { *names = waiting_messages(); });
  return *names;
}

std::string probe::list(const std::vector<std::string>& names) { return join(names); }

}  // namespace otp
