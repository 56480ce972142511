// sockets_test.cpp - listeners in trees, families of addresses, and descriptors.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "channel.hpp"
#include "two_ends.hpp"

namespace {

int inherited_descriptors() {
  int count = 0;
  for (int fd = 0; fd < 1024; ++fd) {
    const int flags = fcntl(fd, F_GETFD);
    count += flags >= 0 && (flags & FD_CLOEXEC) == 0;
  }
  return count;
}

}  // namespace

// ---- other families -------------------------------------------------------------------------------------------------

namespace {

void say_hello_at(const address& at) {
  const tcp::listener listener = tcp::listen(at);
  const tcp::socket client = tcp::connect(listener.local());
  const tcp::socket server = tcp::accept(listener);
  tcp::send(client, "hello");
  EXPECT_EQ(tcp::receive_exactly(server, 5), "hello") << to_string(at);
  EXPECT_EQ(server.local(), listener.local());
  EXPECT_EQ(client.local(), server.peer());
}

}  // namespace

TEST(sockets, local_sockets_do_the_same) {
  const otp::system system;
  say_hello_at(address::local(testing::TempDir() + "otp_sockets_test_" + std::to_string(getpid())));
}

TEST(sockets, ipv6_does_the_same) {
  const otp::system system;
  const address here = address::parse("[::1]:0");
  try {
    tcp::listen(here);
  } catch (const tcp::failure& f) {
    GTEST_SKIP() << "this machine has no IPv6: " << f.what();
  }
  say_hello_at(here);
}

TEST(sockets, real_time_who_listens_may_have_as_many_files_as_the_system_allows) {
  const otp::system system(real_time());
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max / 2;
  setrlimit(RLIMIT_NOFILE, &limit);
  tcp::listen(address::loopback(0));
  getrlimit(RLIMIT_NOFILE, &limit);
  EXPECT_EQ(limit.rlim_cur, limit.rlim_max);
}

TEST(sockets, real_time_the_file_of_a_local_socket_goes_with_it_and_one_left_behind_is_replaced) {
  const otp::system system(real_time());
  const std::string path = testing::TempDir() + "otp_tcp_stale_" + std::to_string(getpid());
  const address at = address::local(path);
  {
    const tcp::listener first = tcp::listen(at);
    EXPECT_EQ(reason_of([&] { tcp::listen(at); }), tcp::reason::address_in_use) << "one listens there";
    EXPECT_EQ(access(path.c_str(), F_OK), 0);
    link(path.c_str(), (path + "_kept").c_str());
  }
  EXPECT_NE(access(path.c_str(), F_OK), 0);
  rename((path + "_kept").c_str(), path.c_str());
  EXPECT_EQ(reason_of([&] { tcp::connect(at); }), tcp::reason::refused);
  EXPECT_EQ(reason_of([&] { tcp::listen(at, {.reuse_address = false}); }), tcp::reason::address_in_use);
  EXPECT_TRUE(tcp::listen(at));
}

TEST(sockets, names_are_looked_up_and_a_number_is_its_own_address) {
  const otp::system system;
  EXPECT_EQ(tcp::resolve("127.0.0.1", 80), std::vector{address::loopback(80)});
  EXPECT_EQ(tcp::resolve("localhost", 80), std::vector{address::loopback(80)});
  EXPECT_EQ(tcp::resolve("::1", 80), std::vector{address::parse("[::1]:80")});
  EXPECT_EQ(tcp::resolve("[::1]", 80), std::vector{address::parse("[::1]:80")});
  EXPECT_EQ(reason_of([] { tcp::resolve("no-such-host.invalid", 80); }), tcp::reason::unknown_host);
}

// ---- in trees -------------------------------------------------------------------------------------------------------

TEST(sockets, real_time_an_acceptor_that_is_killed_is_restarted_on_the_same_port) {
  report_box reports;
  const otp::system system(reports.options());
  const address here = tcp::listen(address::loopback(0)).local();
  otp::start_supervisor({.intensity = 1'000'000}, {otp::child("acceptor", [here] {
                          const tcp::listener listener = tcp::listen(here);
                          otp::register_name("acceptor", otp::self());
                          for (;;) tcp::send(tcp::accept(listener), "welcome");
                        })});
  for (int round = 0; round < (SANITIZED ? 30 : 1000); ++round) {
    otp::eventually([] { return otp::whereis_name("acceptor") != otp::pid(); });
    const otp::pid acceptor = otp::whereis_name("acceptor");
    EXPECT_EQ(everything(tcp::connect(here)), "welcome") << round;
    const otp::ref end = otp::monitor(acceptor);
    otp::exit(acceptor, otp::kill);
    EXPECT_EQ(reason_of_end(end), otp::killed);
  }
}

