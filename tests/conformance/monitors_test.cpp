#include "scene.hpp"

namespace {

using monitors = scene;

TEST_F(monitors, MON_01_the_end_of_the_watched_arrives_as_a_down_with_its_reason) {
  const otp::pid a = idle("a");
  otp::monitor(a);
  otp::send(a, "reason");
  hear();
  events({"DOWN a reason"});
}

TEST_F(monitors, MON_02_monitoring_the_dead_answers_noproc_at_once) {
  otp::monitor(dead("a"));
  hear();
  events({"DOWN a noproc"});
}

}  // namespace
