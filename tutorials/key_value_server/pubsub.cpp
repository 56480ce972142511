// pubsub.cpp - channels: who publishes sends to all who have registered; that one has gone, the registry knows.
#include "connection.hpp"

namespace kv {
namespace {

void confirm(std::string& out, const char* what, const std::string* channel, std::size_t count) {
  reply::array(out, 3);
  reply::bulk(out, what);
  if (channel)
    reply::bulk(out, *channel);
  else
    reply::nil(out);
  reply::integer(out, static_cast<std::int64_t>(count));
}

void subscribe(connection& client, const words& w, std::string& out) {
  if (!std::holds_alternative<subscribed>(client.mode())) client.mode() = subscribed();
  auto& channels = std::get<subscribed>(client.mode()).channels;
  for (std::size_t i = 1; i < w.size(); ++i) {
    if (channels.insert(w[i]).second) client.house().channels.register_key(w[i]);
    confirm(out, "subscribe", &w[i], channels.size());
  }
}

/// What was published before, its client gets before the confirmation.
void unsubscribe(connection& client, const words& w, std::string& out) {
  if (!std::holds_alternative<subscribed>(client.mode())) client.mode() = subscribed();
  auto& channels = std::get<subscribed>(client.mode()).channels;
  words left(w.begin() + 1, w.end());
  if (left.empty()) left.assign(channels.begin(), channels.end());
  for (const std::string& each : left)
    if (channels.contains(each)) client.house().channels.unregister_key(each);
  client.write_published(out);
  if (left.empty()) confirm(out, "unsubscribe", nullptr, 0);
  for (const std::string& each : left) {
    channels.erase(each);
    confirm(out, "unsubscribe", &each, channels.size());
  }
  if (channels.empty()) client.mode() = normal();
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

void publish(connection& client, const words& w, std::string& out) {
  auto bytes = std::make_shared<std::string>();
  reply::bulks(*bytes, {"message", w[1], w[2]});
  std::int64_t n = 0;
  for (const auto& each : client.house().channels.lookup(w[1])) n += tell(each.owner, {bytes});
  reply::integer(out, n);
}

}  // namespace

std::vector<command> pubsub_commands() {
  return {{"subscribe", -2, in_subscribed, subscribe},
          {"unsubscribe", -1, in_subscribed, unsubscribe},
          {"publish", 3, 0, publish}};
}

}  // namespace kv
