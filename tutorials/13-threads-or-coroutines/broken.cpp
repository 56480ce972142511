// broken.cpp - a cook and a doorman, as coroutines.
#include <chrono>
#include <iostream>
#include <string>
#include <thread>

#include "tiny.hpp"

using namespace std::chrono_literals;

tiny::actor cook(tiny::mailbox<std::string>& orders) {
  const std::string order = co_await orders.receive();
  std::this_thread::sleep_for(300ms);  // the egg timer of an old library
  std::cout << "cook: " << order << " is ready\n";
}

tiny::actor doorman(tiny::mailbox<std::string>& questions) {
  const std::string question = co_await questions.receive();
  std::cout << "doorman: " << question << " Yes, we are!\n";
}

int main() {
  tiny::mailbox<std::string> kitchen, door;
  cook(kitchen);
  doorman(door);
  kitchen.send("an egg");
  door.send("Are you open?");
  tiny::run();
}
