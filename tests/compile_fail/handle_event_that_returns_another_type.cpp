// error: handle_event and handle_info return nothing, or next: keep(), remove() or swap<New>()
#include <otp/gen_event.hpp>
struct fault {};
struct counting : otp::event_handler<counting, fault> {
  int handle_event(const fault&) { return 5; }
};
void f(const otp::event_manager_ref<fault>& faults) { otp::add_handler<counting>(faults); }
