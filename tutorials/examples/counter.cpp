// counter.cpp - the smallest server, and ten clients at once.
//
// OTP's gen_server: the constructor is init, handle_call answers, handle_cast only acts. The count is a plain int
// without a lock, for only the server's own thread touches it; so no increment gets lost, whoever counts at once.
// start_link gives a typed reference: call(c, add{5}) is an int, and call(c, "five") does not compile.
#include <iostream>
#include <vector>

#include <otp/otp.hpp>

namespace {

struct get { using reply = int; };
struct add { int n; using reply = int; };
struct increment {};
struct reset {};

class counter : public otp::gen_server<counter> {
 public:
  explicit counter(int start) : count_(start) {}

  int handle_call(get) { return count_; }
  int handle_call(add a) { return count_ += a.n; }
  void handle_cast(increment) { ++count_; }
  void handle_cast(reset) { count_ = 0; }

 private:
  int count_;
};

/// A client casts without waiting. Its messages are handled in the order in which it has sent them; so when its call is
/// answered, its casts have been handled.
void count_a_hundred(const otp::server_ref<counter>& c) {
  for (int i = 0; i < 100; ++i) otp::cast(c, increment{});
  otp::call(c, get{});
}

}  // namespace

int main() {
  otp::system system;
  const auto c = otp::start_link<counter>(10);
  std::cout << "it starts at " << otp::call(c, get{}) << "\n";
  std::cout << "5 more: " << otp::call(c, add{5}) << "\n";

  otp::cast(c, reset{});
  std::cout << "after a reset: " << otp::call(c, get{}) << "\n";

  std::vector<otp::task<otp::ok>> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(otp::async([c] { count_a_hundred(c); }));
  for (const auto& client : clients) otp::await(client);
  std::cout << "after 10 clients with 100 increments each: " << otp::call(c, get{}) << "\n";

  otp::stop(c);  // returns when its thread has ended
  try {
    otp::call(c, get{});
  } catch (const otp::exit_exception& e) {  // uncaught, it would end the caller, as in OTP
    std::cout << "a call to a stopped server fails: " << e.reason().inner() << "\n";
  }
}
