#include <otp/seeded.hpp>

#include <array>
#include <charconv>
#include <cstdlib>

#include <otp/error.hpp>

namespace otp {

std::string to_string(const schedule_choice& choice) {
  const auto number = [](std::uint64_t n) { return ":" + std::to_string(n); };
  switch (choice.how) {
    case schedule_choice::kind::environment: return "environment";
    case schedule_choice::kind::free: return "free";
    case schedule_choice::kind::uniform: return "seed" + number(choice.seed);
    case schedule_choice::kind::pct:
      return "pct" + number(choice.seed) + number(choice.preemptions) + number(choice.length);
  }
  return {};
}

schedule_choice parse_schedule(std::string_view text) {
  const auto refuse = [&] {
    return error(errc::badarg, "OTP_SCHEDULE: '" + std::string(text) +
                                   "' is none of: free, seed:NUMBER, pct:SEED[:PREEMPTIONS[:LENGTH]]");
  };
  const std::string_view word = text.substr(0, text.find(':'));
  std::array<std::uint64_t, 3> numbers{};
  std::size_t count = 0;
  for (std::string_view rest = text.substr(word.size()); !rest.empty(); ++count) {
    rest.remove_prefix(1);
    const std::string_view digits = rest.substr(0, rest.find(':'));
    if (count == numbers.size()) throw refuse();
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), numbers[count]);
    if (wrong != std::errc() || end != digits.data() + digits.size()) throw refuse();
    rest.remove_prefix(digits.size());
  }
  if (word == "free" && count == 0) return free_running;
  if (word == "seed" && count == 1) return seeded(numbers[0]);
  if (word == "pct" && count >= 1) {
    schedule_choice chosen = pct(numbers[0]);
    if (count >= 2) chosen.preemptions = numbers[1];
    if (count >= 3) chosen.length = numbers[2];
    return chosen;
  }
  throw refuse();
}

schedule_choice resolve(const schedule_choice& choice) {
  if (choice.how != schedule_choice::kind::environment) return choice;
  const char* text = std::getenv("OTP_SCHEDULE");  // NOLINT(concurrency-mt-unsafe): the library never sets it
  schedule_choice chosen = text && *text ? parse_schedule(text) : free_running;
  chosen.longest = choice.longest;
  return chosen;
}

}  // namespace otp
