#include "support.hpp"

namespace {

TEST(trace_test, a_hook_sees_what_actors_do_in_order) {
  std::mutex mutex;
  std::vector<std::string> lines;
  otp::options options;
  options.trace = [&](const otp::trace_event& e) {
    std::lock_guard lock(mutex);
    lines.push_back(to_string(e));
  };
  {
    otp::system system(options);
    const auto [p, m] =
        otp::spawn_monitor("w", [to = otp::self()] { otp::receive([&](go) { otp::send(to, done{}); }); });
    otp::register_name("worker", p);
    otp::send(p, go{});
    otp::expect<done>();
    reason_of_end(m);
  }
  const auto at = [&](const std::string& line) {
    const auto found = std::find(lines.begin(), lines.end(), line);
    EXPECT_NE(found, lines.end()) << line;
    return found;
  };
  EXPECT_LT(at("<0.1> monitor <0.2>"), at("<0.1> send <0.2> go"));
  EXPECT_LT(at("<0.1> register_name <0.2> worker"), at("<0.1> send <0.2> go"));
  EXPECT_LT(at("<0.1> send <0.2> go"), at("<0.2> receive go"));
  EXPECT_LT(at("<0.2> receive go"), at("<0.2> send <0.1> done"));
  EXPECT_LT(at("<0.2> send <0.1> done"), at("<0.1> receive done"));
  EXPECT_LT(at("<0.2> send <0.1> done"), at("<0.2> down <0.1> normal"));
  EXPECT_LT(at("<0.2> down <0.1> normal"), at("<0.1> receive otp::down"));
  at("<0.1> spawn <0.2> w");
  at("<0.2> exit normal");
}

}  // namespace
