// error: this handler is one of other events than the manager's
#include <otp/gen_event.hpp>
struct fault {};
struct success {};
struct counting : otp::event_handler<counting, success> {
  void handle_event(const success&) {}
};
void f(const otp::event_manager_ref<fault>& faults) { otp::add_sup_handler<counting>(faults); }
