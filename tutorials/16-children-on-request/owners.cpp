// owners.cpp - who ends with whom: an owner, its task, and their supervisor.
#include <functional>
#include <iomanip>
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

using starts = std::function<otp::task<otp::ok>(const otp::supervisor_ref&, std::function<void()>)>;
struct three {
  otp::supervisor_ref supervisor;
  otp::pid owner, task;
};

three start_with(const starts& start) {
  const auto tasks = otp::start_task_supervisor();
  const otp::pid owner = otp::spawn([=, main = otp::self()] {
    const auto task = start(tasks, [] { otp::wait_for_end(); });
    otp::send(main, task.pid());
    otp::wait_for_end();
  });
  return {tasks, owner, otp::receive([](otp::pid task) { return task; })};
}

std::string fate(const std::string& called, const otp::pid& who) {
  otp::sleep_for(1s);
  return called + (otp::is_process_alive(who) ? " goes on" : " ends");
}

void row(const char* way, const starts& start) {
  const three a = start_with(start), b = start_with(start), c = start_with(start);
  otp::exit(a.task, "a fault");
  otp::exit(b.owner, "a fault");
  otp::stop(c.supervisor);
  std::cout << std::left << std::setw(25) << way << std::setw(17) << fate("owner", a.owner) << std::setw(18)
            << fate("task", b.task) << fate("task", c.task) << ", " << fate("owner", c.owner) << '\n';
}

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  std::cout << "                         the task fails   the owner fails   the supervisor stops\n";
  row("async(work)", [](const auto&, const auto& work) { return otp::async(work); });
  row("async_nolink(work)", [](const auto&, const auto& work) { return otp::async_nolink(work); });
  row("async(sup, work)", [](const auto& sup, const auto& work) { return otp::async(sup, work); });
  row("async_nolink(sup, work)", [](const auto& sup, const auto& work) { return otp::async_nolink(sup, work); });
}
