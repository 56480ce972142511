#include <yielding.hpp>

#include <gtest/gtest.h>

#include <string>

#include "../../tools/apart.hpp"

tiny::actor writes(paper& sheet, char letter, int times) {
  for (int i = 0; i < times; ++i) {
    sheet += std::string(1, letter);
    co_await yield();
  }
}
/// Writes the letter each time a message comes, and sends one on: two of them never wait both at the same time.
tiny::actor plays(paper& sheet, char letter, tiny::mailbox<int>& mine, tiny::mailbox<int>& other, int times) {
  for (int i = 0; i < times; ++i) {
    co_await mine.receive();
    sheet += std::string(1, letter);
    other.send(0);
  }
}

TEST(yielding, two_who_yield_take_turns) {
  EXPECT_EQ(written_by([](paper& sheet) {
              writes(sheet, 'a', 3);
              writes(sheet, 'b', 3);
              tiny::run();
            }),
            "ababab")
      << "who yields lets the other have a turn before it goes on: a and b write in turns";
}

TEST(yielding, one_who_is_alone_goes_on) {
  EXPECT_EQ(written_by([](paper& sheet) {
              writes(sheet, 'a', 3);
              tiny::run();
            }),
            "aaa")
      << "who yields goes on afterwards, also if there is no other";
}

TEST(yielding, it_goes_behind_all_who_can_go_on) {
  EXPECT_EQ(written_by([](paper& sheet) {
              writes(sheet, 'a', 2);
              writes(sheet, 'b', 1);
              writes(sheet, 'c', 2);
              tiny::run();
            }),
            "abcac")
      << "who yields lets all who can go on have a turn, not one of them alone";
}

TEST(yielding, a_turn_and_not_more_than_one) {
  EXPECT_EQ(written_by([](paper& sheet) {
              tiny::mailbox<int> one, two;
              one.send(0);
              writes(sheet, 'a', 3);
              plays(sheet, 'p', one, two, 4);
              plays(sheet, 'q', two, one, 4);
              tiny::run();
            }),
            "apqapaqpqpq")
      << "who yields lets the others have one turn, and then goes on itself: it does not wait until no other can go "
         "on (a yields; p and q wake each other)";
}

TEST(yielding, each_goes_on_once_for_each_time) {
  EXPECT_EQ(written_by([](paper& sheet) {
              for (const char letter : {'a', 'b', 'c', 'd'}) writes(sheet, letter, 3);
              tiny::run();
              sheet += tiny::ready.empty() ? "." : ", and the list is not empty";
            }),
            "abcdabcdabcd.")
      << "who yields goes on once, and behind all others who can go on";
}
