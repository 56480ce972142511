// error: the handler has no public handle_call that takes this request
#include <otp/gen_event.hpp>
struct fault {};
struct how_many {
  using reply = int;
};
struct counting : otp::event_handler<counting, fault> {
  void handle_event(const fault&) {}
};
void f(const otp::event_manager_ref<fault>& faults) { otp::call_handler<counting>(faults, how_many{}); }
