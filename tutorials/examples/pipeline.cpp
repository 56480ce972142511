// pipeline.cpp - the pipelines of pipeline.hpp: a shopping list that is pulled, and its prices that are pushed.
#include "pipeline.hpp"

#include <cctype>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

const std::vector<std::string> shopping{"# shopping", "apples,3", "", "bread,2", "# if there is any", "cheese,5"};

/// These lines, again and again, so many times.
pipeline::lines repeated(const std::vector<std::string>& all, std::size_t times) {
  return [=, next = std::size_t{0}]() mutable -> std::optional<std::string> {
    if (next == times * all.size()) return std::nullopt;
    return all[next++ % all.size()];
  };
}

std::optional<std::string> without_comments(std::string text) {
  if (text.empty() || text.front() == '#') return std::nullopt;
  return text;
}
std::optional<std::string> in_capitals(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

/// Reports come in any order. Selective receive takes them in ours.
int report_of(const std::string& name) {
  return otp::receive(otp::match("report", name, otp::any<int>) >> [](int n) { return n; });
}

void pull() {
  const otp::pid me = otp::self();
  const otp::pid source = otp::spawn_link("source", [=] { pipeline::pulled_source(repeated(shopping, 1), me); });
  const otp::pid filter =
      otp::spawn_link("filter", [=] { pipeline::pulled_stage("filter", source, without_comments, me); });
  const otp::pid capitals =
      otp::spawn_link("capitals", [=] { pipeline::pulled_stage("capitals", filter, in_capitals, me); });

  for (bool more = true; more;) {
    otp::send(capitals, std::tuple("ask", me));
    otp::receive(
        otp::match("item", otp::match(otp::any<int>, otp::any<std::string>)) >>
            [](int n, const std::string& text) { std::cout << "line " << n << ": " << text << "\n"; },
        otp::match("end") >> [&] { more = false; });
  }
  std::cout << "source gave " << report_of("source") << " lines\n";
  for (const std::string name : {"filter", "capitals"}) std::cout << name << " dropped " << report_of(name) << "\n";
}

void push() {
  constexpr std::uint64_t items = 4;
  const otp::pid me = otp::self();
  const auto sum = std::make_shared<std::int64_t>(0);  // the last stage's alone, until that has reported
  const auto add = [sum](const std::string& line) {
    *sum += std::stoi(line.substr(line.find(',') + 1));
    return std::nullopt;
  };
  const otp::pid last = pipeline::start_pushed_stage("sum", items, add, {});
  const otp::pid filter = pipeline::start_pushed_stage("filter", items, without_comments, last);
  otp::spawn_link("source", [=] { pipeline::pushed_source(repeated(shopping, 1000), filter, me); });
  const int added = report_of("sum");  // from there each line goes no further
  std::cout << "of " << report_of("source") << " lines " << added << " had a price; the sum is " << *sum << "\n";
}

}  // namespace

int main() {
  return otp::run([] {
    pull();
    push();
  });
}
