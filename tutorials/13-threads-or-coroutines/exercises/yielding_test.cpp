#include <yielding.hpp>

#include <gtest/gtest.h>

#include <string>

tiny::actor writes(std::string& paper, char letter, int times) {
  for (int i = 0; i < times; ++i) {
    paper += letter;
    co_await yield();
  }
}

TEST(yielding, two_who_yield_take_turns) {
  std::string paper;
  writes(paper, 'a', 3);
  writes(paper, 'b', 3);
  tiny::run();
  EXPECT_EQ(paper, "ababab");
}

TEST(yielding, one_who_is_alone_goes_on) {
  std::string paper;
  writes(paper, 'a', 3);
  tiny::run();
  EXPECT_EQ(paper, "aaa");
}

TEST(yielding, it_goes_behind_all_who_can_go_on) {
  std::string paper;
  writes(paper, 'a', 2);
  writes(paper, 'b', 1);
  writes(paper, 'c', 2);
  tiny::run();
  EXPECT_EQ(paper, "abcac");
}
