// error: this handler has no public handle_event that takes a const Event&
#include <otp/gen_event.hpp>
struct fault {};
class counting : public otp::event_handler<counting, fault> {
  void handle_event(const fault&) {}
};
void f(const otp::event_manager_ref<fault>& faults) { otp::add_handler<counting>(faults); }