TEST(sockets, real_time_a_thousand_connections_blocked_in_reads_end_in_order_within_a_second) {
  const int connections = SANITIZED ? 100 : 1000;
  report_box reports;
  otp::options chosen = real_time(reports.options());
  otp::run([] { const otp::stop_on_signals once; });  // its pipe stays as long as the program
  const std::size_t before = open_descriptors();
  address here;
  otp::time_point told;
  std::vector<tcp::socket> clients;  // they stay: the sessions do not end by themselves
  const int status = otp::run(
      [&] {
        const otp::stop_on_signals scope;
        here = tcp::listen(address::loopback(0)).local();
        const auto sessions = otp::start_supervisor(
            {.strategy = otp::simple_one_for_one, .name = "sessions"},
            {otp::simple_child<std::shared_ptr<tcp::socket>>(
                [](const std::shared_ptr<tcp::socket>& client) { everything(*client); }, {.restart = otp::temporary})});
        const auto ready_to_accept = otp::start_supervisor(
            {}, {otp::child("acceptor", [here, main = otp::self()] {
              const tcp::listener listener = tcp::listen(here);
              otp::send(main, ready{});
              for (;;)
                otp::start_child(otp::supervisor_ref("sessions"),
                                 otp::with_args(std::make_shared<tcp::socket>(tcp::accept(listener))));
            })});
        otp::expect<ready>();
        for (int i = 0; i < connections; ++i) clients.push_back(tcp::connect(here));
        otp::eventually([&] { return otp::count_children(sessions).active == std::size_t(connections); }, 60s);
        EXPECT_EQ(otp::count_children(sessions).active, std::size_t(connections));
        told = std::chrono::steady_clock::now();
        std::raise(SIGTERM);
        otp::wait_for_end();
      },
      chosen);
  const otp::duration took = std::chrono::steady_clock::now() - told;
  RecordProperty("milliseconds", std::to_string(took / 1ms));
  EXPECT_LT(took, SANITIZED ? 10s : 1s);
  EXPECT_EQ(status, 0);
  for (const otp::report& r : reports.all()) ADD_FAILURE() << to_string(r);
  clients.clear();
  EXPECT_EQ(open_descriptors(), before);
  const otp::system next(real_time());
  EXPECT_EQ(tcp::listen(here).local(), here) << "the port is free";
}

TEST(sockets, a_listener_that_outlives_its_acceptors_goes_to_them_as_a_shared_handle) {
  const otp::system system;
  const auto listener = std::make_shared<const tcp::listener>(tcp::listen(address::loopback(0)));
  std::vector<otp::child_spec> pool;
  for (const char* id : {"a", "b", "c"})
    pool.push_back(otp::child(id, [listener, id] {
      for (;;) tcp::send(tcp::accept(*listener), id);
    }));
  otp::start_supervisor({}, pool);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(everything(tcp::connect(listener->local())).size(), 1u);
}

TEST(sockets, real_time_no_descriptor_is_left_and_none_is_inherited) {
  const std::size_t before = open_descriptors();
  const int inherited_before = inherited_descriptors();
  {
    const otp::system system(real_time());
    {
      const two_ends both;
      EXPECT_EQ(inherited_descriptors(), inherited_before);
    }
    const tcp::listener listener = tcp::listen(address::loopback(0));
    const auto [acceptor, end] = otp::spawn_monitor([&listener] {
      for (;;) tcp::send(tcp::accept(listener), "x");
    });
    for (int i = 0; i < 300; ++i) EXPECT_EQ(everything(tcp::connect(listener.local())), "x");
    otp::exit(acceptor, otp::shutdown);
    reason_of_end(end);
  }
  EXPECT_EQ(open_descriptors(), before);
}

TEST(sockets, real_time_an_acceptor_that_has_no_descriptor_left_pauses_and_goes_on) {
  if (SANITIZED) GTEST_SKIP() << "the sanitizers need descriptors, too";
  const otp::system system(real_time());
  const tcp::listener listener = tcp::listen(address::loopback(0));
  const tcp::socket first = tcp::connect(listener.local()), second = tcp::connect(listener.local());
  EXPECT_FALSE(otp::wait_readable(first, 1ms)) << "which needs a descriptor of its own";
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  EXPECT_EQ(reason_of([&] { tcp::accept(listener, 0s); }), tcp::reason::too_many_files);
  const std::clock_t work = std::clock();
  EXPECT_EQ(reason_of([&] { tcp::accept(listener, 200ms); }), tcp::reason::too_many_files);
  EXPECT_LT(std::clock() - work, CLOCKS_PER_SEC / 10) << "it spins";
  const otp::pid acceptor = otp::spawn_link([&listener, main = system.main()] {
    tcp::send(tcp::accept(listener), "at last");
    otp::send(main, done{});
  });
  otp::sleep_for(30ms);
  setrlimit(RLIMIT_NOFILE, &before);
  otp::receive([](done) {});
  EXPECT_EQ(everything(first), "at last");
}
