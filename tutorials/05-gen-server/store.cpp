// store.cpp - the same server with otp::gen_server.
#include <iostream>
#include <map>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct take {
  using reply = int;
  std::string item;
  int how_many;
};
struct delivery {
  std::string item;
  int how_many;
};
struct night {};

class store_room : public otp::gen_server<store_room> {
 public:
  explicit store_room(int milk) : shelf_{{"milk", milk}, {"beans", 5}} { otp::send_after(12h, otp::self(), night{}); }

  int handle_call(const take& t) {
    int& there = shelf_.at(t.item);
    const int given = std::min(there, t.how_many);
    there -= given;
    return given;
  }
  void handle_cast(const delivery& d) { shelf_[d.item] += d.how_many; }
  otp::next handle_info(night) { return otp::and_stop(otp::normal); }
  void terminate(const otp::exit_reason& reason) { std::cout << "store room: locked (" << to_string(reason) << ")\n"; }

  using messages = otp::handles<night>;

 private:
  std::map<std::string, int> shelf_;
};

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);

  auto room = otp::start<store_room>(3);
  std::cout << "milk: " << otp::call(room, take{"milk", 5}) << '\n';
  otp::cast(room, delivery{"milk", 10});
  std::cout << "milk: " << otp::call(room, take{"milk", 5}) << '\n';
  otp::sleep_for(12h);

  room = otp::start<store_room>(3);
  try {
    otp::call(room, take{"tea", 1});
  } catch (const otp::exit_exception& failed) {
    std::cout << "guest: " << to_string(failed.reason().inner()) << '\n';
  }
}
