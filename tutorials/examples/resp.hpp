// resp.hpp - RESP2, the protocol of Redis: requests out of bytes that come in pieces, and replies into bytes.
//
//   *2\r\n$3\r\nGET\r\n$4\r\nname\r\n      a request: an array of bulk strings
//   GET name\r\n                           the same, inline: words between blanks (without Redis' quotes)
//   +OK\r\n  -ERR text\r\n  :7\r\n  $4\r\nrose\r\n  $-1\r\n      replies
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resp {

using words = std::vector<std::string>;

/// The bytes are no request, or too large a one; those that follow them mean nothing.
class protocol_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a client may make the program hold.
struct limits {
  std::size_t words = 1024;         // of a request
  std::size_t bytes = 1024 * 1024;  // of all words of a request
  std::size_t line = 64 * 1024;
};

class request_reader {
 public:
  explicit request_reader(const limits& at_most = {}) : at_most_(at_most) {}

  void add(std::string_view bytes) {
    buffer_.erase(0, begin_);
    searched_ -= begin_;
    begin_ = 0;
    buffer_ += bytes;
  }

  /// The next request; nothing: not all of it has come. Errors: protocol_error.
  std::optional<words> next() {
    for (;;) {
      if (length_) {
        if (buffer_.size() - begin_ < *length_ + 2) return std::nullopt;
        take_bulk();
        if (missing_ == 0) return std::exchange(request_, {});
        continue;
      }
      const auto line = take_line();
      if (!line) return std::nullopt;
      if (missing_ > 0) {
        if (!line->starts_with('$')) throw protocol_error("expected '$'");
        begin_bulk(line->substr(1));
      } else if (line->starts_with('*')) {
        begin_array(line->substr(1));
      } else if (words inline_request = split(*line); !inline_request.empty()) {
        return inline_request;
      }
    }
  }

 private:
  /// Valid until the next add.
  std::optional<std::string_view> take_line() {
    const std::size_t end = buffer_.find('\n', searched_);
    searched_ = std::min(end, buffer_.size());
    if (searched_ - begin_ > at_most_.line) throw protocol_error("too big inline request");
    if (end == std::string::npos) return std::nullopt;
    std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    begin_ = searched_ = end + 1;
    return line;
  }

  void begin_array(std::string_view count) {
    const std::int64_t n = number(count, "invalid multibulk length");
    if (n > static_cast<std::int64_t>(at_most_.words)) throw protocol_error("invalid multibulk length");
    missing_ = n > 0 ? static_cast<std::size_t>(n) : 0;  // an empty one is no request
    bytes_ = 0;
  }
  void begin_bulk(std::string_view length) {
    const std::int64_t n = number(length, "invalid bulk length");
    if (n < 0 || n > static_cast<std::int64_t>(at_most_.bytes - bytes_)) throw protocol_error("invalid bulk length");
    length_ = static_cast<std::size_t>(n);
    bytes_ += *length_;
  }
  void take_bulk() {
    if (buffer_.compare(begin_ + *length_, 2, "\r\n") != 0) throw protocol_error("expected the end of a bulk string");
    request_.push_back(buffer_.substr(begin_, *length_));
    begin_ = searched_ = begin_ + *length_ + 2;
    length_.reset();
    --missing_;
  }

  static std::int64_t number(std::string_view text, const char* otherwise) {
    std::int64_t n = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (failure != std::errc() || end != text.data() + text.size()) throw protocol_error(otherwise);
    return n;
  }
  static words split(std::string_view line) {
    std::istringstream text{std::string(line)};
    words all;
    for (std::string word; text >> word;) all.push_back(std::move(word));
    return all;
  }

  limits at_most_;
  std::string buffer_;
  std::size_t begin_ = 0;     // in the buffer: what has not been taken
  std::size_t searched_ = 0;  // ... so far there is no end of a line
  // The request that has come in part:
  words request_;
  std::size_t missing_ = 0;            // words that have not come
  std::size_t bytes_ = 0;              // of the words that were announced
  std::optional<std::size_t> length_;  // of the word that comes now
};

// ---- replies --------------------------------------------------------------------------------------------------------

inline std::string simple(const std::string& text) { return "+" + text + "\r\n"; }
/// The text may come from a client: it stays on its line.
inline std::string error(std::string text) {
  for (char& c : text)
    if (c == '\r' || c == '\n') c = ' ';
  return "-" + text + "\r\n";
}
inline std::string integer(std::int64_t n) { return ":" + std::to_string(n) + "\r\n"; }
inline std::string bulk(const std::string& text) { return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n"; }
inline std::string bulk(const std::optional<std::string>& text) { return text ? bulk(*text) : "$-1\r\n"; }

}  // namespace resp
