// pipeline.hpp - actors in a row, and two ways to keep a fast one from flooding a slow one.
//
// Plain actors, without any behaviour: spawn_link, send, and selective receive by the structure of tuples, as Erlang
// matches {item, {N, Text}}.
//
//   pulled    Items are asked for, stage by stage up to the source, and each answers one request (Elixir's GenStage has
//             this idea). One item is on its way; each costs two messages a stage.
//   pushed    Each stage gives on what it has, and its mailbox has a limit: who sends to a full one waits. As many
//             items are on their way as the mailboxes hold, and all stages work at once.
//
// Down the pipeline come {"item", {number, text}} and at last {"end"}; up, in a pulled one, go {"ask", who}. Each actor
// leaves with {"report", name, count} to the one that has built the pipeline. All are linked to that one: if one fails,
// all end, since half a pipeline is of no use.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <otp/otp.hpp>

namespace pipeline {

/// The next line, or nothing after the last.
using lines = std::function<std::optional<std::string>()>;
/// What a stage makes of a text: another one, or nothing.
using transformation = std::function<std::optional<std::string>(std::string)>;

// ---- pulled ---------------------------------------------------------------------------------------------------------

/// Gives one line a request.
inline void pulled_source(const lines& next, const otp::pid& builder) {
  int given = 0;
  for (bool more = true; more;)
    otp::receive(otp::match("ask", otp::any<otp::pid>) >> [&](const otp::pid& who) {
      if (const auto line = next()) {
        otp::send(who, std::tuple("item", std::tuple(++given, *line)));
      } else {
        otp::send(who, std::tuple("end"));
        more = false;
      }
    });
  otp::send(builder, std::tuple("report", "source", given));
}

/// Asks upstream when it is asked, and gives on what it makes of the item.
inline void pulled_stage(const std::string& name, const otp::pid& upstream, const transformation& work,
                         const otp::pid& builder) {
  int dropped = 0;
  otp::pid asker;
  const auto ask = [&] { otp::send(upstream, std::tuple("ask", otp::self())); };
  for (bool more = true; more;)
    otp::receive(
        otp::match("ask", otp::any<otp::pid>) >>
            [&](otp::pid who) {
              asker = std::move(who);
              ask();
            },
        otp::match("item", otp::match(otp::any<int>, otp::any<std::string>)) >>
            [&](int number, std::string text) {
              if (auto made = work(std::move(text))) {
                otp::send(asker, std::tuple("item", std::tuple(number, *std::move(made))));
              } else {
                ++dropped;
                ask();  // for another one: the asker still waits
              }
            },
        otp::match("end") >>
            [&] {
              otp::send(asker, std::tuple("end"));
              more = false;
            });
  otp::send(builder, std::tuple("report", name, dropped));
}

// ---- pushed ---------------------------------------------------------------------------------------------------------

inline void pushed_source(const lines& next, const otp::pid& downstream, const otp::pid& builder) {
  int given = 0;
  while (const auto line = next()) otp::send(downstream, std::tuple("item", std::tuple(++given, *line)));
  otp::send(downstream, std::tuple("end"));
  otp::send(builder, std::tuple("report", "source", given));
}

/// The last stage has none downstream: its work makes nothing of each text.
inline void pushed_stage(const std::string& name, const transformation& work, const otp::pid& downstream,
                         const otp::pid& builder) {
  int dropped = 0;
  for (bool more = true; more;)
    otp::receive(
        otp::match("item", otp::match(otp::any<int>, otp::any<std::string>)) >>
            [&](int number, std::string text) {
              if (auto made = work(std::move(text)))
                otp::send(downstream, std::tuple("item", std::tuple(number, *std::move(made))));
              else
                ++dropped;
            },
        otp::match("end") >>
            [&] {
              if (downstream) otp::send(downstream, std::tuple("end"));
              more = false;
            });
  otp::send(builder, std::tuple("report", name, dropped));
}
/// Starts one whose mailbox holds so many items. The last stage is started first.
inline otp::pid start_pushed_stage(const std::string& name, std::uint64_t items, const transformation& work,
                                   const otp::pid& downstream) {
  return otp::spawn_opt({.name = name, .mailbox = {items, otp::overflow::block}, .link = true},
                        [=, builder = otp::self()] { pushed_stage(name, work, downstream, builder); })
      .pid;
}

}  // namespace pipeline
