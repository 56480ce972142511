// keyspace.hpp - the server of the data: all commands are done by it, one after another.
//
// When it starts, it replays the log. What a command changes goes to the log's writer as records, together with the
// answer and the address of the client who waits for it: the writer answers when the records are written. So no answer
// tells of what a crash could lose. That holds for reads too: while records are on their way, what is read goes the
// same way round.
#pragma once

#include <map>

#include "log_writer.hpp"

namespace kv {

/// Does these, in order, until the answers are long enough: the rest comes back. One that may wait comes alone.
struct execute {
  std::vector<invocation> commands;
  using reply = answer;
};
/// All of them at one time, or nothing if one of the names has another version.
struct transact {
  std::vector<invocation> commands;
  std::vector<std::pair<std::string, std::uint64_t>> watches;
  using reply = answer;
};
struct ask_versions {
  words names;
  using reply = std::vector<std::uint64_t>;
};
struct ask_figures {
  struct reply {
    std::size_t names, blocked;
  };
};

// What its timers send.
struct look_for_expired {};
struct waited_long_enough {
  std::uint64_t waiter;
};

class keyspace : public otp::gen_server<keyspace> {
 public:
  using messages = otp::handles<look_for_expired, waited_long_enough>;
  explicit keyspace(shared_services house);

  otp::result<answer> handle_call(execute asked, const otp::from<answer>& client);
  otp::result<answer> handle_call(const transact& asked, const otp::from<answer>& client);
  std::vector<std::uint64_t> handle_call(const ask_versions& asked);
  ask_figures::reply handle_call(ask_figures) const { return {data_->size(), blocked_.size()}; }

  /// The writer writes no longer, or again: what counts is what it has written.
  void handle_cast(log_changed) { load(); }

  void handle_info(look_for_expired);
  void handle_info(waited_long_enough over);
  /// A client that waited has gone.
  void handle_info(const otp::down& gone);

 private:
  /// A client that waits for an element of a list: one comes, the client goes, or the time is up, whichever is first.
  struct waiter {
    otp::from<answer> client;
    invocation asked;
    otp::ref monitor, timer;
  };

  void load();
  void begin() { data_->set_now(house_->unix_now()); }
  void run(const invocation& what, std::string& out);
  void collect();
  bool is_on_its_way() const { return house_->log && house_->written != handed_over_; }
  otp::result<answer> finish(const otp::from<answer>& client, answer&& what);
  void hand_over();
  void let_wait(const invocation& what, const otp::from<answer>& client);
  std::optional<waiter> take_waiter(std::uint64_t number);
  std::optional<std::uint64_t> first_for(const std::string& name) const;
  void serve_those_who_wait();
  void set_timer();

  const shared_services house_;
  std::unique_ptr<database> data_;
  std::map<std::uint64_t, waiter> blocked_;  // in the order in which they came
  std::uint64_t last_waiter_ = 0;
  std::string refusal_;            // why writes are refused; empty: they are not
  std::string records_;            // of the batch that is being done
  std::vector<delivery> answers_;  // to those who must hear of it
  std::uint64_t handed_over_ = 0;  // batches of records, see services::written
  unix_time timer_ = never;        // when look_for_expired comes
};

}  // namespace kv
