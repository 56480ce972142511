#include <otp/signals.hpp>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include <otp/actor.hpp>
#include <otp/link.hpp>

#include "machine/platform.hpp"

namespace otp {

// The protocol. A handler may run on any thread and at any time, also when the watch that installed it has ended and
// the handler before it is in force again: a thread may have been stopped just before it writes. So the pipe, once
// made, is never closed, and each byte in it says of which watch it is; a watch passes over those of others. The end
// of a watch is a byte, too: that the pipe is closed cannot be seen while a child of a fork holds its other end.

namespace {

// What the handler reads. Written while no handler of ours is installed.
std::atomic<int> write_end{-1};
std::atomic<long> in_process{0};  // a child of a fork has the handler, but not the watch
std::atomic<unsigned char> watch_number{0};
struct sigaction before_int, before_term;

std::atomic<bool> watched{false};
int read_end = -1;

/// What a watch's thread reads: 2 n for a signal while watch n was there, 2 n + 1 for its end.
constexpr unsigned char of_signal(unsigned char number) { return static_cast<unsigned char>(2 * number); }
constexpr unsigned char of_end(unsigned char number) { return static_cast<unsigned char>(2 * number + 1); }

void put(unsigned char byte) {
  while (write(write_end, &byte, 1) < 0 && errno == EINTR) {  // it has room: a few bytes at most come here
  }
}

extern "C" void tell_watch(int signal) {
  const int errno_before = errno;
  if (platform::process_id() == in_process) {
    put(of_signal(watch_number));
  } else {
    // The child of a fork: it does what it would have done without the watch, when this handler returns.
    sigaction(signal, signal == SIGINT ? &before_int : &before_term, nullptr);
    std::raise(signal);
  }
  errno = errno_before;
}

/// The program's one pipe. Processes that the program starts do not inherit it; a child of a fork gets one of its own.
void need_pipe() {
  if (in_process == platform::process_id()) return;
  int ends[2];
  if (pipe(ends) != 0) throw error(errc::system_limit, "stop_on_signals: " + std::system_category().message(errno));
  for (const int end : ends) fcntl(end, F_SETFD, FD_CLOEXEC);
  if (write_end != -1) {  // the parent's
    close(write_end);
    close(read_end);
  }
  read_end = ends[0];
  write_end = ends[1];
  watched = false;
  in_process = platform::process_id();
}

/// Ignored signals stay ignored, as nohup and shells' background jobs want it.
void install(int signal, struct sigaction& before) {
  struct sigaction act = {};
  act.sa_handler = tell_watch;
  act.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;  // a second one may come before the watch's thread runs
  sigaction(signal, nullptr, &before);
  if (before.sa_handler != SIG_IGN) sigaction(signal, &act, nullptr);
}

/// What was in force before is in force again, unless the program has installed something else meanwhile.
void uninstall(int signal, const struct sigaction& before) {
  struct sigaction now = {};
  sigaction(signal, nullptr, &now);
  if (now.sa_handler == tell_watch || now.sa_handler == SIG_DFL) sigaction(signal, &before, nullptr);
}

}  // namespace

/// A thread that reads from the pipe.
class stop_on_signals::watch {
 public:
  explicit watch(pid who) : who_(std::move(who)), made_in_(platform::process_id()) {
    need_pipe();
    if (watched.exchange(true)) throw error(errc::badarg, "stop_on_signals: there is one already");
    number_ = static_cast<unsigned char>((watch_number + 1) % 128);
    watch_number = number_;
    try {
      thread_ = std::make_unique<std::thread>([this] { run(); });
    } catch (const std::system_error& refusal) {
      watched = false;
      throw error(errc::system_limit, std::string("stop_on_signals: ") + refusal.what());
    } catch (...) {
      watched = false;
      throw;
    }
    install(SIGINT, before_int);
    install(SIGTERM, before_term);
  }
  ~watch() {
    if (made_in_ != platform::process_id()) {  // the child of a fork, where its thread is not
      uninstall(SIGINT, before_int);
      uninstall(SIGTERM, before_term);
      static_cast<void>(thread_.release());
      return;
    }
    put(of_end(number_));
    thread_->join();
    uninstall(SIGINT, before_int);  // after the thread, which sets them, too
    uninstall(SIGTERM, before_term);
    // One that came when the thread had ended already is not lost.
    bool told = false;
    for (pollfd more{read_end, POLLIN, 0}; poll(&more, 1, 0) == 1;) told |= next_byte() == of_signal(number_);
    watched = false;
    if (told) tell();
  }
  watch(const watch&) = delete;
  watch& operator=(const watch&) = delete;

 private:
  static unsigned char next_byte() {
    unsigned char byte = 0;
    while (read(read_end, &byte, 1) < 0 && errno == EINTR) {
    }
    return byte;
  }
  void run() {
    platform::name_this_thread("otp signals");
    for (;;) {
      const unsigned char byte = next_byte();
      if (byte == of_end(number_)) return;
      if (byte != of_signal(number_)) continue;
      // The next one, of either kind, ends the program.
      for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction now = {};
        sigaction(signal, nullptr, &now);
        if (now.sa_handler == tell_watch) std::signal(signal, SIG_DFL);
      }
      tell();
    }
  }
  void tell() const noexcept try {
    const hold_exits until_later;  // where the actor itself says it, in a destructor
    exit(who_, shutdown);
  } catch (const std::bad_alloc&) {  // no memory for an exit_message: as if the signal had not come
  }

  const pid who_;
  const long made_in_;
  unsigned char number_ = 0;
  std::unique_ptr<std::thread> thread_;
};

stop_on_signals::stop_on_signals() : watch_(std::make_unique<watch>(self())) {}
stop_on_signals::~stop_on_signals() = default;

}  // namespace otp
