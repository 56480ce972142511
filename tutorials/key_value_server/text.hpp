// text.hpp - numbers and patterns in what clients write.
#pragma once

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace kv {

/// An integer as Redis takes one: no blanks, no plus sign, no zeros in front.
inline std::optional<std::int64_t> to_integer(std::string_view text) {
  std::int64_t n = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, failure] = std::from_chars(text.data(), end, n);
  if (failure != std::errc() || stopped != end) return std::nullopt;
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.size() > 1 ? digits[0] == '0' : text == "-0") return std::nullopt;
  return n;
}

inline std::optional<long double> to_float(std::string_view text) {
  if (text.empty() || std::isspace(static_cast<unsigned char>(text[0]))) return std::nullopt;
  const std::string whole(text);
  char* stopped = nullptr;
  const long double n = std::strtold(whole.c_str(), &stopped);
  if (stopped != whole.c_str() + whole.size() || std::isnan(n)) return std::nullopt;
  return n;
}

/// Without an exponent, and without zeros at the end.
inline std::string to_text(long double n) {
  char digits[8192];
  const int size = std::snprintf(digits, sizeof digits, "%.17Lf", n);
  std::string text(digits, static_cast<std::size_t>(size));
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

inline std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return all;
}

/// Whether c is in the class that begins behind the bracket at `at`; `at` then stands on its last character.
inline bool in_class(std::string_view pattern, std::size_t& at, char c) {
  const bool negated = ++at < pattern.size() && pattern[at] == '^';
  if (negated) ++at;
  bool found = false;
  for (; at < pattern.size() && pattern[at] != ']'; ++at) {
    if (pattern[at] == '\\' && at + 1 < pattern.size()) {
      found |= pattern[++at] == c;
    } else if (at + 2 < pattern.size() && pattern[at + 1] == '-') {
      const auto [low, high] = std::minmax(pattern[at], pattern[at + 2]);
      found |= c >= low && c <= high;
      at += 2;
    } else {
      found |= pattern[at] == c;
    }
  }
  return found != negated;
}

/// `*`, `?`, `[a-z]`, `[^a]`, `\x`. A star that fits nothing is tried again one character further on; only the last one
/// has to be, so the time is at most pattern times text.
inline bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, behind = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      behind = t;
      continue;
    }
    bool fits = false;
    std::size_t at = p;
    if (p < pattern.size()) {
      if (pattern[p] == '?')
        fits = true;
      else if (pattern[p] == '[')
        fits = in_class(pattern, at, text[t]);
      else if (pattern[p] == '\\' && p + 1 < pattern.size())
        fits = pattern[++at] == text[t];
      else
        fits = pattern[p] == text[t];
    }
    if (fits) {
      p = at + 1;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++behind;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p >= pattern.size();
}

}  // namespace kv
