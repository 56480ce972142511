// strict.cpp - compiled with the warnings that people turn on, as errors, and the library's headers not taken for the
// system's: the headers and what they make of a user's types have to be silent.
#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/request_ids.hpp>
#include <otp/testing.hpp>

struct get {
  using reply = int;
};
struct reset {};
struct step {};

class counter : public otp::gen_server<counter> {
 public:
  using messages = otp::handles<get, reset>;
  explicit counter(int start) : count_(start) { after_init(and_continue(step{})); }
  otp::result<int> handle_call(get) { return {count_, otp::and_wait(std::chrono::seconds(1))}; }
  void handle_cast(reset) {
    otp::spawn_task(*this, [] { return 1; });
  }
  void handle_continue(step) {}
  void handle_task(otp::task_result<int> r) { count_ = r.value.value_or(0); }
  void handle_info(const otp::message&) {}
  void terminate(const otp::exit_reason&) {}

 private:
  int count_;
};

static int twice(int n) { return 2 * n; }

int main() {
  otp::explore({.schedules = 1}, [] {
    const auto sup = otp::start_supervisor({}, {otp::child<counter>("c", {.name = "c"}, 1)});
    otp::cast("c", reset{});
    otp::request_ids<int> all;
    all.add(otp::send_request("c", get{}), "first");
    all.wait_response(otp::infinity);
    otp::send(otp::self(), std::tuple("a", 1));
    otp::receive(otp::match("a", otp::any<int>) >> [](int) {});
    otp::send_after(std::chrono::seconds(1), otp::self(), 1);
    otp::receive(otp::when([](int n) { return n == 1; }, twice), otp::after(otp::infinity, [] { return 0; }));
    otp::await(otp::async([] { return 1; }));
    otp::stop(sup);
  });
}
