// resp.hpp - RESP2, the protocol of Redis: requests out of bytes that come in pieces, and replies into bytes.
//
//   *2\r\n$3\r\nGET\r\n$4\r\nname\r\n      a request: an array of bulk strings
//   GET "my name"\r\n                      the same, inline: words between blanks, with quotes
//   +OK\r\n  -ERR text\r\n  :7\r\n  $4\r\nrose\r\n  $-1\r\n  *0\r\n      replies
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kv {

using words = std::vector<std::string>;

/// The bytes are no request, or too large a one; those that follow them mean nothing.
struct protocol_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What a client may make the program hold.
struct limits {
  std::size_t words = 1024 * 1024;       // of a request
  std::size_t bytes = 64 * 1024 * 1024;  // of all words of a request; Redis: 512 MB for each
  std::size_t line = 64 * 1024;
};

class request_reader {
 public:
  explicit request_reader(const limits& at_most = {}) : at_most_(at_most) {}

  void add(std::string_view bytes);
  /// The next request; nothing: not all of it has come. Errors: protocol_error.
  std::optional<words> next();
  /// How many of the bytes that were added belong to requests that next() has given.
  std::uint64_t taken() const noexcept { return taken_; }
  /// How many bytes are held that no request was made of.
  std::size_t waiting() const noexcept { return buffer_.size() - begin_ + bytes_; }

 private:
  std::optional<std::string_view> take_line();
  std::size_t number_in(std::string_view line, std::size_t at_most, const char* if_wrong) const;
  bool take_bulk();
  words finished();

  limits at_most_;
  std::string buffer_;
  std::size_t begin_ = 0;      // in the buffer: what has not been taken
  std::size_t searched_ = 0;   // ... so far there is no end of a line
  std::uint64_t dropped_ = 0;  // bytes that were in the buffer before it
  std::uint64_t taken_ = 0;
  // The request that has come in part:
  words request_;
  std::size_t missing_ = 0;            // words that have not come
  std::size_t bytes_ = 0;              // of the words that were announced
  std::optional<std::size_t> length_;  // of the word that comes now
};

/// An integer as Redis takes one: no blanks, no plus sign, no zeros in front.
std::optional<std::int64_t> to_integer(std::string_view text);
std::string lower(std::string_view text);

/// Replies are put at the end of a text.
namespace reply {

inline void nil(std::string& out) { out += "$-1\r\n"; }
inline void nil_array(std::string& out) { out += "*-1\r\n"; }
inline void ok(std::string& out) { out += "+OK\r\n"; }
void simple(std::string& out, std::string_view text);
/// The text may come from a client: it stays on its line.
void error(std::string& out, std::string_view text);
void integer(std::string& out, std::int64_t n);
void bulk(std::string& out, std::string_view text);
void array(std::string& out, std::size_t size);  // as many replies follow
void bulks(std::string& out, const words& all);  // an array of them

}  // namespace reply
}  // namespace kv
