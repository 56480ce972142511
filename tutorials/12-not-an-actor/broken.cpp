// broken.cpp - everybody writes to one log, and nobody waits for it.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct line {
  std::string text;
};
struct lines_written {
  using reply = int;
};

class journal : public otp::gen_server<journal> {
 public:
  using messages = otp::handles<line, lines_written>;
  void handle_cast(const line&) {
    otp::sleep_for(10ms);  // the disk
    ++written_;
  }
  int handle_call(lines_written) { return written_; }

 private:
  int written_ = 0;
};

int main() {
  otp::system system;
  const auto log = otp::start<journal>();
  otp::spawn("machine", [&] {
    for (int i = 0; i < 1000; ++i) {
      otp::cast(log, line{"temperature 92"});
      otp::sleep_for(1ms);
    }
  });
  for (int i = 0; i < 3; ++i) {
    otp::sleep_for(300ms);
    std::cout << "main: " << otp::process_info(log.pid())->message_queue_len << " lines wait\n";
  }
  try {
    std::cout << otp::call(log, lines_written{}) << " lines are written\n";
  } catch (const otp::exit_exception& e) {
    std::cout << "main: " << to_string(e.reason()) << '\n';
  }
}
