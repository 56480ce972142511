// mark_failures.cpp - what fails in the tests of an exercise is marked in its run's trace: the page opens there.
#include <gtest/gtest.h>

#include <string>

#include <otp/trace.hpp>

namespace {

class mark_failures : public testing::EmptyTestEventListener {
  /// On the thread of the actor that expected something else. (What a test throws is told here when its system is over:
  /// too late for a mark. expectation_failed sets its own.)
  void OnTestPartResult(const testing::TestPartResult& result) override {
    if (!result.failed()) return;
    std::string summary = result.summary();
    for (char& c : summary)
      if (c == '\n') c = ' ';
    otp::trace_mark("failed: " + summary);
  }
};

const bool installed = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new mark_failures);  // which owns it then
  return true;
}();

}  // namespace
