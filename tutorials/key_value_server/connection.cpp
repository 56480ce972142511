// connection.cpp - see connection.hpp.
#include "connection.hpp"

namespace kv {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t written_early = 64 * 1024;  // answers
constexpr std::size_t read_ahead = 1024 * 1024;   // while the client waits
constexpr auto patience_with_a_client = 60s;      // one that does not read for so long is out

}  // namespace

connection::connection(shared_services house, std::shared_ptr<const otp::tcp::socket> client)
    : house_(std::move(house)), client_(std::move(client)), number_(++house_->last_client) {
  house_->clients.register_key(number_, to_string(client_->peer()));
}

void connection::run() {
  try {
    while (!ending_) {
      if (std::holds_alternative<subscribed>(mode_))
        read_or_hear();
      else
        read();
      serve();
    }
  } catch (const otp::tcp::failure&) {  // the client has gone, or does not read: no fault of this program
  }
}

/// Some bytes of the client's.
void connection::read() {
  std::array<char, 16384> some;
  const std::size_t n = otp::tcp::receive_into(*client_, some);
  if (n == 0) return end();
  requests_.add({some.data(), n});
}

/// ... or what was published.
void connection::read_or_hear() {
  const auto hear = [&](const published& p) { out_ += *p.bytes; };
  bool readable = false;
  otp::receive(
      hear, otp::readable(*client_) >> [&] { readable = true; });
  if (readable) return read();
  write_published(out_);
}

void connection::write_published(std::string& out) {
  const auto hear = [&](const published& p) { return out += *p.bytes, true; };
  while (out.size() < written_early && otp::receive(hear, otp::after(0s, [] { return false; }))) continue;
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
  if (!out_.empty()) otp::tcp::send(*client_, out_, patience_with_a_client);
  out_.clear();
  if (out_.capacity() > 4 * written_early) out_.shrink_to_fit();
}

void connection::handle(words&& request) {
  const command* const known = house_->commands->find(request[0]);
  if (known && known->takes(request.size())) {
    invocation what{known, std::move(request)};
    return std::visit([&](auto& mode) { on(mode, std::move(what)); }, mode_);
  }
  run_batch();
  if (auto* const transaction = std::get_if<queueing>(&mode_)) transaction->spoilt = true;
  reply::error(out_, known ? "ERR wrong number of arguments for '" + std::string(known->name) + "' command"
                           : "ERR unknown command '" + request[0].substr(0, 128) + "'");
}

void connection::on(normal&, invocation&& what) {
  if (std::holds_alternative<data_function>(what.what->run)) {
    if (what.what->is(waits)) return wait_for(std::move(what));
    return batch_.push_back(std::move(what));
  }
  run_batch();
  run_own(what);
}

void connection::on(queueing& mode, invocation&& what) {
  if (what.what->is(at_once)) return run_own(what);
  if (!std::holds_alternative<data_function>(what.what->run)) {
    mode.spoilt = true;
    return reply::error(out_, "ERR Command not allowed inside a transaction");
  }
  mode.commands.push_back(std::move(what));
  reply::simple(out_, "QUEUED");
}

void connection::on(subscribed&, invocation&& what) {
  if (!what.what->is(in_subscribed))
    return reply::error(out_,
                        "ERR Can't execute '" + std::string(what.what->name) + "': only (UN)SUBSCRIBE, PING, QUIT");
  if (std::holds_alternative<connection_function>(what.what->run)) return run_own(what);
  reply::bulks(out_, {"pong", what.arguments.size() > 1 ? what.arguments[1] : ""});
}

std::string without_keyspace(const otp::exit_reason& why) {
  if (why == otp::noproc) return "LOADING the keyspace is being restarted from its log";
  return "ERR the keyspace did not answer, so it is not known whether this was done: " + to_string(why);
}

void connection::run_batch() {
  while (!batch_.empty()) {
    const std::size_t asked = batch_.size();
    ask_for_answer(execute{std::exchange(batch_, {})}, asked);
    if (out_.size() > written_early) write();
  }
}

/// What the keyspace has answered to so many commands, each of which has an answer.
void connection::add(otp::response<answer>&& got, std::size_t asked) {
  std::string failure;
  if (!got)
    reply::error(failure, without_keyspace(got.failure));
  else if (!got.value->error.empty())
    reply::error(failure, got.value->error);
  if (!failure.empty()) {
    for (; asked > 0; --asked) out_ += failure;
    return;
  }
  out_ += got.value->bytes;
  batch_ = std::move(got.value->rest);
}

/// The answer may come in an hour. Meanwhile the client is listened to, until it has said enough: that it goes ends
/// this actor, and the keyspace, which watches it, hears of it.
void connection::wait_for(invocation&& what) {
  run_batch();
  write();
  const auto asked = otp::send_request(data, execute{{std::move(what)}});
  auto response = otp::when_response<answer>([&](const otp::ref& id) { return id == asked.id; });
  using identified = decltype(response)::identified;
  while (!ending_) {
    auto heard = requests_.waiting() > read_ahead
                     ? otp::receive(asked.older, response)
                     : otp::receive(
                           asked.older, response, otp::readable(*client_) >> [] { return identified(); });
    if (heard.id == asked.id) return add(std::move(heard.got), 1);
    read();
  }
}

namespace {

/// The keyspace answers: a server without it serves none.
void ping(database&, const words& w, std::string& out) {
  if (w.size() > 2) throw refused("ERR wrong number of arguments for 'ping' command");
  if (w.size() > 1) return reply::bulk(out, w[1]);
  reply::simple(out, "PONG");
}
void echo(database&, const words& w, std::string& out) { reply::bulk(out, w[1]); }
void quit(connection& client, const words&, std::string& out) {
  reply::ok(out);
  client.end();
}

}  // namespace

std::vector<command> connection_commands() {
  return {{"ping", -1, in_subscribed, ping}, {"echo", 2, 0, echo}, {"quit", -1, at_once | in_subscribed, quit}};
}

}  // namespace kv
