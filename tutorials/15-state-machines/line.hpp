// line.hpp - a line to the bank: it connects, waits longer after each failure, and gives up in the end.
#pragma once

#include <otp/otp.hpp>

struct hello {
  otp::pid from;
  otp::ref watch;
};
struct welcome {
  otp::ref watch;
};

class bank : public otp::gen_server<bank> {
 public:
  using messages = otp::handles<hello>;
  explicit bank(otp::duration thinks) : thinks_(thinks) {}
  void handle_cast(const hello& h) { otp::send_after(thinks_, h.from, welcome{h.watch}); }

 private:
  otp::duration thinks_;
};

struct pay {
  using reply = bool;
};
struct time_up {};
struct give_up {};

struct waiting {
  otp::duration pause;
};
struct connecting {
  otp::duration pause;  // after this attempt, if it fails
  otp::ref watch = {};
};
struct connected {};

class line : public otp::gen_statem<line, otp::states<waiting, connecting, connected>> {
 public:
  using messages = otp::handles<welcome, pay, otp::down>;

  line() : gen_statem(connecting{shortest}) { after_init(keep().timeout("patience", patience, give_up{})); }

  entered enter(waiting& now) { return entered().timeout(otp::state_timeout, now.pause, time_up{}); }
  next on(waiting& now, time_up) { return go(connecting{2 * now.pause}); }
  void on(waiting&, const otp::down&) {}

  entered enter(connecting& now) {
    now.watch = otp::monitor("bank");
    otp::cast("bank", hello{otp::self(), now.watch});
    return entered().timeout(otp::state_timeout, longest_silence, time_up{});
  }
  next on(connecting& now, const welcome& w) {
    if (w.watch != now.watch) return keep();  // the answer to an earlier attempt
    return go(connected{}).cancel("patience");
  }
  next on(connecting& now, const otp::down&) { return go(waiting{now.pause}); }
  next on(connecting& now, time_up) {
    otp::demonitor(now.watch, otp::flush);
    return go(waiting{now.pause});
  }

  next on(connected&, pay, otp::from<bool> guest) { return keep().reply(guest, true); }
  next on(connected&, const otp::down&) { return go(waiting{shortest}).timeout("patience", patience, give_up{}); }
  void on(connected&, time_up) {}

  // In all states that say nothing else:
  template <class State>
  next on(State&, pay, otp::from<bool>) {
    return keep().postpone();
  }
  template <class State>
  next on(State&, give_up) {
    return stop("no_bank");
  }
  template <class State>
  void on(State&, const welcome&) {}

 private:
  static constexpr otp::duration shortest = std::chrono::seconds(1), longest_silence = std::chrono::seconds(2),
                                 patience = std::chrono::seconds(10);
};
