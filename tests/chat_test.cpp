// chat_test.cpp - the chat server of the examples: under many schedules, and with a client that does not read.
#include "../tutorials/examples/chat.hpp"

#include <map>
#include <string>
#include <vector>

#include <otp/explore.hpp>

#include "support.hpp"

namespace tcp = otp::tcp;

namespace {

constexpr int each = 3;  // so many lines are said by each client

tcp::socket connected(const tcp::address& to) {
  for (;;) {
    try {
      return tcp::connect(to);
    } catch (const tcp::failure& f) {  // the acceptor may not listen yet, or the network refuses
      if (f.reason() != tcp::reason::refused) throw;
    }
    otp::sleep_for(1ms);
  }
}

struct joined {
  otp::pid who;
  bool alive;
};
struct speak {};
/// What a client has heard; nothing, if its connection broke.
struct heard {
  std::string by;
  std::optional<std::vector<std::string>> lines;
};

void client(const std::string& name, const tcp::address& to, const otp::pid& main) {
  heard all{name, std::nullopt};
  bool told = false;
  try {
    const tcp::socket server = connected(to);
    tcp::line_reader lines(server);
    tcp::send(server, name + "\n");
    if (lines.next() != "hello " + name) throw otp::expectation_failed(name + " was not greeted");
    otp::send(main, joined{otp::self(), true});
    told = true;
    otp::receive([](speak) {});
    std::vector<std::string> got;
    for (int i = 1; i <= each; ++i) {
      tcp::send(server, std::to_string(i) + "\n");
    }
    try {
      while (const auto line = lines.next(1s)) got.push_back(*line);
      throw tcp::failure(tcp::reason::closed, "the server has closed the connection");
    } catch (const tcp::failure& f) {
      if (f.reason() != tcp::reason::timeout) throw;
    }
    all.lines = std::move(got);
  } catch (const tcp::failure&) {  // it is out
  }
  if (!told) otp::send(main, joined{otp::self(), false});
  otp::send(main, all);
}

/// Each that stays connected hears each other's lines in order and once, and of those who stay connected, all.
void check(const std::map<std::string, heard>& all) {
  for (const auto& [name, listener] : all) {
    if (!listener.lines) continue;
    std::map<std::string, int> last;
    for (const std::string& line : *listener.lines) {
      const std::string by = line.substr(0, line.find(':'));
      if (line != by + ": " + std::to_string(++last[by]))
        throw otp::expectation_failed(name + " heard '" + line + "', not line " + std::to_string(last[by]));
    }
    for (const auto& [other, speaker] : all)
      if (other != name && speaker.lines && last[other] != each)
        throw otp::expectation_failed(name + " heard " + std::to_string(last[other]) + " lines of " + other);
  }
}

void scenario(void (*serve)(const chat::connection&)) {
  const tcp::address here = tcp::address::loopback(4000);
  chat::start(here, serve);
  const std::vector<std::string> names = {"ann", "bob", "cem"};
  for (const std::string& name : names) otp::spawn([=, main = otp::self()] { client(name, here, main); });
  std::vector<otp::pid> present;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const joined j = otp::expect<joined>(1h);
    if (j.alive) present.push_back(j.who);
  }
  for (const otp::pid& p : present) otp::send(p, speak{});
  std::map<std::string, heard> all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    heard h = otp::expect<heard>(1h);
    all.emplace(h.by, std::move(h));
  }
  check(all);
}

/// Takes what one read gives for whole lines.
void session_that_takes_a_read_for_lines(const chat::connection& client) {
  const otp::server_ref<chat::room> the_room("room");
  const auto name = tcp::line_reader(*client).next();
  if (!name) return;
  otp::call(the_room, chat::join{*name, otp::self()});
  tcp::send(*client, "hello " + *name + "\n");
  for (bool open = true; open;)
    otp::receive([&](const chat::line_out& l) { tcp::send(*client, *l.text); },
                 otp::readable(*client) >>
                     [&] {
                       std::string some = tcp::receive_some(*client);
                       open = !some.empty();
                       for (std::size_t end; !some.empty(); some.erase(0, end)) {
                         end = std::min(some.find('\n'), some.size() - 1) + 1;
                         otp::cast(the_room, chat::said{some.substr(0, end - 1), otp::self()});
                       }
                     });
}

}  // namespace

TEST(chat, no_line_is_lost_or_told_twice_in_any_schedule) {
  otp::explore({.schedules = SANITIZED ? 100u : 1000u}, [] { scenario(chat::session); });
}

TEST(chat, nor_where_connections_break) {
  otp::explore({.schedules = SANITIZED ? 100u : 1000u, .network = {.resets = 20, .refusals = 100}},
               [] { scenario(chat::session); });
}

TEST(chat, a_session_that_takes_a_read_for_lines_is_found_and_replayed) {
  const auto wrong = [] { scenario(session_that_takes_a_read_for_lines); };
  const auto found = otp::find_failing_schedule({.schedules = 200}, wrong);
  ASSERT_TRUE(found);
  EXPECT_EQ(otp::replay(found->schedule, wrong).failure, found->failure);
}

TEST(chat, real_time_a_client_that_does_not_read_delays_no_other_and_holds_a_bounded_number_of_lines) {
  const otp::system system(real_time());
  const tcp::address here = tcp::listen(tcp::address::loopback(0)).local();  // a free one
  const auto tree = chat::start(here);
  const auto join = [&](const std::string& name) {
    tcp::socket client = connected(here);
    tcp::send(client, name + "\n");
    EXPECT_EQ(tcp::line_reader(client).next(), "hello " + name);
    return client;
  };
  const tcp::socket deaf = join("deaf"), ann = join("ann"), bob = join("bob");
  tcp::line_reader for_bob(bob);
  const std::string line(900, 'x');
  const int lines = 20'000;  // many times what the operating system buffers for the deaf one
  for (int i = 0; i < lines; ++i) {
    tcp::send(ann, line + "\n");
    EXPECT_EQ(for_bob.next(10s), "ann: " + line) << i;
  }
  std::uint64_t most = 0;
  for (const otp::child_info& session : otp::which_children(otp::supervisor_ref("sessions")))
    most = std::max<std::uint64_t>(most, otp::message_queue_len(session.pid).value_or(0));
  EXPECT_EQ(most, 100u) << "the limit of its mailbox";
}
