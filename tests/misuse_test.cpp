// misuse_test.cpp - bad use is answered, never undefined: one clear error, and everything goes on.
#include "counter.hpp"

namespace {

template <class F>
std::string what_it_says(otp::errc code, F&& f) {
  try {
    f();
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), code) << e.what();
    return e.what();
  }
  ADD_FAILURE() << "no error";
  return "";
}

TEST(misuse_test, outside_any_system_there_are_no_actors) {
  const auto says = [](const char* what, auto&& f) {
    EXPECT_EQ(what_it_says(otp::errc::not_an_actor, f),
              std::string(what) +
                  ": this thread is no actor (start one with otp::spawn, or make an otp::system in this "
                  "thread)");
  };
  says("receive", [] { otp::receive([](go) {}); });
  says("self", [] { otp::self(); });
  says("spawn", [] { otp::spawn([] {}); });
  says("whereis_name", [] { otp::whereis_name("x"); });
  says("trap_exit", [] { otp::trap_exit(true); });
}

TEST(misuse_test, after_its_systems_end_a_pid_is_a_dead_one) {
  otp::pid left;
  otp::server_ref<counter> server;
  {
    otp::system system;
    left = idle();
    server = otp::start<counter>(0);
  }
  otp::send(left, go{});  // by a thread that is no actor
  otp::system another;
  otp::send(left, go{});
  otp::exit(left, otp::kill);
  EXPECT_FALSE(otp::is_process_alive(left));
  EXPECT_EQ(reason_of_end(otp::monitor(left)), otp::noproc);
  what_it_says(otp::errc::noproc, [&] { otp::link(left); });
  EXPECT_THROW(otp::call(server, get{}), otp::exit_exception);
  otp::cast(server, reset{});
}

TEST(misuse_test, real_time_pids_of_another_living_system_can_be_sent_to_and_watched) {
  const otp::system system(real_time());
  const otp::pid stranger = idle();
  on_a_thread_of_its_own([&] {
    const otp::system another(real_time());
    const otp::ref watch = otp::monitor(stranger);
    otp::send(stranger, done{});
    EXPECT_EQ(reason_of_end(watch), otp::normal);
    what_it_says(otp::errc::badarg, [&] { otp::register_name("x", stranger); });
  });
}

struct twice {
  using reply = int;
};
struct later {
  using reply = int;
};
struct careless : otp::gen_server<careless> {
  void handle_call(twice, otp::from<int> caller) {
    otp::reply(caller, 1);
    otp::reply(caller, 2);
  }
  void handle_call(later, otp::from<int> caller) { waiting_.push_back(caller); }
  void handle_cast(go) {
    for (const auto& caller : std::exchange(waiting_, {})) otp::reply(caller, 3);
  }
  std::vector<otp::from<int>> waiting_;
};

TEST(misuse_test, of_two_replies_the_first_counts_and_one_for_a_caller_that_gave_up_vanishes) {
  otp::system system;
  const auto server = otp::start<careless>();
  EXPECT_EQ(otp::call(server, twice{}), 1);
  EXPECT_EQ(otp::call(server, twice{}), 1);
  EXPECT_THROW(otp::call(server, later{}, 0ms), otp::exit_exception);
  otp::cast(server, go{});
  EXPECT_EQ(otp::call(server, twice{}), 1);
  EXPECT_TRUE(otp::waiting_messages().empty());
  // Nor does one to a caller that is dead do harm.
  how_it_ends([server] { otp::call(server, later{}, 0ms); });
  otp::cast(server, go{});
  EXPECT_EQ(otp::call(server, twice{}), 1);
}

