// error: this class is no handler of events; derive it from otp::event_handler<itself, Event>
#include <otp/gen_event.hpp>
struct fault {};
struct plain {
  void handle_event(const fault&) {}
};
void f(const otp::event_manager_ref<fault>& faults) { otp::add_handler<plain>(faults); }
