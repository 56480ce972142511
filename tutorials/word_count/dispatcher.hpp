// dispatcher.hpp - the server that knows who works on what: it gives a batch to each worker that asks, and gives it out
// again when that worker has ended. Work is asked for and never pushed: no mailbox fills up, and slow workers get less.
#pragma once

#include <deque>
#include <map>
#include <utility>

#include <otp/otp.hpp>

#include "batch.hpp"
#include "faults.hpp"
#include "narrator.hpp"
#include "reader.hpp"
#include "tally.hpp"

/// A worker's request. It says at the same time that its last batch, if it had one, is handed in.
struct next_batch {
  using reply = batch;
  otp::pid worker;
};

// Between the dispatcher and its owner, the main actor: `hello` from each new dispatcher, `begin` as the answer; at the
// end `finished`, or read_failed.
struct hello {
  otp::pid dispatcher;
};
struct begin {};
struct finished {
  std::uint64_t lines_given;
};

class dispatcher : public otp::gen_server<dispatcher> {
 public:
  using messages = otp::handles<begin, batch, end_of_input, read_failed>;

  /// A dispatcher does not know its predecessor's batches, so the count begins anew with it.
  dispatcher(otp::pid owner, std::size_t workers, narrator& tell)
      : owner_(std::move(owner)), pool_size_(workers), narrator_(tell) {
    otp::call(the_tally, start_over{}, otp::infinity);
    otp::call(the_reader, rewind_files{}, otp::infinity);
    otp::send(owner_, hello{otp::self()});
  }

  void handle_info(begin) {
    for (std::size_t ahead = 0; ahead < 2 * pool_size_; ++ahead) otp::cast(the_reader, read_on{otp::self()});
  }

  void handle_call(const next_batch& asked, const otp::from<batch>& waiting) {
    // New here? From now on we hear of its end, so what we give it cannot get lost with it.
    if (!doing_.contains(asked.worker)) otp::monitor(asked.worker);
    if (const batch done = std::exchange(doing_[asked.worker], {}); done.text)
      narrator_.progress(bytes_done_ += done.text->size());
    idle_.emplace_back(asked.worker, waiting);
    give_out();
  }

  void handle_info(batch fresh) {
    fresh_.push_back(std::move(fresh));
    give_out();
  }

  void handle_info(const otp::down& d) {
    if (batch unfinished = std::move(doing_[d.pid]); unfinished.text) {
      ++unfinished.attempt;
      again_.push_back(std::move(unfinished));
    }
    doing_.erase(d.pid);
    std::erase_if(idle_, [&](const auto& waiting) { return waiting.first == d.pid; });
    give_out();
  }

  void handle_info(end_of_input) {
    at_end_ = true;
    give_out();
  }
  void handle_info(read_failed why) { otp::send(owner_, std::move(why)); }

 private:
  void give_out() {
    while (!idle_.empty() && !(again_.empty() && fresh_.empty())) {
      const auto [worker, waiting] = std::move(idle_.front());
      idle_.pop_front();
      doing_[worker] = take(worker);
      otp::reply(waiting, doing_[worker]);
    }
    // The end: the whole pool is idle, and there is nobody else of whom we have yet to hear. To count the idle alone
    // would not do: a successor may ask for work before we hear that its predecessor has ended, for these signals come
    // from two actors. And when the whole pool is idle, all that crashed have successors.
    const bool all_idle = idle_.size() == pool_size_ && doing_.size() == pool_size_;
    if (at_end_ && all_idle && !std::exchange(finished_, true)) otp::send(owner_, finished{lines_given_});
  }

  /// Unfinished batches go first.
  batch take(const otp::pid& worker) {
    std::deque<batch>& from = again_.empty() ? fresh_ : again_;
    batch work = std::move(from.front());
    from.pop_front();
    if (work.attempt == 1) {
      lines_given_ += work.lines;
      otp::cast(the_reader, read_on{otp::self()});
    } else {
      const char* const how = work.attempt > ordinary_attempts ? ", in quarantine" : "";
      narrator_.tell_some("again", to_string(worker) + " gets " + shown_lines(work) + how);
    }
    return work;
  }

  const otp::pid owner_;
  const std::size_t pool_size_;
  narrator& narrator_;
  std::map<otp::pid, batch> doing_;                         // everyone not yet `down`; no text: nothing
  std::deque<std::pair<otp::pid, otp::from<batch>>> idle_;  // workers whose request is still to be answered
  std::deque<batch> fresh_;                                 // read ahead: at most twice the pool
  std::deque<batch> again_;                                 // their workers have ended
  std::uint64_t lines_given_ = 0;                           // each line once
  std::uint64_t bytes_done_ = 0;
  bool at_end_ = false;
  bool finished_ = false;
};

inline const otp::server_ref<dispatcher> the_dispatcher{"dispatcher"};
