// keyspace.cpp - see keyspace.hpp.
#include "keyspace.hpp"

#include <algorithm>

namespace kv {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t enough_at_once = 256 * 1024;  // bytes of answers
constexpr std::size_t expired_at_once = 1000;

const otp::server_ref<log_writer> writer("log");

}  // namespace

keyspace::keyspace(shared_services house) : house_(std::move(house)) { load(); }

/// The state is what the log says.
void keyspace::load() {
  data_ = std::make_unique<database>(++house_->incarnations);
  records_.clear();
  answers_.clear();
  timer_ = never;
  begin();
  if (house_->log) {
    const settle::reply known = otp::call(writer, settle{}, otp::infinity);
    const std::uint64_t whole = replay(*house_->log->open(), known.size, *house_->commands, *data_);
    if (whole < known.size) {
      otp::publish({.what = otp::report::kind::warning,
                    .text = "the log: the last " + std::to_string(known.size - whole) +
                            " bytes are no whole record, or no whole transaction; they are cut off"});
      otp::call(writer, cut_tail{whole}, otp::infinity);
    }
    handed_over_ = known.written;
    refusal_ = known.refusal;
  }
  house_->memory = data_->memory();
  set_timer();
}

otp::result<answer> keyspace::handle_call(execute asked, const otp::from<answer>& client) {
  begin();
  answer made;
  auto each = asked.commands.begin();
  for (; each != asked.commands.end() && made.bytes.size() < enough_at_once; ++each) {
    run(*each, made.bytes);
    collect();
    serve_those_who_wait();
  }
  if (asked.commands.front().what->is(waits) && made.bytes == "*-1\r\n") {
    let_wait(asked.commands.front(), client);
    return otp::noreply;
  }
  made.rest.assign(std::make_move_iterator(each), std::make_move_iterator(asked.commands.end()));
  return finish(client, std::move(made));
}

otp::result<answer> keyspace::handle_call(const transact& asked, const otp::from<answer>& client) {
  begin();
  bool changed = false;
  for (const auto& [name, version] : asked.watches) {
    data_->find(name);  // that it has expired is a change
    changed |= data_->version(name) != version;
  }
  collect();
  std::string records = std::exchange(records_, {});
  answer made;
  if (changed)
    reply::nil_array(made.bytes);
  else
    reply::array(made.bytes, asked.commands.size());
  for (auto each = asked.commands.begin(); each != asked.commands.end() && !changed; ++each) run(*each, made.bytes);
  collect();
  if (!records_.empty()) {  // as one: half of it is never replayed
    reply::bulks(records, {"MULTI"});
    records += records_;
    reply::bulks(records, {"EXEC"});
  }
  records_ = std::move(records);
  serve_those_who_wait();
  return finish(client, std::move(made));
}

void keyspace::run(const invocation& what, std::string& out) {
  if (what.what->is(write) && !refusal_.empty()) return reply::error(out, refusal_);
  if (what.what->is(grows) && house_->memory_is_full()) return reply::error(out, out_of_memory);
  data_->run(std::get<data_function>(what.what->run), what.arguments, out);
  house_->memory = data_->memory();
}

/// The records of what has been changed. While the disk refuses, only names that expire change: they do so again.
void keyspace::collect() {
  std::string records = data_->take_records();
  if (house_->log && refusal_.empty()) records_ += records;
}

std::vector<std::uint64_t> keyspace::handle_call(const ask_versions& asked) {
  begin();
  std::vector<std::uint64_t> versions;
  for (const std::string& each : asked.names) {
    data_->find(each);
    versions.push_back(data_->version(each));
  }
  hand_over();
  return versions;
}

otp::result<answer> keyspace::finish(const otp::from<answer>& client, answer&& what) {
  set_timer();
  if (records_.empty() && answers_.empty() && !is_on_its_way()) return std::move(what);
  answers_.push_back({client, std::move(what)});
  hand_over();
  return otp::noreply;
}

/// Records and answers go to the writer. When nothing is on the way to it, answers alone go at once.
void keyspace::hand_over() {
  collect();
  if (!records_.empty() || (!answers_.empty() && is_on_its_way())) {
    ++handed_over_;
    return otp::cast(writer, append_records{std::exchange(records_, {}), std::exchange(answers_, {})});
  }
  for (delivery& each : std::exchange(answers_, {})) otp::reply(each.to, std::move(each.what));
}

void keyspace::let_wait(const invocation& what, const otp::from<answer>& client) {
  waiter who{client, what, otp::monitor(client.pid()), {}};
  const std::int64_t milliseconds = timeout_in(what.arguments.back());
  if (milliseconds > 0)
    who.timer =
        otp::send_after(std::chrono::milliseconds(milliseconds), otp::self(), waited_long_enough{last_waiter_ + 1});
  blocked_.emplace(++last_waiter_, std::move(who));
  hand_over();
  set_timer();
}

/// It waits no longer: neither its end nor its timer is heard of from here on.
std::optional<keyspace::waiter> keyspace::take_waiter(std::uint64_t number) {
  auto found = blocked_.extract(number);
  if (!found) return std::nullopt;
  otp::demonitor(found.mapped().monitor, otp::flush);
  if (found.mapped().timer != otp::ref()) otp::cancel_timer(found.mapped().timer);
  return std::move(found.mapped());
}

std::optional<std::uint64_t> keyspace::first_for(const std::string& name) const {
  for (const auto& [number, who] : blocked_) {
    const words& w = who.asked.arguments;
    if (std::find(w.begin() + 1, w.end() - 1, name) != w.end() - 1) return number;
  }
  return std::nullopt;
}

void keyspace::serve_those_who_wait() {
  for (const std::string& name : data_->take_grown()) {
    while (const auto first = first_for(name)) {
      const entry* const found = data_->find(name);
      if (!found || !std::holds_alternative<list>(found->value)) break;
      waiter who = *take_waiter(*first);
      if (!otp::is_process_alive(who.client.pid())) continue;  // its end is on the way to us
      answer made;
      who.asked.arguments = {who.asked.arguments[0], name, "0"};
      run(who.asked, made.bytes);
      answers_.push_back({who.client, std::move(made)});
    }
  }
}

void keyspace::handle_info(waited_long_enough over) {
  const auto who = take_waiter(over.waiter);
  if (!who) return;
  answers_.push_back({who->client, answer{.bytes = "*-1\r\n"}});
  hand_over();
}

void keyspace::handle_info(const otp::down& gone) {
  const auto it = [&](const auto& each) { return each.second.monitor == gone.ref; };
  if (const auto found = std::find_if(blocked_.begin(), blocked_.end(), it); found != blocked_.end())
    take_waiter(found->first);
}

void keyspace::handle_info(look_for_expired) {
  timer_ = never;
  begin();
  const bool more = data_->expire_some(expired_at_once);
  hand_over();
  if (!more) return set_timer();
  timer_ = data_->now();
  otp::send(otp::self(), look_for_expired{});  // clients in between
}

void keyspace::set_timer() {
  const unix_time next = data_->next_expiry();
  if (next >= timer_) return;  // a timer that comes too early sets the next one
  timer_ = next;
  const unix_time wait = std::clamp<unix_time>(next - data_->now(), 0, 1000LL * 3600 * 24);
  otp::send_after(std::chrono::milliseconds(wait), otp::self(), look_for_expired{});
}

}  // namespace kv
