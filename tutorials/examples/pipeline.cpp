// pipeline.cpp - actors in a row, and messages that are tuples.
//
// Plain actors, without any behaviour: spawn_link, send, and selective receive by the structure of tuples, as Erlang
// matches {item, {N, Text}}. Items are asked for, stage by stage up to the source, and each answers one request; so a
// fast stage cannot flood a slow one (Elixir's GenStage has this idea). All stages are linked to main: if one fails,
// all end, since half a pipeline is of no use.
#include <cctype>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

namespace {

// Down the pipeline come {"item", {number, text}} and at last {"end"}; up go {"ask", who}.
// Each stage leaves with {"report", name, count} to the actor that has built the pipeline.

/// Gives one line a request.
void source(const std::vector<std::string>& lines, const otp::pid& builder) {
  int given = 0;
  for (const std::string& line : lines)
    otp::receive(otp::match("ask", otp::any<otp::pid>) >> [&](const otp::pid& who) {
      otp::send(who, std::tuple("item", std::tuple(++given, line)));
    });
  otp::receive(otp::match("ask", otp::any<otp::pid>) >> [](const otp::pid& who) { otp::send(who, std::tuple("end")); });
  otp::send(builder, std::tuple("report", "source", given));
}

/// What a stage makes of a text: another one, or nothing.
using transformation = std::function<std::optional<std::string>(std::string)>;

/// Asks upstream when it is asked, and gives on what it makes of the item.
void stage(const std::string& name, const otp::pid& upstream, const transformation& work, const otp::pid& builder) {
  int dropped = 0;
  otp::pid asker;
  const auto ask = [&] { otp::send(upstream, std::tuple("ask", otp::self())); };
  bool more = true;
  while (more)
    otp::receive(
        otp::match("ask", otp::any<otp::pid>) >> [&](otp::pid who) {
          asker = std::move(who);
          ask();
        },
        otp::match("item", otp::match(otp::any<int>, otp::any<std::string>)) >> [&](int number, std::string text) {
          if (auto made = work(std::move(text))) {
            otp::send(asker, std::tuple("item", std::tuple(number, *std::move(made))));
          } else {
            ++dropped;
            ask();  // for another one: the asker still waits
          }
        },
        otp::match("end") >> [&] {
          otp::send(asker, std::tuple("end"));
          more = false;
        });
  otp::send(builder, std::tuple("report", name, dropped));
}

std::optional<std::string> without_comments(std::string text) {
  if (text.empty() || text.front() == '#') return std::nullopt;
  return text;
}
std::optional<std::string> in_capitals(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

int main() {
  otp::system system;
  const otp::pid me = otp::self();
  const std::vector<std::string> lines{"# shopping", "apples", "", "bread", "# if there is any", "cheese"};
  const otp::pid lines_from = otp::spawn_link("source", [=] { source(lines, me); });
  const otp::pid filter = otp::spawn_link("filter", [=] { stage("filter", lines_from, without_comments, me); });
  const otp::pid capitals = otp::spawn_link("capitals", [=] { stage("capitals", filter, in_capitals, me); });

  bool more = true;
  while (more) {
    otp::send(capitals, std::tuple("ask", me));
    otp::receive(
        otp::match("item", otp::match(otp::any<int>, otp::any<std::string>)) >> [](int n, const std::string& text) {
          std::cout << "line " << n << ": " << text << "\n";
        },
        otp::match("end") >> [&] { more = false; });
  }

  // The reports have come, or will come, in any order. Selective receive takes them in ours.
  otp::receive(otp::match("report", "source", otp::any<int>) >>
               [](int n) { std::cout << "source gave " << n << " lines\n"; });
  for (const std::string name : {"filter", "capitals"})
    otp::receive(otp::match("report", name, otp::any<int>) >>
                 [&](int n) { std::cout << name << " dropped " << n << "\n"; });
}