TEST(misuse_test, what_is_thrown_need_not_be_an_exception) {
  report_box reports;
  otp::system system(reports.options());
  EXPECT_EQ(to_string(how_it_ends([] { throw 42; })), "{nocatch,int}");
  EXPECT_TRUE(how_it_ends([] { throw std::string("text"); }).is_abnormal());
  struct throws_int : otp::gen_server<throws_int> {
    int handle_call(get) { throw 7; }
  };
  const auto server = otp::start<throws_int>();
  EXPECT_THROW(otp::call(server, get{}), otp::exit_exception);
  EXPECT_FALSE(otp::is_process_alive(server));
  EXPECT_EQ(reports.count(otp::report::kind::crash), 3u);
}

struct throws_when_moved {
  static inline int moves_left = 1'000;
  throws_when_moved() = default;
  throws_when_moved(throws_when_moved&&) {
    if (--moves_left < 0) throw std::runtime_error("moved");
  }
};

TEST(misuse_test, a_message_that_throws_when_moved_is_lost_or_kept_but_breaks_nothing) {
  otp::system system;
  for (int allowed = 0; allowed < 8; ++allowed) {
    throws_when_moved::moves_left = allowed;
    bool sent = false, received = false;
    try {
      otp::send(otp::self(), throws_when_moved());
      sent = true;
      otp::receive([&](throws_when_moved) { received = true; }, otp::after(0s, [] {}));
    } catch (const std::runtime_error&) {
    }
    EXPECT_LE(received, sent);
    throws_when_moved::moves_left = 1'000;
    otp::receive([](const throws_when_moved&) {}, otp::after(0s, [] {}));
    EXPECT_TRUE(otp::waiting_messages().empty());
    otp::send(otp::self(), number{allowed});
    EXPECT_EQ(otp::expect<number>().n, allowed);
  }
}

struct ask_other {
  using reply = int;
};
struct in_a_circle : otp::gen_server<in_a_circle> {
  explicit in_a_circle(std::string other) : other_(std::move(other)) {}
  int handle_call(ask_other) { return otp::call(other_, ask_other{}, 50ms); }
  using messages = otp::handles<ask_other>;
  std::string other_;
};

TEST(misuse_test, calls_in_a_circle_time_out_and_say_who_called_whom) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  otp::start<in_a_circle>(otp::start_options{.name = "a"}, "b");
  otp::start<in_a_circle>(otp::start_options{.name = "b"}, "a");
  try {
    otp::call("a", ask_other{});
    ADD_FAILURE();
  } catch (const otp::exit_exception& e) {
    EXPECT_NE(std::string(e.what()).find("timeout"), std::string::npos) << e.what();
  }
  try {
    otp::start<in_a_circle>(otp::start_options{.name = "c"}, "c");
    otp::call("c", ask_other{});
    ADD_FAILURE();
  } catch (const otp::exit_exception& e) {
    EXPECT_NE(std::string(e.what()).find("calling_self"), std::string::npos) << e.what();
  }
}

TEST(misuse_test, names_children_and_times_that_cannot_be) {
  otp::system system;
  const auto says = [](const std::string& text, auto&& f) {
    EXPECT_NE(what_it_says(otp::errc::badarg, f).find(text), std::string::npos);
  };
  otp::pid dead = otp::spawn([] {});
  reason_of_end(dead);
  says("the actor is dead", [&] { otp::register_name("x", dead); });
  otp::register_name("x", otp::self());
  says("held by", [] { otp::register_name("x", idle()); });
  says("has a name already", [] { otp::register_name("y", otp::self()); });
  says("cannot be empty", [] { otp::register_name("", idle()); });
  says("nobody is registered", [] { otp::send("nobody", go{}); });
  says("a negative timeout", [] { otp::call(otp::start<counter>(0), get{}, -1s); });
  const auto sup = otp::start_supervisor({}, {});
  EXPECT_EQ(otp::terminate_child(sup, "none"), otp::supervisor_error::not_found);
  EXPECT_EQ(otp::restart_child(sup, "none").error, otp::supervisor_error::not_found);
  EXPECT_EQ(otp::delete_child(sup, "none"), otp::supervisor_error::not_found);
}

}  // namespace
