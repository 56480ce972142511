#include <otp/signals.hpp>

#include <unistd.h>
#include <csignal>
#include <string>
#include <system_error>
#include <thread>

#include <otp/actor.hpp>

namespace otp {

namespace {

/// Where the handler writes. Set while a watch is there.
volatile std::sig_atomic_t write_end = -1;

extern "C" void tell_watch(int) {
  const char one = 1;
  const int errno_before = errno;
  static_cast<void>(!write(write_end, &one, 1));  // the pipe has room: a few signals at most come here
  errno = errno_before;
}

}  // namespace

/// A thread that reads from the pipe: one byte for a signal, its end for the watch's.
class stop_on_signals::watch {
 public:
  explicit watch(pid who) {
    int ends[2];
    if (pipe(ends) != 0) throw error(errc::system_limit, "stop_on_signals: " + std::system_category().message(errno));
    read_end_ = ends[0];
    write_end = ends[1];
    try {
      thread_ = std::thread([this, to = std::move(who)] {
        char one;
        if (read(read_end_, &one, 1) != 1) return;
        std::signal(SIGINT, SIG_DFL);  // the next one, of either kind, ends the program
        std::signal(SIGTERM, SIG_DFL);
        exit(to, shutdown);
      });
    } catch (const std::system_error& refusal) {
      close_write_end();
      close(read_end_);
      throw error(errc::system_limit, std::string("stop_on_signals: ") + refusal.what());
    }
    struct sigaction act = {};
    act.sa_handler = tell_watch;
    act.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;  // a second one may come before the thread above runs
    sigaction(SIGINT, &act, &before_int_);
    sigaction(SIGTERM, &act, &before_term_);
  }
  ~watch() {
    sigaction(SIGINT, &before_int_, nullptr);
    sigaction(SIGTERM, &before_term_, nullptr);
    close_write_end();
    thread_.join();
    close(read_end_);
  }
  static bool exists() { return write_end != -1; }

 private:
  static void close_write_end() {
    const int end = write_end;
    write_end = -1;
    close(end);
  }
  int read_end_ = -1;
  std::thread thread_;
  struct sigaction before_int_ = {}, before_term_ = {};
};

stop_on_signals::stop_on_signals() {
  pid me = self();
  if (watch::exists()) throw error(errc::badarg, "stop_on_signals: there is one already");
  watch_ = std::make_unique<watch>(std::move(me));
}
stop_on_signals::~stop_on_signals() = default;

}  // namespace otp
