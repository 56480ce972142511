// Right, too: a server is started under its name, or the start says who has it; it goes on with the work
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include <otp/otp.hpp>

struct one_of_a_kind : otp::gen_server<one_of_a_kind> {
  explicit one_of_a_kind(std::function<void()> work) : work_(std::move(work)) { after_init(and_continue(0)); }
  otp::next handle_continue(int) {
    work_();
    return otp::and_stop(otp::normal);
  }

 private:
  std::function<void()> work_;
};
inline otp::pid start_only_one(const std::string& name, const std::function<void()>& work) {
  for (;;) {
    const otp::start_result made = otp::try_start<one_of_a_kind>({.name = name}, work);
    if (made.pid) return made.pid;
    if (const otp::pid holder = made.error.holder()) return holder;
    // The holder has ended before it could be named.
  }
}
