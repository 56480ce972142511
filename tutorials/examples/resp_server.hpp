// resp_server.hpp - a key-value store that Redis' clients talk to: PING, ECHO, SET, GET, DEL, INCR.
//
//   top             one_for_one: a store that has crashed comes back empty, and the connections stay
//     store         the values; all requests to it are done one after another
//     sessions      simple_one_for_one: one for each connection, at most 1,000
//     acceptor      if it crashes, its successor listens on the same port at once
//
// A session answers all requests that one read has given with one write, and reads on when that is written: a client
// that does not read its replies is not read from, and after a minute it is out.
#pragma once

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

#include "resp.hpp"

namespace resp_server {

using namespace std::chrono_literals;
using resp::words;

// ---- the store ------------------------------------------------------------------------------------------------------

struct set { std::string key, value; using reply = void; };
struct get { std::string key; using reply = std::optional<std::string>; };
/// How many there were.
struct del { words keys; using reply = std::int64_t; };
/// Nothing: what is there is no number, or the largest.
struct incr { std::string key; using reply = std::optional<std::int64_t>; };

class store : public otp::gen_server<store> {
 public:
  void handle_call(set s) { values_.insert_or_assign(std::move(s.key), std::move(s.value)); }

  std::optional<std::string> handle_call(const get& g) {
    const auto found = values_.find(g.key);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }

  std::int64_t handle_call(const del& d) {
    return std::count_if(d.keys.begin(), d.keys.end(), [&](const std::string& key) { return values_.erase(key) != 0; });
  }

  std::optional<std::int64_t> handle_call(const incr& i) {
    std::string& value = values_.try_emplace(i.key, "0").first->second;
    std::int64_t n = 0;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), n);
    if (failure != std::errc() || end != value.data() + value.size() || n == std::numeric_limits<std::int64_t>::max())
      return std::nullopt;
    value = std::to_string(++n);
    return n;
  }

 private:
  std::map<std::string, std::string> values_;
};

// ---- commands -------------------------------------------------------------------------------------------------------

inline std::string as_reply(otp::ok) { return resp::simple("OK"); }
inline std::string as_reply(const std::optional<std::string>& value) { return resp::bulk(value); }
inline std::string as_reply(std::int64_t count) { return resp::integer(count); }
inline std::string as_reply(const std::optional<std::int64_t>& number) {
  return number ? resp::integer(*number) : resp::error("ERR value is not an integer or out of range");
}
/// Without a store the reply is an error, and the session goes on.
template <class Request>
std::string ask(Request request) {
  const auto answer = otp::try_call(otp::server_ref<store>("store"), std::move(request));
  return answer ? as_reply(*answer.value) : resp::error("ERR store: " + to_string(answer.failure));
}

struct command {
  std::size_t least, most;  // arguments
  std::string (*run)(words);
};

inline const std::map<std::string, command> commands = {
    {"PING", {0, 1, [](words w) { return w.empty() ? resp::simple("PONG") : resp::bulk(w[0]); }}},
    {"ECHO", {1, 1, [](words w) { return resp::bulk(w[0]); }}},
    {"SET",
     {2, 2,
      [](words w) {
        return ask(set{std::move(w[0]), std::move(w[1])});
      }}},
    {"GET", {1, 1, [](words w) { return ask(get{std::move(w[0])}); }}},
    {"DEL", {1, SIZE_MAX, [](words w) { return ask(del{std::move(w)}); }}},
    {"INCR", {1, 1, [](words w) { return ask(incr{std::move(w[0])}); }}},
};

inline std::string reply_to(words request) {
  std::string name = request.front();
  request.erase(request.begin());
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
  const auto found = commands.find(name);
  if (found == commands.end()) return resp::error("ERR unknown command '" + name + "'");
  const command& c = found->second;
  if (request.size() < c.least || request.size() > c.most)
    return resp::error("ERR wrong number of arguments for '" + name + "' command");
  return c.run(std::move(request));
}

// ---- connections ----------------------------------------------------------------------------------------------------

using connection = std::shared_ptr<const otp::tcp::socket>;

inline void answer_requests(const otp::tcp::socket& client) {
  resp::request_reader requests;
  std::string replies;
  const auto send_replies = [&] { otp::tcp::send(client, std::exchange(replies, {}), 60s); };
  try {
    for (std::string some; !(some = otp::tcp::receive_some(client)).empty(); send_replies()) {
      requests.add(some);
      while (auto request = requests.next()) {
        replies += reply_to(*std::move(request));
        if (replies.size() > 65536) send_replies();  // small requests may have large replies
      }
    }
  } catch (const resp::protocol_error& e) {
    replies += resp::error(std::string("ERR Protocol error: ") + e.what());
    send_replies();
  }
}

inline void session(const connection& client) {
  try {
    answer_requests(*client);
  } catch (const otp::tcp::failure&) {  // the client has gone, or does not read: no fault of this program
  }
}

inline void acceptor(const otp::tcp::address& at) {
  const otp::tcp::listener listener = otp::tcp::listen(at);
  for (;;) {
    auto client = std::make_shared<const otp::tcp::socket>(otp::tcp::accept(listener));
    // One too many, and the client reads the end at once.
    otp::start_child(otp::supervisor_ref("sessions"), otp::with_args(connection(std::move(client))));
  }
}

/// \param serve  what a session does
inline otp::supervisor_ref start(const otp::tcp::address& at, void (*serve)(const connection&) = session) {
  return otp::start_supervisor(
      {.intensity = 10},
      {otp::child<store>("store", {.name = "store"}),
       otp::child_supervisor("sessions", {.strategy = otp::simple_one_for_one, .max_children = 1000},
                             {otp::simple_child<connection>(serve, {.restart = otp::temporary})}, {.name = "sessions"}),
       otp::child("acceptor", [at] { acceptor(at); })});
}

}  // namespace resp_server
