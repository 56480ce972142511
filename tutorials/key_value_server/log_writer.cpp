// log_writer.cpp - see log_writer.hpp.
#include "log_writer.hpp"

#include <algorithm>

#include "keyspace.hpp"

namespace kv {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t much = 1024 * 1024;

const otp::server_ref<keyspace> data("keyspace");

}  // namespace

log_writer::log_writer(shared_services house) : house_(std::move(house)), log_(house_->log->open()) {
  otp::trap_exit(true);  // so terminate runs when the supervisor ends it
  house_->rewriting = false;
  rewritten_size_ = house_->log_size = log_->size();
  otp::send_interval(1s, otp::self(), second_is_over{});
}

/// When no message comes, timeout_t does: at once, if there is something to write.
otp::next log_writer::when_idle() const { return batches_ > 0 ? otp::and_wait(0s) : otp::next(); }

otp::next log_writer::handle_cast(append_records more) {
  records_ += more.records;
  std::move(more.answers.begin(), more.answers.end(), std::back_inserter(answers_));
  ++batches_;
  if (records_.size() > much || answers_.size() > 1000) write_out();
  return when_idle();
}

void log_writer::write_out() {
  if (batches_ == 0) return;
  const std::uint64_t before = log_->size();
  if (refusal_.empty()) try {
      if (!records_.empty()) {
        log_->append(records_);
        if (house_->fsync == fsync_policy::always)
          log_->sync();
        else
          synced_ = false;
      }
    } catch (const log_failure& e) {
      log_->cut(before);
      refuse(e.what());
    }
  if (refusal_.empty())
    house_->written += batches_;
  else
    for (delivery& each : answers_) each.what = answer{.error = refusal_};
  for (delivery& each : answers_) otp::reply(each.to, std::move(each.what));
  records_.clear();
  answers_.clear();
  batches_ = 0;
  house_->log_size = log_->size();
  const std::uint64_t too_large = std::max(house_->rewrite_from, 2 * rewritten_size_);
  if (log_->size() > too_large && refusal_.empty()) rewrite();
}

/// From here on all records are refused, for they may build on those that were: until the keyspace has gone back to
/// what the log has, and settle tells that. Then the disk is tried again each second.
void log_writer::refuse(const std::string& why) {
  refusal_ = "MISCONF Errors writing to the AOF file: " + why;
  settled_ = false;
  otp::cast(data, log_changed{});
}

settle::reply log_writer::handle_call(settle) {
  write_out();
  settled_ = true;
  return {house_->written, log_->size(), refusal_};
}

otp::result<void> log_writer::handle_call(const cut_tail& where) {
  log_->cut(where.size);
  log_->sync();
  house_->log_size = where.size;
  return {otp::ok(), when_idle()};
}

/// Writes what changes nothing and takes it back.
void log_writer::try_again() {
  const std::uint64_t before = log_->size();
  try {
    std::string probe;
    while (probe.size() < 65536) reply::bulks(probe, {"PING"});
    log_->append(probe);
    log_->cut(before);
    log_->sync();
  } catch (const log_failure&) {
    return;
  }
  refusal_.clear();
  otp::cast(data, log_changed{});
}

otp::next log_writer::handle_info(second_is_over) {
  write_out();
  if (!refusal_.empty() && settled_) try_again();
  if (!synced_ && !syncing_ && house_->fsync == fsync_policy::everysec) {
    synced_ = syncing_ = true;  // a helper waits for the disk, so that the writer need not
    otp::spawn_task(*this, [log = log_] {
      log->sync();
      return synced{};
    });
  }
  return when_idle();
}

otp::next log_writer::handle_task(const otp::task_result<synced>& done) {
  syncing_ = false;
  if (!done.value && refusal_.empty()) refuse(to_string(done.failure));
  return when_idle();
}

/// A helper replays what the log has by now and writes what makes the same. The keyspace is not asked, and has no
/// pause; meanwhile the log grows as ever.
bool log_writer::rewrite() {
  if (house_->rewriting.exchange(true)) return false;
  rewrite_begin_ = log_->size();
  otp::spawn_task(*this, [house = house_, size = rewrite_begin_]() -> std::shared_ptr<log_file> {
    const auto scratch = std::make_unique<database>();
    scratch->set_now(house->unix_now());
    replay(*house->log->open(), size, *house->commands, *scratch);
    auto made = house->log->open_replacement();
    write_snapshot(*scratch, *made);
    made->sync();
    return made;
  });
  return true;
}

otp::next log_writer::handle_task(const otp::task_result<std::shared_ptr<log_file>>& done) {
  write_out();
  try {
    if (!done.value) throw log_failure(to_string(done.failure));
    log_file& made = **done.value;
    copy_tail(made);
    made.sync();
    made.install();
    log_ = house_->log->open();
    synced_ = true;
  } catch (const log_failure& e) {  // the log is as it was
    otp::publish({.what = otp::report::kind::warning, .text = std::string("the log was not rewritten: ") + e.what()});
  }
  rewritten_size_ = house_->log_size = log_->size();
  house_->rewriting = false;
  return when_idle();
}

/// What was written since the rewrite began.
void log_writer::copy_tail(log_file& to) const {
  for (std::uint64_t at = rewrite_begin_; at < log_->size();) {
    const std::uint64_t left = log_->size() - at;
    const std::string some = log_->read(at, static_cast<std::size_t>(std::min<std::uint64_t>(much, left)));
    to.append(some);
    at += some.size();
  }
}

void log_writer::terminate(const otp::exit_reason&) {
  write_out();
  log_->sync();
}

}  // namespace kv
