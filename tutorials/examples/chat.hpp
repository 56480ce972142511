// chat.hpp - a chat server: a room, and for each connection one actor that waits for bytes and for messages at once.
//
//   top             rest_for_one: with a new room come new sessions
//     room          who is there; it sends each line to all others
//     sessions      simple_one_for_one: one for each connection, at most 1,000
//     acceptor      if it crashes, its successor listens on the same port at once
//
// A client that does not read holds up its session alone: its mailbox has a limit, and lines beyond it are dropped.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include <otp/otp.hpp>

namespace chat {

using namespace std::chrono_literals;

struct join { std::string name; otp::pid session; using reply = void; };
struct said { std::string line; otp::pid by; };
struct line_out { std::shared_ptr<const std::string> text; };

class room : public otp::gen_server<room> {
 public:
  void handle_call(const join& j) {
    otp::monitor(j.session);
    names_[j.session] = j.name;
  }
  void handle_cast(const said& s) {
    // One copy of the text for all who get it.
    const auto text = std::make_shared<const std::string>(names_[s.by] + ": " + s.line + "\n");
    for (const auto& [session, name] : names_)
      if (session != s.by) otp::send(session, line_out{text});
  }
  void handle_info(const otp::down& d) { names_.erase(d.pid); }

 private:
  std::map<otp::pid, std::string> names_;
};

using connection = std::shared_ptr<const otp::tcp::socket>;

/// The first line is the client's name, and is answered; each line after it is said in the room.
inline void session(const connection& client) {
  const otp::server_ref<room> the_room("room");
  otp::tcp::line_reader lines(*client, 1000);
  const auto name = lines.next(60s);
  if (!name) return;
  otp::set_label("chat " + *name);
  otp::call(the_room, join{*name, otp::self()});
  otp::tcp::send(*client, "hello " + *name + "\n");
  for (bool open = true; open;)
    otp::receive([&](const line_out& l) { otp::tcp::send(*client, *l.text, 60s); },
                 otp::readable(*client) >> [&] {
                   lines.fill();
                   while (open && lines.has_line()) {
                     if (const auto line = lines.next())
                       otp::cast(the_room, said{*line, otp::self()});
                     else
                       open = false;  // the client has gone
                   }
                 });
}

inline void acceptor(const otp::tcp::address& at) {
  const otp::tcp::listener listener = otp::tcp::listen(at);
  for (;;) {
    auto client = std::make_shared<const otp::tcp::socket>(otp::tcp::accept(listener));
    otp::start_child(otp::supervisor_ref("sessions"), otp::with_args(connection(std::move(client))));
  }
}

/// \param serve  what a session does
inline otp::supervisor_ref start(const otp::tcp::address& at, void (*serve)(const connection&) = session) {
  return otp::start_supervisor(
      {.strategy = otp::rest_for_one, .intensity = 10},
      {otp::child<room>("room", {.name = "room"}),
       otp::child_supervisor(
           "sessions", {.strategy = otp::simple_one_for_one, .max_children = 1000},
           {otp::simple_child<connection>(serve, {.restart = otp::temporary,
                                                  .mailbox = {.messages = 100, .when_full = otp::overflow::drop}})},
           {.name = "sessions"}),
       otp::child("acceptor", [at] { acceptor(at); })});
}

}  // namespace chat
