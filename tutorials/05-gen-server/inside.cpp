// inside.cpp - a server that says its state, one that is traced, and an agent.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

struct sale {
  int cents;
};
struct total {
  using reply = int;
};

class till : public otp::gen_server<till> {
 public:
  void handle_cast(const sale& s) { cents_ += s.cents; }
  int handle_call(total) { return cents_; }
  std::string format_status() const { return std::to_string(cents_) + " cents"; }

 private:
  int cents_ = 0;
};

int main() {
  otp::system system;
  const auto server = otp::start<till>({.name = "till"});
  otp::cast(server, sale{250});
  std::cout << "it holds " << otp::get_state("till") << '\n';

  otp::trace_server("till", true);
  otp::cast(server, sale{350});
  otp::call(server, total{});
  otp::trace_server("till", false);

  const otp::agent<int> guests = otp::start_agent(0);
  guests.update([](int& n) { n += 3; });
  std::cout << guests.get([](const int& n) { return n; }) << " guests\n";
}
