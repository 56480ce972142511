// pubsub.cpp - channels: who publishes sends to all who have registered; that one has gone, the registry knows.
#include <algorithm>

#include "connection.hpp"
#include "text.hpp"

namespace kv {
namespace {

using registry = otp::duplicate_registry<std::string>;
using names = std::set<std::string>;

void confirm(std::string& out, const char* what, const std::string* name, std::size_t count) {
  reply::array(out, 3);
  reply::bulk(out, what);
  if (name)
    reply::bulk(out, *name);
  else
    reply::nil(out);
  reply::integer(out, static_cast<std::int64_t>(count));
}

void join(connection& client, const words& w, std::string& out, const char* what, const registry& all,
          names subscribed::*mine) {
  if (!std::holds_alternative<subscribed>(client.mode())) client.mode() = subscribed();
  auto& mode = std::get<subscribed>(client.mode());
  for (std::size_t i = 1; i < w.size(); ++i) {
    if ((mode.*mine).insert(w[i]).second) all.register_key(w[i]);
    confirm(out, what, &w[i], mode.channels.size() + mode.patterns.size());
  }
}

/// What was published before, its client gets before the confirmation.
void leave(connection& client, const words& w, std::string& out, const char* what, const registry& all,
           names subscribed::*mine) {
  subscribed nothing;
  auto* const mode = std::get_if<subscribed>(&client.mode());
  subscribed& has = mode ? *mode : nothing;
  words left(w.begin() + 1, w.end());
  if (left.empty()) left.assign((has.*mine).begin(), (has.*mine).end());
  for (const std::string& each : left)
    if ((has.*mine).contains(each)) all.unregister_key(each);
  if (mode) client.write_published(out);
  const auto count = [&] { return has.channels.size() + has.patterns.size(); };
  if (left.empty()) confirm(out, what, nullptr, count());
  for (const std::string& each : left) {
    (has.*mine).erase(each);
    confirm(out, what, &each, count());
  }
  if (mode && has.channels.empty() && has.patterns.empty()) client.mode() = normal();
}

void subscribe(connection& client, words& w, std::string& out) {
  join(client, w, out, "subscribe", client.house().channels, &subscribed::channels);
}
void psubscribe(connection& client, words& w, std::string& out) {
  join(client, w, out, "psubscribe", client.house().patterns, &subscribed::patterns);
}
void unsubscribe(connection& client, words& w, std::string& out) {
  leave(client, w, out, "unsubscribe", client.house().channels, &subscribed::channels);
}
void punsubscribe(connection& client, words& w, std::string& out) {
  leave(client, w, out, "punsubscribe", client.house().patterns, &subscribed::patterns);
}

/// Returns whether it will get it. One whose mailbox is full does not read what it has asked for: it is ended, as Redis
/// does it.
bool tell(const otp::pid& subscriber, const published& what) {
  try {
    otp::send(subscriber, what);
    return true;
  } catch (const otp::error& e) {
    if (e.code() != otp::errc::system_limit) throw;
    otp::exit(subscriber, "too_slow_a_subscriber");
    return false;
  }
}

void publish(connection& client, words& w, std::string& out) {
  std::int64_t n = 0;
  const auto text = [&](std::initializer_list<std::string_view> parts) {
    std::string bytes;
    reply::array(bytes, parts.size());
    for (const auto& each : parts) reply::bulk(bytes, each);
    return published{std::make_shared<const std::string>(std::move(bytes))};
  };
  client.house().channels.dispatch(w[1], [&](const auto& subscribers) {
    const published what = text({"message", w[1], w[2]});
    for (const auto& each : subscribers) n += tell(each.owner, what);
  });
  for (const auto& [pattern, subscriber] : client.house().patterns.entries())
    if (matches(pattern, w[1])) n += tell(subscriber.owner, text({"pmessage", pattern, w[1], w[2]}));
  reply::integer(out, n);
}

names keys_of(const registry& all) {
  names found;
  for (const auto& [name, subscriber] : all.entries()) found.insert(name);
  return found;
}

void pubsub(connection& client, words& w, std::string& out) {
  const std::string what = lower(w[1]);
  const services& house = client.house();
  if (what == "channels" && w.size() <= 3) {
    names found = keys_of(house.channels);
    if (w.size() == 3) std::erase_if(found, [&](const std::string& each) { return !matches(w[2], each); });
    reply::array(out, found.size());
    for (const std::string& each : found) reply::bulk(out, each);
  } else if (what == "numsub") {
    reply::array(out, 2 * (w.size() - 2));
    for (std::size_t i = 2; i < w.size(); ++i) {
      reply::bulk(out, w[i]);
      reply::integer(out, static_cast<std::int64_t>(house.channels.lookup(w[i]).size()));
    }
  } else if (what == "numpat" && w.size() == 2) {
    reply::integer(out, static_cast<std::int64_t>(keys_of(house.patterns).size()));
  } else {
    reply::error(out, "ERR unknown subcommand or wrong number of arguments for '" + w[1] + "'. Try PUBSUB HELP.");
  }
}

}  // namespace

void add_pubsub_commands(command_table& table) {
  for (const command& c : {
           command{"subscribe", -2, in_subscribed | not_in_multi, subscribe},
           command{"psubscribe", -2, in_subscribed | not_in_multi, psubscribe},
           command{"unsubscribe", -1, in_subscribed | not_in_multi, unsubscribe},
           command{"punsubscribe", -1, in_subscribed | not_in_multi, punsubscribe},
           command{"publish", 3, 0, publish},
           command{"pubsub", -2, 0, pubsub},
       })
    table.add(c);
}

}  // namespace kv
