// batch.hpp - the unit of work: some lines of a file. And what a line and a word are.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct batch {
  std::uint64_t number = 0;  // 1, 2, 3 ... through all files
  int attempt = 1;           // 2: one worker has crashed over it already, and so on
  std::string file = {};
  std::uint64_t first_line = 1;  // in its file; a piece of a line too long for one batch counts as a line
  std::uint64_t lines = 0;
  // Never changes, so dispatcher, worker and tally may share it, as the BEAM's processes share large binaries.
  std::shared_ptr<const std::string> text = {};
};

inline std::string shown_lines(const batch& b) {
  const std::string first = std::to_string(b.first_line);
  const std::string last = std::to_string(b.first_line + b.lines - 1);
  return (b.lines == 1 ? "line " + first : "lines " + first + "-" + last) + " of " + b.file;
}

/// The six ASCII white-space characters: space \t \n \v \f \r. Every other byte is part of a word.
inline bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Takes the next line off the front of the text, with its newline if it has one.
inline std::string_view take_line(std::string_view& text) {
  const std::size_t newline = text.find('\n');
  const std::string_view line = text.substr(0, newline == text.npos ? newline : newline + 1);
  text.remove_prefix(line.size());
  return line;
}

template <class F>
void for_each_word(std::string_view text, F&& use) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t start = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > start) use(text.substr(start, at - start));
  }
}
