// report.hpp - what the library tells people: crashes, restarts, warnings. One report, one readable paragraph.
//
// Mirrors        logger, proc_lib crash reports, supervisor reports
// Differs        One line of facts a report instead of a term dump; replaceable as a whole, no handlers or filters.
// Thread safety  The reporter is called on the thread that has something to say, on many threads at once. What the
//                clock's thread reports (an abandoned actor) is reported by no actor, but names are looked up all the
//                same: a reporter may always send to a logger by name. It is not called after its system's end.
// Invariants     1. A crash is reported before links and watchers hear of it.
//                2. An actor that ended with normal, shutdown or {shutdown,_}, or because of an exit signal from
//                   another, is not reported: the one that failed is. (A trapping server that stops because its
//                   parent has failed is reported, as in OTP.)
// Chapter        10
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <otp/exit_reason.hpp>
#include <otp/pid.hpp>

namespace otp {

struct report {
  enum class kind : std::uint8_t {
    crash,       // an actor failed
    supervisor,  // a supervisor acted: text says what it did, reason why
    warning,     // something was dropped or ignored
    abandoned,   // a thread did not end in time after `kill`; the program goes on without it
    debug,       // a server that is traced (trace_server) did what text says
  };
  kind what = kind::warning;
  pid actor = {};
  std::string name = {};  // registered name, else the label given at spawn
  exit_reason reason = {};
  std::string text = {};
  std::string last_message = {};            // crash: the type of the last message it took
  std::vector<std::string> ancestors = {};  // crash: parent first
  // Crash, but not with a seed, whose runs are alike: when, and the number of its thread as gdb and top -H show it.
  std::chrono::system_clock::time_point time = {};
  long thread = 0;
};

using reporter = std::function<void(const report&)>;

/// The report as people read it; ends with a newline. Names, reasons and texts are escaped(): each stays on its line.
/// A warning, a state and the library's own errors may have more lines, and none of those begins where a report begins.
std::string to_string(const report& r);

/// The default reporter: one write to standard error, so that reports of two threads never mix.
void report_to_stderr(const report& r);

/// Hands a warning or a supervisor's report to the system of the calling actor; to stderr from any other thread.
void publish(const report& r);

}  // namespace otp
