// narrator.hpp - tells on standard output what happens. It is no actor: the library calls its hooks on whatever thread
// has something to say, and some of them with mutexes held. So it has a mutex of its own.
#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>

#include <otp/otp.hpp>

class narrator {
 public:
  /// \param bytes  that are to be counted, for the progress line
  explicit narrator(std::uint64_t bytes) : bytes_(bytes) {}
  ~narrator() { print(""); }

  /// The text as it is.
  void print(const std::string& text) {
    std::lock_guard lock(mutex_);
    write(text);
  }
  void tell(const std::string& topic, const std::string& text) { print(headed(topic, text)); }
  /// Only the first ten of a topic: a thousand crashes read like ten.
  void tell_some(const std::string& topic, const std::string& text) {
    std::lock_guard lock(mutex_);
    const int told = ++told_[topic];
    if (told <= 10) write(headed(topic, text));
    if (told == 11) write(headed(topic, "... the others are counted, but not told"));
  }

  /// How many bytes are done. Only people at a terminal who wait for long want to know.
  void progress(std::uint64_t done) {
    std::lock_guard lock(mutex_);
    const otp::time_point now = otp::now();
    if (!terminal_ || bytes_ < 16'000'000 || now < next_progress_) return;
    write(std::to_string(done * 100 / bytes_) + " % of " + std::to_string(bytes_ / 1'000'000) + " MB");
    progress_stands_ = true;
    next_progress_ = now + std::chrono::milliseconds(100);
  }

  // ---- what the library sees: the hooks in otp::options -----------------------------------------------------------

  void report(const otp::report& r) {
    if (r.what == otp::report::kind::crash) {
      ++crashes_;
      // Before anybody has heard of it, so this line comes before "restart" and "again".
      tell_some("crash", r.name + " " + to_string(r.actor) + " ended: " + to_string(r.reason));
    } else if (r.what != otp::report::kind::supervisor || !r.reason.is_abnormal()) {
      // What supervisors report of failed children is left out: the crash is told above, the restart below.
      tell("report", to_string(r));
    }
  }
  void trace(const otp::trace_event& event) {
    if (event.what != otp::trace_event::kind::restart) return;
    ++restarts_;
    tell_some("restart", event.text + " is " + to_string(event.other) + " now");
  }
  std::uint64_t crashes() const { return crashes_; }
  std::uint64_t restarts() const { return restarts_; }

 private:
  std::string headed(const std::string& topic, const std::string& text) const {
    const std::string head = topic + std::string(topic.size() < 9 ? 9 - topic.size() : 1, ' ');
    const char* const colour = topic == "crash" ? "\033[31m" : topic == "restart" ? "\033[32m" : "\033[33m";
    return (colours_ ? colour + head + "\033[0m" : head) + text + (text.ends_with('\n') ? "" : "\n");
  }
  /// With mutex_ held. One write, and what it writes never has a half of another line in it.
  void write(const std::string& text) {
    const std::string whole = progress_stands_ ? "\r\033[K" + text : text;
    progress_stands_ = false;
    std::fwrite(whole.data(), 1, whole.size(), stdout);
    std::fflush(stdout);
  }

  const std::uint64_t bytes_;
  const bool terminal_ = isatty(STDOUT_FILENO) == 1;
  const bool colours_ = terminal_ && !std::getenv("NO_COLOR");

  std::atomic<std::uint64_t> crashes_{0};
  std::atomic<std::uint64_t> restarts_{0};

  std::mutex mutex_;  // guards what follows, and standard output
  std::map<std::string, int> told_;
  otp::time_point next_progress_ = {};
  bool progress_stands_ = false;  // the cursor is in the progress line
};
