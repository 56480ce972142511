#include <asking.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "../../tools/apart.hpp"

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
/// Answers so many questions with what the other server answers, and 1.
tiny::actor one_more(tiny::mailbox<question>& box, tiny::mailbox<question>& other, int questions) {
  for (int i = 0; i < questions; ++i) {
    const question q = co_await box.receive();
    const int answer = co_await ask(other, q.number);
    q.reply->send(answer + 1);
  }
}
/// Answers the first question at once, and the second one after a third has come.
tiny::actor keeps_the_second(tiny::mailbox<question>& box) {
  const question first = co_await box.receive();
  first.reply->send(-first.number);
  const question second = co_await box.receive();
  const question third = co_await box.receive();
  third.reply->send(-third.number);
  second.reply->send(-second.number);
}
/// Writes down the questions, and answers none.
tiny::actor writes_down(paper& sheet, tiny::mailbox<question>& box) {
  for (;;) {
    const question q = co_await box.receive();
    sheet += "asked " + std::to_string(q.number) + " ";
  }
}
/// Asks all these, one after the other, and writes down what is answered: `ann:4 ann:9 `.
tiny::actor guest(paper& sheet, std::string name, tiny::mailbox<question>& box, numbers asked) {
  for (const int n : asked) {
    const int answer = co_await ask(box, n);
    sheet += name + ":" + std::to_string(answer) + " ";
  }
}

TEST(asking, an_answer_comes_back) {
  EXPECT_EQ(written_by([](paper& sheet) {
              tiny::mailbox<question> box;
              server(box, 3);
              guest(sheet, "ann", box, {2, 3, 4});
              tiny::run();
              if (!box.empty()) sheet += "and questions are left";
            }),
            "ann:4 ann:9 ann:16 ")
      << "one question goes to the server's mailbox for each time, and its answer comes back to who has asked";
}

TEST(asking, each_gets_the_answer_to_the_own_question) {
  EXPECT_EQ(written_by([](paper& sheet) {
              tiny::mailbox<question> box;
              guest(sheet, "ann", box, {1});
              guest(sheet, "bob", box, {2});
              backwards(box);
              tiny::run();
            }),
            "bob:-2 ann:-1 ")
      << "the mailbox of an answer belongs to one question alone: ann asks 1 and bob 2, and bob is answered first";
}

TEST(asking, an_answer_that_takes_its_time_is_waited_for) {
  EXPECT_EQ(written_by([](paper& sheet) {
              tiny::mailbox<question> front, middle, back;
              guest(sheet, "ann", front, {2, 3});
              one_more(front, middle, 2);
              one_more(middle, back, 2);
              server(back, 2);
              tiny::run();
            }),
            "ann:6 ann:11 ")
      << "who asks waits for the answer, and not for a turn of the server alone: this server asks another one, and "
         "that one asks a third";
}

TEST(asking, who_waits_goes_on_when_the_own_answer_comes) {
  EXPECT_EQ(written_by([](paper& sheet) {
              tiny::mailbox<question> box;
              keeps_the_second(box);
              guest(sheet, "ann", box, {1, 3});
              guest(sheet, "bob", box, {2});
              tiny::run();
            }),
            "ann:-1 ann:-3 bob:-2 ")
      << "many may ask at the same time: ann goes on when her answer comes, also while bob, who has asked after her, "
         "waits for his";
}

TEST(asking, who_gets_no_answer_waits) {
  EXPECT_EQ(written_by([](paper& sheet) {
              tiny::mailbox<question> box;
              guest(sheet, "ann", box, {1});
              guest(sheet, "bob", box, {2});
              writes_down(sheet, box);
              tiny::run();
              sheet += "and no more";
              _exit(0);  // what waits for ever is of no interest any more
            }),
            "asked 1 asked 2 and no more")
      << "who asks waits for the answer, and lets the others have their turn: here no answer ever comes";
}
