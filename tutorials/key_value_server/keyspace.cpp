// keyspace.cpp - see keyspace.hpp.
#include "keyspace.hpp"

#include <algorithm>
#include <utility>

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
                    .text = house_->log->name() + ": the last " + std::to_string(known.size - whole) +
                            " bytes are no whole record, or no whole transaction; they are cut off"});
      otp::call(writer, cut_tail{whole}, otp::infinity);
    }
    handed_over_ = known.written;
    refusal_ = known.refusal;
  }
  house_->memory = data_->memory();
  data_->note_lists(!blocked_.empty());
  set_timer();
}

void keyspace::handle_cast(const log_refused&) { load(); }

// ---- commands -------------------------------------------------------------------------------------------------------

otp::result<answer> keyspace::handle_call(execute asked, const otp::from<answer>& client) {
  begin();
  answer made;
  auto each = asked.commands.begin();
  for (; each != asked.commands.end() && made.bytes.size() < enough_at_once; ++each) {
    run(*each, made.bytes);
    serve_those_who_wait();
  }
  if (asked.commands.size() == 1 && wait_for_elements(asked.commands.front(), made, client)) return otp::noreply;
  made.rest.assign(std::make_move_iterator(each), std::make_move_iterator(asked.commands.end()));
  return finish(client, std::move(made));
}

otp::result<answer> keyspace::handle_call(transact asked, const otp::from<answer>& client) {
  begin();
  answer made;
  for (const transact::watched& each : asked.watches) {
    data_->find(each.name);  // that it has expired is a change
    if (data_->version(each.name) != each.version) made.aborted = true;
  }
  log_expired(0);
  const std::size_t before = records_.size();
  if (!made.aborted) {
    for (invocation& each : asked.commands) {
      run(each, made.bytes);
      made.ends.push_back(made.bytes.size());
    }
  }
  if (records_.size() > before) {  // as one: half of it is never replayed
    std::string multi;
    write_request(multi, {"MULTI"});
    records_.insert(before, multi);
    write_request(records_, {"EXEC"});
  }
  serve_those_who_wait();
  return finish(client, std::move(made));
}

void keyspace::run(invocation& what, std::string& out) {
  const command& c = *what.what;
  const bool writes = c.is(write);
  if (writes && !refusal_.empty()) return reply::error(out, refusal_);
  if (c.is(grows) && house_->memory_is_full()) return reply::error(out, out_of_memory);
  const std::size_t before = records_.size(), answered = out.size();
  const bool logged = writes && house_->log;
  if (logged) write_request(records_, what.arguments);  // before: the command may move its words
  data_->begin();
  try {
    std::get<data_function>(c.run)(*data_, what.arguments, out);
  } catch (const refused& e) {
    out.resize(answered);
    reply::error(out, e.what());
  }
  if (logged && (!data_->dirty() || !data_->instead().empty())) records_.resize(before);
  if (logged && data_->dirty())
    for (const words& each : data_->instead()) write_request(records_, each);
  log_expired(before);
  house_->memory = data_->memory();
}

/// Names that had expired were gone before the command.
void keyspace::log_expired(std::size_t before) {
  const std::vector<std::string> names = data_->take_expired();
  if (names.empty() || !house_->log || !refusal_.empty()) return;
  std::string records;
  for (const std::string& each : names) write_request(records, {"DEL", each});
  records_.insert(before, records);
}

// ---- answers --------------------------------------------------------------------------------------------------------

otp::result<answer> keyspace::finish(const otp::from<answer>& client, answer&& what) {
  set_timer();
  if (records_.empty() && answers_.empty() && (!house_->log || house_->written == handed_over_)) return std::move(what);
  answers_.push_back({client, std::move(what)});
  hand_over();
  return otp::noreply;
}

/// Records and answers go to the writer. Without a log, or when nothing is on the way to it, answers go at once.
void keyspace::hand_over() {
  if (records_.empty() && answers_.empty()) return;
  if (!house_->log || (records_.empty() && house_->written == handed_over_)) {
    for (delivery& each : answers_) otp::reply(each.to, std::move(each.what));
    answers_.clear();
    return;
  }
  ++handed_over_;
  otp::cast(writer, append_records{std::exchange(records_, {}), std::exchange(answers_, {})});
}

// ---- those who wait -------------------------------------------------------------------------------------------------

bool keyspace::wait_for_elements(const invocation& what, const answer& so_far, const otp::from<answer>& client) {
  if (!what.what->is(waits) || so_far.bytes != "*-1\r\n") return false;
  const std::uint64_t number = ++last_waiter_;
  const std::int64_t milliseconds = timeout_in(what.arguments.back());
  waiter who{client, what, otp::monitor(client.pid()), {}};
  if (milliseconds > 0)
    who.timer = otp::send_after(std::chrono::milliseconds(milliseconds), otp::self(), waited_long_enough{number});
  blocked_.add(number, std::move(who));
  data_->note_lists(true);
  hand_over();
  set_timer();
  return true;
}

void keyspace::serve_those_who_wait() {
  if (blocked_.empty()) return;
  for (std::vector<std::string> grown; !(grown = data_->take_grown()).empty();) {
    for (const std::string& name : grown) {
      for (auto first = blocked_.first(name); first; first = blocked_.first(name)) {
        const entry* const found = data_->find(name);
        if (!found || !std::holds_alternative<list>(found->value)) break;
        waiter who = *blocked_.take(*first);
        if (!otp::is_process_alive(who.client.pid())) continue;  // its end is on the way to us
        answer made;
        who.asked.arguments = {who.asked.arguments[0], name, "0"};
        run(who.asked, made.bytes);
        answers_.push_back({who.client, std::move(made)});
      }
    }
  }
  data_->note_lists(!blocked_.empty());
}

void keyspace::handle_info(waited_long_enough over) {
  const auto who = blocked_.take(over.waiter);
  if (!who) return;
  answers_.push_back({who->client, answer{.bytes = "*-1\r\n"}});
  hand_over();
}

void keyspace::handle_info(const otp::down& gone) {
  if (const auto number = blocked_.watched_by(gone.ref)) blocked_.take(*number);
}

// ---- the rest -------------------------------------------------------------------------------------------------------

std::vector<std::uint64_t> keyspace::handle_call(const ask_versions& asked) {
  begin();
  std::vector<std::uint64_t> versions;
  for (const std::string& each : asked.names) {
    data_->find(each);
    versions.push_back(data_->version(each));
  }
  log_expired(0);
  hand_over();
  return versions;
}

keyspace_figures keyspace::handle_call(ask_figures) const {
  return {data_->size(), data_->expiring(), data_->memory(), blocked_.size()};
}

void keyspace::handle_info(look_for_expired) {
  timer_ = never;
  begin();
  const bool more = data_->expire_some(expired_at_once);
  log_expired(0);
  hand_over();
  if (more) {  // clients in between
    timer_ = data_->now();
    otp::send(otp::self(), look_for_expired{});
  } else {
    set_timer();
  }
}

void keyspace::set_timer() {
  const unix_time next = data_->next_expiry();
  if (next >= timer_) return;  // a timer that comes too early sets the next one
  timer_ = next;
  const unix_time wait = std::clamp<unix_time>(next - data_->now(), 0, 1000LL * 3600 * 24);
  otp::send_after(std::chrono::milliseconds(wait), otp::self(), look_for_expired{});
}

std::string keyspace::format_status() const {
  return std::to_string(data_->size()) + " names, " + std::to_string(blocked_.size()) + " clients wait";
}

}  // namespace kv
