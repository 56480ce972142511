// error: the new handler has no public constructor that takes these arguments and, behind them, a std::optional of what
#include <otp/gen_event.hpp>
struct fault {};
struct heir : otp::event_handler<heir, fault> {
  void handle_event(const fault&) {}
};
struct counting : otp::event_handler<counting, fault> {
  next handle_event(const fault&) { return swap<heir>(); }
  int terminate(const otp::handler_end&) { return 5; }
};
void f(const otp::event_manager_ref<fault>& faults) { otp::add_handler<counting>(faults); }
