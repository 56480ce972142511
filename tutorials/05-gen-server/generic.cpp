// generic.cpp - the part that every server has, and the part that only this one has.
#include <iostream>
#include <map>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

// ---- every server ---------------------------------------------------------------------------------

template <class Request>
struct question {
  otp::pid from;
  otp::ref id;
  Request request;
};
template <class Reply>
struct answer {
  otp::ref id;
  Reply reply;
};

/// A server with these requests; all that it needs to know of S is that it has a handle_call for each.
template <class S, class... Requests>
void serve(S server) {
  for (;;)
    otp::receive(
        [&](const question<Requests>& q) {
          otp::send(q.from, answer<typename Requests::reply>{q.id, server.handle_call(q.request)});
        }...,
        [](const otp::message&) { std::cout << "server: what was that?\n"; });
}

template <class Request>
typename Request::reply ask(const otp::pid& server, Request request, otp::duration patience = 5s) {
  using answered = answer<typename Request::reply>;
  const otp::ref id = otp::monitor(server);  // no other question has this reference; and now its end is a message, too
  otp::send(server, question<Request>{otp::self(), id, std::move(request)});
  const auto fail = [](const otp::exit_reason& why) -> typename Request::reply { otp::exit(why); };
  auto reply = otp::receive(
      otp::when([&](const answered& a) { return a.id == id; }, [](answered a) { return a.reply; }),
      otp::when([&](const otp::down& d) { return d.ref == id; }, [&](const otp::down& d) { return fail(d.reason); }),
      otp::after(patience, [&] { return fail(otp::timeout); }));
  otp::demonitor(id, otp::flush);
  return reply;
}

// ---- only this one --------------------------------------------------------------------------------

struct take {
  using reply = int;
  std::string item;
  int how_many;
};
struct left {
  using reply = std::map<std::string, int>;
};

struct store_room {
  std::map<std::string, int> shelf{{"milk", 3}, {"beans", 5}};

  int handle_call(const take& t) {
    int& there = shelf.at(t.item);
    const int given = std::min(there, t.how_many);
    there -= given;
    return given;
  }
  std::map<std::string, int> handle_call(left) { return shelf; }
};

int main() {
  return otp::run([] {
    const otp::pid room = otp::spawn("store room", [] { serve<store_room, take, left>({}); });
    std::cout << "milk: " << ask(room, take{"milk", 2}) << '\n';
    otp::send(room, "two bags of beans, please");
    for (const auto& [item, count] : ask(room, left{})) std::cout << item << " left: " << count << '\n';
    std::cout << "tea: " << ask(room, take{"tea", 1}) << '\n';
  });
}
