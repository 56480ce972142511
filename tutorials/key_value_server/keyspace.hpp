// keyspace.hpp - the server of the data: all commands are done by it, one after another.
//
// When it starts, it replays the log. What a command changes goes to the log's writer as records, together with the
// answer and the address of the client who waits for it: the writer answers when the records are written. So no answer
// tells of what a crash could lose. That holds for reads too: while records are on their way, what is read goes the
// same way round.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <otp/gen_server.hpp>
#include <otp/reply.hpp>

#include "blocked.hpp"
#include "log_writer.hpp"
#include "services.hpp"

namespace kv {

/// Does these, in order, until the answers are long enough: the rest comes back. One that may wait comes alone.
struct execute {
  std::vector<invocation> commands;
  using reply = answer;
};
/// All of them at one time, or nothing if one of the names has another version.
struct transact {
  struct watched {
    std::string name;
    std::uint64_t version;
  };
  std::vector<invocation> commands;
  std::vector<watched> watches;
  using reply = answer;
};
struct ask_versions {
  words names;
  using reply = std::vector<std::uint64_t>;
};
struct keyspace_figures {
  std::size_t names, expiring, memory, blocked;
};
struct ask_figures {
  using reply = keyspace_figures;
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
  otp::result<answer> handle_call(transact asked, const otp::from<answer>& client);
  std::vector<std::uint64_t> handle_call(const ask_versions& asked);
  keyspace_figures handle_call(ask_figures) const;

  /// The writer could not write: what it has refused is taken back by a replay of what it has written.
  void handle_cast(const log_refused&);
  void handle_cast(log_accepts) { refusal_.clear(); }

  void handle_info(look_for_expired);
  void handle_info(waited_long_enough over);
  /// A client that waited has gone.
  void handle_info(const otp::down& gone);

  std::string format_status() const;

 private:
  void load();
  void begin() { data_->set_now(house_->unix_now()); }
  void run(invocation& what, std::string& out);
  void log_expired(std::size_t before);
  bool wait_for_elements(const invocation& what, const answer& so_far, const otp::from<answer>& client);
  void serve_those_who_wait();
  otp::result<answer> finish(const otp::from<answer>& client, answer&& what);
  void hand_over();
  void set_timer();

  const shared_services house_;
  std::unique_ptr<database> data_;
  blocked_clients blocked_;
  std::uint64_t last_waiter_ = 0;
  std::string refusal_;            // why writes are refused; empty: they are not
  std::string records_;            // of the batch that is being done
  std::vector<delivery> answers_;  // to those who must hear of it
  std::uint64_t handed_over_ = 0;  // batches of records, see services::written
  unix_time timer_ = never;        // when look_for_expired comes
};

}  // namespace kv
