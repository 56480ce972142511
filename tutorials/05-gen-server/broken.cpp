// broken.cpp - the store room, written by hand; and a guest who waits for ever.
#include <iostream>
#include <map>
#include <string>

#include <otp/otp.hpp>

struct take {
  otp::pid from;
  otp::ref question;
  std::string item;
  int how_many;
};
struct taken {
  otp::ref question;
  int how_many;
};

void store_room() {
  std::map<std::string, int> shelf{{"milk", 3}, {"beans", 5}};
  for (;;)
    otp::receive([&](const take& t) {
      int& there = shelf.at(t.item);
      const int given = std::min(there, t.how_many);
      there -= given;
      otp::send(t.from, taken{t.question, given});
    });
}

int ask_for(const otp::pid& room, const std::string& item, int how_many) {
  const otp::ref mine = otp::make_ref();
  otp::send(room, take{otp::self(), mine, item, how_many});
  return otp::receive(
      otp::when([&](const taken& t) { return t.question == mine; }, [](const taken& t) { return t.how_many; }));
}

int main() {
  return otp::run([] {
    const otp::pid room = otp::spawn("store room", store_room);
    std::cout << "milk: " << ask_for(room, "milk", 2) << '\n';
    std::cout << "tea: " << ask_for(room, "tea", 1) << '\n';
    std::cout << "beans: " << ask_for(room, "beans", 2) << '\n';
  });
}
