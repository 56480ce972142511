// connection.cpp - see connection.hpp.
#include "connection.hpp"

#include <algorithm>

#include <otp/descriptors.hpp>

#include "text.hpp"

namespace kv {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t batch_at_most = 1024;
constexpr std::size_t written_early = 64 * 1024;  // answers
constexpr std::size_t read_ahead = 1024 * 1024;   // while the client waits
constexpr auto patience_of_a_writer = 60s;        // a client that does not read for so long is out

void unknown(std::string& out, const words& request) {
  std::string text = "ERR unknown command '" + request[0].substr(0, 128) + "', with args beginning with: ";
  for (std::size_t i = 1; i < request.size() && text.size() < 256; ++i) text += "'" + request[i].substr(0, 128) + "' ";
  reply::error(out, text);
}

}  // namespace

connection::connection(shared_services house, std::shared_ptr<const otp::tcp::socket> client)
    : house_(std::move(house)), client_(std::move(client)), number_(++house_->last_client) {
  house_->clients.register_key(number_, {to_string(client_->peer()), "", otp::now()});
}

void connection::run() {
  try {
    while (!ending_) {
      read();
      serve();
    }
  } catch (const otp::tcp::failure&) {  // the client has gone, or does not read: no fault of this program
  }
}

/// Some bytes of the client's, or what was published.
void connection::read() {
  if (std::holds_alternative<subscribed>(mode_)) {
    const bool readable = otp::receive(
        [&](const published& p) {
          out_ += *p.bytes;
          return false;
        },
        otp::readable(*client_) >> [] { return true; });
    if (!readable) return write_published(out_);
  }
  const std::size_t n = otp::tcp::receive_into(*client_, memory_);
  if (n == 0) return end();
  requests_.add({memory_.data(), n});
}

void connection::write_published(std::string& out) {
  while (out.size() < written_early && otp::receive(
                                           [&](const published& p) {
                                             out += *p.bytes;
                                             return true;
                                           },
                                           otp::after(0s, [] { return false; })))
    continue;
}

void connection::serve() {
  try {
    while (!ending_) {
      auto request = requests_.next();
      if (!request) break;
      handle(*std::move(request));
      if (out_.size() > written_early) write();
    }
    run_batch();
  } catch (const protocol_error& e) {
    run_batch();
    reply::error(out_, std::string("ERR Protocol error: ") + e.what());
    end();
  }
  write();
}

void connection::write() {
  if (!out_.empty()) otp::tcp::send(*client_, out_, patience_of_a_writer);
  out_.clear();
  if (out_.capacity() > 4 * written_early) std::string().swap(out_);
}

void connection::handle(words&& request) {
  const command* const known = house_->commands->find(request[0]);
  if (known && known->takes(request.size())) {
    invocation what{known, std::move(request)};
    return std::visit([&](auto& mode) { on(mode, std::move(what)); }, mode_);
  }
  run_batch();
  if (auto* const transaction = std::get_if<queueing>(&mode_)) transaction->spoilt = true;
  if (known)
    reply::error(out_, "ERR wrong number of arguments for '" + std::string(known->name) + "' command");
  else
    unknown(out_, request);
}

// ---- the modes ------------------------------------------------------------------------------------------------------

void connection::on(normal&, invocation&& what) {
  if (std::holds_alternative<data_function>(what.what->run)) {
    if (what.what->is(waits)) return wait_for(std::move(what));
    batch_.push_back(std::move(what));
    if (batch_.size() == batch_at_most) run_batch();
    return;
  }
  run_batch();
  run_own(what);
}

void connection::on(queueing& mode, invocation&& what) {
  if (what.what->is(at_once)) return run_own(what);
  if (what.what->is(not_in_multi)) {
    mode.spoilt = true;
    return reply::error(out_, "ERR Command not allowed inside a transaction");
  }
  if (what.what->is(grows) && house_->memory_is_full()) {
    mode.spoilt = true;
    return reply::error(out_, out_of_memory);
  }
  mode.commands.push_back(std::move(what));
  reply::simple(out_, "QUEUED");
}

