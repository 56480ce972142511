// stepped.cpp - a run with a seed that tells of itself twice: by its trace, and at marks in it by what the library says
// of one actor at that moment, a line of JSON: {"mark":"crashes 28 <0.3>","pid":"<0.3>",...}
//   stepped TRACE SEED
#include <algorithm>
#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <otp/otp.hpp>

#include "account.hpp"

using namespace std::chrono_literals;

struct coin {
  int value = 0;
};
struct sum {
  using reply = int;
};
struct go {};
struct done {};

class till : public otp::gen_server<till> {
 public:
  using messages = otp::handles<coin, sum>;
  int handle_call(sum) { return coins_; }
  void handle_cast(coin c) {
    if (c.value == 13) throw std::runtime_error("unlucky");
    coins_ += c.value;
  }

 private:
  int coins_ = 0;
};

namespace {

/// Main's account of each actor that there has ever been. Others go on between two of them, so each has a mark.
class teller {
 public:
  void tell(const std::string& step) {
    for (const otp::pid& p : otp::processes())
      if (std::find(known_.begin(), known_.end(), p) == known_.end()) known_.push_back(p);
    for (const otp::pid& p : known_) {
      const std::string seen = account::of(p);
      const std::string mark = step + " " + std::to_string(++told_) + " " + to_string(p);
      otp::trace_mark(mark);  // no step has come between
      std::cout << "{\"mark\":" + account::text(mark) + "," + seen.substr(1) << "\n";
    }
  }

 private:
  std::vector<otp::pid> known_;
  int told_ = 0;
};

void run() {
  teller it;
  otp::trap_exit(true);
  it.tell("begins");
  const otp::supervisor_ref shop = otp::start_supervisor(
      {.intensity = 100, .name = "shop"}, {otp::child<till>("till", {.name = "till"}), otp::child<till>("stock", {})});
  it.tell("tree");
  const otp::pid collector = otp::spawn_opt({.name = "collector"}, [] { otp::receive([](done) {}); }).pid;
  for (int i = 0; i < 5; ++i) otp::send(collector, coin{i});
  it.tell("fills");
  const otp::pid chain = otp::spawn_link([collector] {
    otp::monitor(collector);
    otp::spawn_link([] { otp::receive([](go) {}); });
    otp::receive([](go) {});
  });
  for (int i = 0; i < 3; ++i) otp::cast("till", coin{i});
  it.tell("bonds");
  const otp::pid client = otp::spawn_opt({.name = "client", .monitor = true}, [] {
                            for (int i = 0; i < 4; ++i) otp::call("till", sum{}, otp::infinity);
                          }).pid;
  otp::monitor(collector);
  it.tell("calls");
  otp::cast("till", coin{13});
  otp::send_after(5ms, collector, go{});
  it.tell("crashes");
  otp::sleep_for(1ms);
  it.tell("restarts");
  otp::exit(chain, "boom");
  otp::exit(client, otp::kill);
  it.tell("kills");
  otp::sleep_for(10ms);
  it.tell("rings");
  otp::terminate_child(shop, "stock");
  otp::send(collector, done{});
  otp::sleep_for(1ms);
  it.tell("ends");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  otp::options chosen;
  chosen.schedule = otp::seeded(std::stoull(argv[2]));
  chosen.trace = otp::trace_to_file(argv[1]);
  chosen.report = [](const otp::report&) {};
  const otp::system system(chosen);
  run();
}
