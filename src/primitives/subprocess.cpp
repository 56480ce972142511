#include <otp/subprocess.hpp>

#include <unistd.h>
#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <system_error>
#include <thread>

#include <otp/actor.hpp>
#include <otp/error.hpp>
#include <otp/monitor.hpp>

#include "machine/platform.hpp"
#include "machine/spawned_program.hpp"
#include "process/runtime.hpp"

namespace otp {

namespace {

/// An alias of the calling actor's, for one message, that ends with this object.
class own_alias {
 public:
  own_alias() : it_(make_alias(alias_use::once)) {}
  ~own_alias() {
    if (self_or_none() == it_.owner) unalias(it_);
  }
  own_alias(const own_alias&) = delete;
  own_alias& operator=(const own_alias&) = delete;
  const alias& get() const noexcept { return it_; }

 private:
  const alias it_;
};

/// Descriptors that are closed with this object.
struct own_streams : program_streams {
  own_streams() = default;
  ~own_streams() {
    for (int* const each : {&input, &output, &errors}) close_one(*each);
  }
  own_streams(const own_streams&) = delete;
  own_streams& operator=(const own_streams&) = delete;
  static void close_one(int& descriptor) noexcept {
    if (descriptor >= 0) close(descriptor);
    descriptor = -1;
  }
};

}  // namespace

/// A thread waits for the program's end, and tells the owner through an alias: nothing comes after the object's end.
class subprocess::state {
 public:
  explicit state(const program_plan& plan) : program_(plan, streams) {
    home_->scheduler.keep_real_time(1);
    try {
      waits_ = std::thread([this] { run(); });
    } catch (const std::exception& refusal) {
      home_->scheduler.keep_real_time(-1);
      program_.signal(SIGKILL);
      program_.wait();
      if (dynamic_cast<const std::bad_alloc*>(&refusal)) throw;
      throw error(errc::system_limit, std::string("run_process: ") + refusal.what());
    }
  }
  ~state() {
    program_.signal(SIGKILL);
    waits_.join();
  }
  state(const state&) = delete;
  state& operator=(const state&) = delete;

  const otp::ref& ref() const noexcept { return told_.get().id; }
  long id() const noexcept { return program_.id(); }
  void signal(int number) noexcept { program_.signal(number); }

  own_streams streams;

 private:
  void run() noexcept {
    platform::name_this_thread("otp subprocess");
    const program_end end = program_.wait();
    try {
      send(told_.get(), subprocess_exited{ref(), end.status, end.signal});
    } catch (const std::bad_alloc&) {  // no memory for the message: its owner does not hear of it
    }
    home_->scheduler.keep_real_time(-1);
  }

  const std::shared_ptr<runtime> home_ = process::require("run_process").home;
  const own_alias told_;
  spawned_program program_;
  std::thread waits_;
};

subprocess::subprocess(std::unique_ptr<state> started) noexcept : state_(std::move(started)) {}
subprocess::~subprocess() = default;
subprocess::subprocess(subprocess&&) noexcept = default;

const ref& subprocess::ref() const noexcept { return state_->ref(); }
long subprocess::id() const noexcept { return state_->id(); }
int subprocess::input() const noexcept { return state_->streams.input; }
int subprocess::output() const noexcept { return state_->streams.output; }
int subprocess::errors() const noexcept { return state_->streams.errors; }
void subprocess::close_input() const noexcept { own_streams::close_one(state_->streams.input); }
void subprocess::signal(int number) const noexcept { state_->signal(number); }

subprocess run_process(const std::vector<std::string>& argv, const subprocess_options& how) {
  checkpoint();
  const program_plan plan{.argv = argv,
                          .environment = how.environment,
                          .directory = how.directory,
                          .input = how.input,
                          .errors = how.errors,
                          .errors_with_output = how.errors_with_output};
  return subprocess(std::make_unique<subprocess::state>(plan));
}

}  // namespace otp
