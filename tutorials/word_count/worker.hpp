// worker.hpp - a worker asks for a batch, counts it, hands it in. Whatever is risky in this program happens here, and
// nothing that would be missed is kept here. So there is no error handling: a failure ends the worker, and what it had
// counted of its batch ends with it. No half of a batch is ever added up.
#pragma once

#include <otp/otp.hpp>

#include "dispatcher.hpp"
#include "faults.hpp"
#include "tally.hpp"

inline booking count_words(const batch& work, const fault& planned) {
  booking found{.number = work.number, .text = work.text};
  found.words.reserve(4096);  // about as many as are in a batch of prose: so the table need not grow
  for (std::string_view rest = *work.text; !rest.empty(); ++found.lines) {
    if (found.lines == planned.before_line) fault_injector::crash(work, planned);
    otp::checkpoint();  // nobody can stop a thread from outside: here it hears that it is to end
    for_each_word(take_line(rest), [&](std::string_view word) { ++found.words[word]; });
  }
  return found;
}

inline void run_worker(const fault_injector& faults) {
  for (;;) {
    // Waits for as long as it takes, but not for the dead: if the server ends, the call fails, and so does the worker.
    const batch work = otp::call(the_dispatcher, next_batch{otp::self()}, otp::infinity);
    const fault planned = faults.planned_for(work);
    // A call and not a cast: each worker has one batch at most in the tally's mailbox. A slow tally slows the workers.
    otp::call(the_tally, count_words(work, planned), otp::infinity);
    if (planned.before_line == work.lines) fault_injector::crash(work, planned);
  }
}
