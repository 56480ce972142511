// log_writer.hpp - the one actor that writes the log.
//
// It takes what waits in its mailbox together: one write, and one sync if that is asked for, answer many clients. Its
// mailbox is bounded: when the disk is slow the keyspace waits, and with it the clients.
#pragma once

#include "services.hpp"

namespace kv {

/// A request of which it is known which command it is.
struct invocation {
  const command* what;
  words arguments;
};
/// What a client gets for some commands.
struct answer {
  std::string bytes = {};
  std::vector<invocation> rest = {};  // those that were not done
  std::string error = {};             // instead of all
};
struct delivery {
  otp::from<answer> to;
  answer what;
};

/// Records, and who is to be answered when they are written.
struct append_records {
  std::string records;
  std::vector<delivery> answers;
};
/// For a keyspace that starts: what was handed over before is written, or never will be.
struct settle {
  struct reply {
    std::uint64_t written, size;
    std::string refusal;
  };
};
/// For the same: what is behind this is no whole record.
struct cut_tail {
  std::uint64_t size;
  using reply = void;
};
struct start_rewrite {
  using reply = bool;  // false: one is on its way
};
/// To the keyspace: writes are refused from here on, or are not any longer. It has to start anew.
struct log_changed {};

struct second_is_over {};  // from its timer

class log_writer : public otp::gen_server<log_writer> {
 public:
  using messages = otp::handles<second_is_over>;
  explicit log_writer(shared_services house);

  otp::next handle_cast(append_records more);
  settle::reply handle_call(settle);
  otp::result<void> handle_call(const cut_tail& where);
  otp::result<bool> handle_call(start_rewrite) { return {rewrite(), when_idle()}; }
  /// The mailbox is empty: now what has come is written.
  void handle_info(otp::timeout_t) { write_out(); }

  otp::next handle_info(second_is_over);
  struct synced {};
  otp::next handle_task(const otp::task_result<synced>& done);
  /// The replacement has what the log had when the rewrite began.
  otp::next handle_task(const otp::task_result<std::shared_ptr<log_file>>& done);

  void terminate(const otp::exit_reason&);

 private:
  otp::next when_idle() const;
  void write_out();
  void refuse(const std::string& why);
  void try_again();
  bool rewrite();
  void copy_tail(log_file& to) const;

  const shared_services house_;
  std::shared_ptr<log_file> log_;
  std::string records_;
  std::vector<delivery> answers_;
  std::uint64_t batches_ = 0;  // in records_
  std::string refusal_;        // why nothing is written; empty: all is well
  bool settled_ = true;        // the keyspace knows of the refusal
  bool synced_ = true, syncing_ = false;
  std::uint64_t rewritten_size_;     // of the log when it was rewritten last
  std::uint64_t rewrite_begin_ = 0;  // how much of it the rewriter reads
};

}  // namespace kv
