// tally.hpp - the server that adds up what the workers have counted: each batch once, however often it is handed in.
#pragma once

#include <set>
#include <unordered_map>

#include <otp/otp.hpp>

#include "batch.hpp"
#include "narrator.hpp"

/// What a worker has found in a batch. The words are views into the text, which comes along so that they stay valid.
struct booking {
  using reply = void;
  std::uint64_t number = 0;
  std::uint64_t lines = 0;
  std::shared_ptr<const std::string> text = {};
  std::unordered_map<std::string_view, std::uint64_t> words = {};
};
struct totals {
  std::uint64_t lines = 0, words = 0, distinct = 0;
};
struct get_totals {
  using reply = totals;
};
struct start_over {
  using reply = void;
};

class tally : public otp::gen_server<tally> {
 public:
  explicit tally(narrator& tell) : narrator_(tell) {}

  // A worker may crash after it has handed in its batch and before the dispatcher knows; then another counts the batch
  // as well. Nobody can deliver exactly once. But delivered at least once, to one who knows what he has seen, it counts
  // exactly once.
  void handle_call(const booking& b) {
    if (b.number < next_ || !early_.insert(b.number).second)
      return narrator_.tell_some("twice", "batch " + std::to_string(b.number) + " is booked already, so not again");
    while (early_.erase(next_) == 1) ++next_;

    sum_.lines += b.lines;
    for (const auto& [word, count] : b.words) {
      sum_.words += count;
      if (const auto known = counts_.find(word); known != counts_.end())
        known->second += count;
      else
        counts_.emplace(word, count);
    }
    sum_.distinct = counts_.size();
  }

  totals handle_call(get_totals) { return sum_; }

  void handle_call(start_over) {
    next_ = 1;
    early_.clear();
    counts_.clear();
    sum_ = {};
  }

 private:
  struct hash {  // a string_view can be looked up without making a string of it
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>{}(word); }
  };

  narrator& narrator_;
  std::uint64_t next_ = 1;         // all batches below are booked,
  std::set<std::uint64_t> early_;  // and those that have overtaken others
  std::unordered_map<std::string, std::uint64_t, hash, std::equal_to<>> counts_;
  totals sum_;
};

/// By name: right after a restart, too.
inline const otp::server_ref<tally> the_tally{"tally"};
