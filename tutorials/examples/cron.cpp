// cron.cpp - the scheduler of cron.hpp in the week in which summer time begins. A seed's clock jumps from job to job.
#include <chrono>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "cron.hpp"

namespace {

using namespace std::chrono_literals;
using std::chrono::days;

std::string text_of(const cron::wall_time& t) {
  const auto date = std::chrono::floor<days>(t);
  const auto of_day = std::chrono::floor<std::chrono::minutes>(t - date);
  const char* const names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  std::ostringstream text;
  text << names[std::chrono::weekday(date).c_encoding()] << std::setfill('0') << " " << std::setw(2) << of_day / 1h
       << ":" << std::setw(2) << of_day % 1h / 1min;
  return text.str();
}

void week() {
  // A seed knows no wall: this one starts on a Friday at noon, and on Sunday goes on from two o'clock at three.
  const auto friday = std::chrono::local_days(std::chrono::March / 27 / 2026) + 12h, sunday = friday + 38h;
  const cron::wall_clock wall = [=, start = otp::now()] {
    const cron::wall_time winter = friday + (otp::now() - start);
    return winter < sunday ? winter : winter + 1h;
  };
  const auto say = [wall](const std::string& what) { std::cout << text_of(wall()) << "  " << what << "\n"; };

  cron::start({{"backup", cron::daily(2h + 30min), [say] { say("backup"); }},
               {"index", cron::every(24h),
                [say] {
                  say("index begins");
                  otp::sleep_for(30h);
                  say("index is done");
                }},
               {"report", cron::daily(18h), [] { throw std::runtime_error("the printer is out of paper"); }}},
              wall);
  otp::sleep_for(days(7) - 1h);
  for (const cron::job_status& s : otp::call("cron", cron::status{}))
    std::cout << s.name << ": " << s.runs << " runs, " << s.failed << " failed, " << s.skipped << " skipped\n";
}

}  // namespace

int main() { return otp::run(week, {.schedule = otp::seeded(1)}); }
