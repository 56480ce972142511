#include <asking.hpp>

#include <gtest/gtest.h>

#include <vector>

using numbers = std::vector<int>;

/// Answers so many questions with the square.
tiny::actor server(tiny::mailbox<question>& box, int questions) {
  for (int i = 0; i < questions; ++i) {
    const question q = co_await box.receive();
    q.reply->send(q.number * q.number);
  }
}
/// Collects two questions, and answers the second one first.
tiny::actor backwards(tiny::mailbox<question>& box) {
  const question first = co_await box.receive();
  const question second = co_await box.receive();
  second.reply->send(-second.number);
  first.reply->send(-first.number);
}
tiny::actor guest(tiny::mailbox<question>& box, numbers asked, numbers& answers) {
  for (const int n : asked) {
    const int answer = co_await ask(box, n);
    answers.push_back(answer);
  }
}

TEST(asking, an_answer_comes_back) {
  tiny::mailbox<question> box;
  numbers answers;
  server(box, 3);
  guest(box, {2, 3, 4}, answers);
  tiny::run();
  EXPECT_EQ(answers, (numbers{4, 9, 16}));
}

TEST(asking, each_gets_the_answer_to_the_own_question) {
  tiny::mailbox<question> box;
  numbers ann, bob;
  guest(box, {1}, ann);
  guest(box, {2}, bob);
  backwards(box);
  tiny::run();
  EXPECT_EQ(ann, numbers{-1});
  EXPECT_EQ(bob, numbers{-2});
}
