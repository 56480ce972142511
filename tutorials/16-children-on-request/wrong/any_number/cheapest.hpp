// Wrong: a number in the mailbox is a price
// Refused with: no dairy has said
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include <otp/otp.hpp>

using dairy = std::function<int()>;

inline std::optional<int> cheapest(const std::vector<dairy>& dairies, otp::duration patience) {
  std::vector<otp::pid> asked;
  for (const dairy& each : dairies) asked.push_back(otp::spawn([each, to = otp::self()] { otp::send(to, each()); }));
  std::optional<int> lowest;
  const otp::time_point until = otp::now() + patience;
  for (std::size_t n = 0; n < dairies.size(); ++n)
    otp::receive([&](int price) { lowest = std::min(lowest.value_or(price), price); },
                 otp::after(until - otp::now(), [] {}));
  for (const otp::pid& each : asked) otp::exit(each, otp::kill);
  return lowest;
}