void connection::on(subscribed&, invocation&& what) {
  if (what.what->is(in_subscribed)) return run_own(what);
  reply::error(out_, "ERR Can't execute '" + std::string(what.what->name) +
                         "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
}

// ---- the keyspace ---------------------------------------------------------------------------------------------------

std::string connection::without_keyspace(const otp::exit_reason& why) {
  if (why == otp::noproc) return "LOADING the keyspace is being restarted from its log";
  return "ERR the keyspace did not answer, so it is not known whether this was done: " + to_string(why);
}

void connection::run_batch() {
  while (!batch_.empty()) {
    std::size_t asked = batch_.size();
    std::string failure;
    auto got = ask(execute{std::exchange(batch_, {})}, failure);
    if (got && !got->error.empty()) reply::error(failure, got->error);
    if (failure.empty()) {
      out_ += got->bytes;
      batch_ = std::move(got->rest);
      asked = 0;
    }
    for (; asked > 0; --asked) out_ += failure;  // each of the commands has an answer
    if (out_.size() > written_early) write();
  }
}

/// The answer may come in an hour. Meanwhile the client is listened to: that it goes ends this actor, and the keyspace,
/// which watches it, hears of it.
void connection::wait_for(invocation&& what) {
  run_batch();
  write();
  execute request;
  request.commands.push_back(std::move(what));
  const auto asked = otp::send_request(otp::server_ref<keyspace>("keyspace"), std::move(request));
  auto response = otp::when_response<answer>([&](const otp::ref& id) { return id == asked.id; });
  std::optional<otp::response<answer>> got;
  while (!got) {
    const auto take = [&](auto identified) { got = std::move(identified.got); };
    if (requests_.waiting() > read_ahead) {  // it has said enough
      take(otp::receive(asked.older, response));
      break;
    }
    using identified = decltype(response)::identified;
    auto heard = otp::receive(
        asked.older, response, otp::readable(*client_) >> [] { return identified(); });
    if (heard.id == asked.id) {
      take(std::move(heard));
    } else {
      const std::size_t n = otp::tcp::receive_into(*client_, memory_);
      if (n == 0) return end();
      requests_.add({memory_.data(), n});
    }
  }
  if (!*got)
    reply::error(out_, without_keyspace(got->failure));
  else if (!got->value->error.empty())
    reply::error(out_, got->value->error);
  else
    out_ += got->value->bytes;
}

void connection::exec(queueing&& all, std::string& out) {
  transact request;
  request.watches = std::exchange(watches_, {});
  const auto refuses = [&](const invocation& each) { return each.what->is(grows) && house_->memory_is_full(); };
  if (std::any_of(all.commands.begin(), all.commands.end(), refuses))
    return reply::error(out, std::string("EXECABORT Transaction discarded because of: ") + out_of_memory);
  for (invocation& each : all.commands)
    if (std::holds_alternative<data_function>(each.what->run)) request.commands.push_back({each.what, each.arguments});
  answer done;
  if (!request.commands.empty() || !request.watches.empty()) {
    auto got = ask(std::move(request), out);
    if (!got) return;
    if (!got->error.empty()) return reply::error(out, got->error);
    if (got->aborted) return reply::nil_array(out);
    done = *std::move(got);
  }
  reply::array(out, all.commands.size());
  std::size_t begin = 0, next = 0;
  for (invocation& each : all.commands) {
    if (const auto* own = std::get_if<connection_function>(&each.what->run)) {
      (*own)(*this, each.arguments, out);
    } else {
      out.append(done.bytes, begin, done.ends[next] - begin);
      begin = done.ends[next++];
    }
  }
}

// ---- commands -------------------------------------------------------------------------------------------------------

namespace {

void ping(connection& client, words& w, std::string& out) {
  if (w.size() > 2) return reply::error(out, "ERR wrong number of arguments for 'ping' command");
  if (std::holds_alternative<subscribed>(client.mode())) {
    reply::array(out, 2);
    reply::bulk(out, "pong");
    return reply::bulk(out, w.size() > 1 ? w[1] : "");
  }
  if (w.size() > 1)
    reply::bulk(out, w[1]);
  else
    reply::simple(out, "PONG");
}
void echo(connection&, words& w, std::string& out) { reply::bulk(out, w[1]); }
void quit(connection& client, words&, std::string& out) {
  reply::ok(out);
  client.end();
}
void select(connection&, words& w, std::string& out) {
  const auto index = to_integer(w[1]);
  if (!index) return reply::error(out, "ERR invalid DB index");
  if (*index != 0) return reply::error(out, "ERR DB index is out of range");
  reply::ok(out);
}
/// Of the protocol's versions this is the second.
void hello(connection& client, words& w, std::string& out) {
  if (w.size() > 2 || (w.size() == 2 && w[1] != "2")) return reply::error(out, "NOPROTO unsupported protocol version");
  reply::array(out, 6);
  for (const char* each : {"server", "redis", "proto"}) reply::bulk(out, each);
  reply::integer(out, 2);
  reply::bulk(out, "id");
  reply::integer(out, static_cast<std::int64_t>(client.number()));
}
void time(connection& client, words&, std::string& out) {
  const unix_time now = client.house().unix_now();
  reply::array(out, 2);
  reply::bulk(out, std::to_string(now / 1000));
  reply::bulk(out, std::to_string(now % 1000 * 1000));
}

}  // namespace

void add_connection_commands(command_table& table) {
  for (const command& c : {
           command{"ping", -1, in_subscribed, ping},
           command{"echo", 2, 0, echo},
           command{"quit", -1, at_once | in_subscribed, quit},
           command{"select", 2, 0, select},
           command{"hello", -1, 0, hello},
           command{"time", 1, read_only, time},
       })
    table.add(c);
}

}  // namespace kv
