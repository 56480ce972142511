#include "observer/watched.hpp"

#include <algorithm>
#include <random>

#include "process/runtime.hpp"

namespace otp::observing {

void report_log::add(const otp::report& r) {
  if (r.what == otp::report::kind::crash) ++crashes_;
  entry kept{0, std::chrono::system_clock::now(), r};
  lock_guard lock(mutex_);
  kept.id = total_++;
  if (most_ == 0) return;
  if (entries_.size() >= most_) entries_.pop_front();
  entries_.push_back(std::move(kept));
}

std::pair<std::vector<report_log::entry>, std::uint64_t> report_log::last(std::size_t most) const {
  lock_guard lock(mutex_);
  const auto begin = entries_.end() - static_cast<std::ptrdiff_t>(std::min(most, entries_.size()));
  return {{begin, entries_.end()}, total_};
}

recorder::recorder(std::shared_ptr<runtime> watched, std::string path)
    : watched_(std::move(watched)), path_(std::move(path)) {}

void recorder::start() {
  lock_guard lock(mutex_);
  if (tracer_) return;
  auto to_file = std::make_shared<const tracer>(trace_to_file(path_));
  (*to_file)({trace_event::kind::begin, {}, {}, to_string(resolve(watched_->settings.schedule))});
  watched_->tracers.add(to_file);
  tracer_ = std::move(to_file);
}
void recorder::stop() {
  lock_guard lock(mutex_);
  if (tracer_) watched_->tracers.remove(tracer_);
  tracer_ = nullptr;
}
bool recorder::on() const {
  lock_guard lock(mutex_);
  return tracer_ != nullptr;
}

bool open_sign::wait_for(std::chrono::milliseconds time) {
  unique_lock lock(mutex_);
  closed_.wait_for(lock.for_waiting(), time, [this]() OTPP_REQUIRES(mutex_) { return !open_; });
  return open_;
}
void open_sign::close() {
  lock_guard lock(mutex_);
  open_ = false;
  closed_.notify_all();
}

namespace {

std::string random_token() {
  std::random_device random;
  std::string token;
  for (int i = 0; i < 32; ++i) token += "0123456789abcdef"[random() % 16];
  return token;
}

}  // namespace

watched::watched(std::shared_ptr<runtime> home, observer_options chosen)
    : system(std::move(home)),
      settings(std::move(chosen)),
      token(random_token()),
      sampler(system, settings.not_receiving),
      reports(std::make_shared<report_log>(settings.reports)),
      recorder(system, settings.record) {}

chaos watched::chaos_now() const {
  lock_guard lock(mutex_);
  return chaos_;
}
void watched::set_chaos(const chaos& now) {
  chaos before = now;  // destroyed after the lock is released
  lock_guard lock(mutex_);
  std::swap(chaos_, before);
}

void watched::show(std::string name, std::function<observer::keys()> read) {
  std::function<observer::keys()> before;  // destroyed after the lock is released: it holds an object of the program
  lock_guard lock(mutex_);
  for (auto& [shown_name, shown_read] : shown_)
    if (shown_name == name) {
      before = std::exchange(shown_read, std::move(read));
      return;
    }
  shown_.emplace_back(std::move(name), std::move(read));
}

std::vector<watched::table> watched::shown() const {
  lock_guard lock(mutex_);
  return shown_;
}

bool watched::token_is_right(const std::string& given) const {
  if (given.size() != token.size()) return false;
  int different = 0;  // all of it is compared, so the time does not tell how much of a guess is right
  for (std::size_t i = 0; i < token.size(); ++i) different |= given[i] ^ token[i];
  return different == 0;
}

pid find_actor(runtime& system, const std::string& text) {
  for (const pid& each : system.living())
    if (to_string(each) == text) return snapshot_of(each) ? each : pid();
  return {};
}

std::int64_t milliseconds(std::chrono::system_clock::time_point at) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

}  // namespace otp::observing
