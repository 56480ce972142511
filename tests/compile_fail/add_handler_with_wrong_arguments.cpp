// error: this handler has no public constructor that takes these arguments
#include <string>

#include <otp/gen_event.hpp>
struct fault {};
struct counting : otp::event_handler<counting, fault> {
  explicit counting(int) {}
  void handle_event(const fault&) {}
};
void f(const otp::event_manager_ref<fault>& faults) { otp::add_handler<counting>(faults, {.id = "a"}, std::string()); }
