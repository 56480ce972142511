// Right, too: actors that tell their price with a name of this question
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include <otp/otp.hpp>

using dairy = std::function<int()>;

struct price_of {
  otp::ref question;
  int price;
};

inline std::optional<int> cheapest(const std::vector<dairy>& dairies, otp::duration patience) {
  const otp::ref question = otp::make_ref();
  std::map<otp::ref, otp::pid> asked;
  for (const dairy& each : dairies) {
    const auto [who, watch] = otp::spawn_monitor([each, question, to = otp::self()] {
      otp::send(to, price_of{question, each()});
    });
    asked.emplace(watch, who);
  }
  std::optional<int> lowest;
  const otp::time_point until = otp::now() + patience;
  for (bool late = false; !late && !asked.empty();)
    otp::receive(otp::when([&](const price_of& p) { return p.question == question; },
                           [&](const price_of& p) { lowest = std::min(lowest.value_or(p.price), p.price); }),
                 otp::when([&](const otp::down& d) { return asked.contains(d.ref); },
                           [&](const otp::down& d) { asked.erase(d.ref); }),
                 otp::after(std::max(until - otp::now(), otp::duration::zero()), [&] { late = true; }));
  for (const auto& [watch, who] : asked) {
    otp::exit(who, otp::kill);
    otp::await_down(watch);
  }
  return lowest;
}
