// resp.cpp - see resp.hpp.
#include "resp.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace kv {
namespace {

bool blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// An inline request's words. Within quotes a backslash takes the next character for what it is.
words split_line(std::string_view line) {
  words all;
  std::size_t at = 0;
  for (;;) {
    while (at < line.size() && blank(line[at])) ++at;
    if (at == line.size()) return all;
    std::string word;
    char quote = 0;
    for (; at < line.size() && (quote || !blank(line[at])); ++at) {
      const char c = line[at];
      const bool more = at + 1 < line.size();
      if (quote && c == quote) {
        if (more && !blank(line[at + 1])) throw protocol_error("unbalanced quotes in request");
        quote = 0;
      } else if (quote && c == '\\' && more) {
        word += line[++at];
      } else if (!quote && (c == '"' || c == '\'')) {
        quote = c;
      } else {
        word += c;
      }
    }
    if (quote) throw protocol_error("unbalanced quotes in request");
    all.push_back(std::move(word));
  }
}

}  // namespace

std::optional<std::int64_t> to_integer(std::string_view text) {
  std::int64_t n = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, failure] = std::from_chars(text.data(), end, n);
  if (failure != std::errc() || stopped != end) return std::nullopt;
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.size() > 1 ? digits[0] == '0' : text == "-0") return std::nullopt;
  return n;
}

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return all;
}

void request_reader::add(std::string_view bytes) {
  buffer_.erase(0, begin_);
  dropped_ += begin_;
  searched_ -= begin_;
  begin_ = 0;
  if (buffer_.empty() && buffer_.capacity() > 1024 * 1024) std::string().swap(buffer_);  // after a large request
  buffer_ += bytes;
}

std::optional<words> request_reader::next() {
  for (;;) {
    if (length_) {
      if (!take_bulk()) return std::nullopt;
      if (missing_ == 0) return finished();
      continue;
    }
    const auto line = take_line();
    if (!line) return std::nullopt;
    if (missing_ > 0) {
      if (!line->starts_with('$')) throw protocol_error("expected '$', got '" + std::string(line->substr(0, 1)) + "'");
      length_ = number_in(line->substr(1), at_most_.bytes - bytes_, "invalid bulk length");
      bytes_ += *length_;
    } else if (line->starts_with("*-")) {
      continue;  // fewer than no words are no request
    } else if (line->starts_with('*')) {
      missing_ = number_in(line->substr(1), at_most_.words, "invalid multibulk length");
    } else if (request_ = split_line(*line); !request_.empty()) {
      return finished();
    }
  }
}

words request_reader::finished() {
  taken_ = dropped_ + begin_;
  bytes_ = 0;
  return std::exchange(request_, {});
}

/// Valid until the next add.
std::optional<std::string_view> request_reader::take_line() {
  const std::size_t end = buffer_.find('\n', searched_);
  searched_ = std::min(end, buffer_.size());
  if (searched_ - begin_ > at_most_.line) throw protocol_error("too big a line");
  if (end == std::string::npos) return std::nullopt;
  std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
  if (line.ends_with('\r')) line.remove_suffix(1);
  begin_ = searched_ = end + 1;
  return line;
}

std::size_t request_reader::number_in(std::string_view line, std::size_t at_most, const char* if_wrong) const {
  const auto n = to_integer(line);
  if (!n || *n < 0 || *n > static_cast<std::int64_t>(at_most)) throw protocol_error(if_wrong);
  return static_cast<std::size_t>(*n);
}

/// Returns whether all of it has come.
bool request_reader::take_bulk() {
  if (buffer_.size() - begin_ < *length_ + 2) return false;
  if (buffer_.compare(begin_ + *length_, 2, "\r\n") != 0) throw protocol_error("expected the end of a bulk string");
  request_.push_back(buffer_.substr(begin_, *length_));
  begin_ = searched_ = begin_ + *length_ + 2;
  length_.reset();
  --missing_;
  return true;
}

namespace reply {
namespace {

void number_line(std::string& out, char kind, std::int64_t n) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
  out += kind;
  out.append(digits, end);
  out += "\r\n";
}

}  // namespace

void simple(std::string& out, std::string_view text) {
  out += '+';
  out += text;
  out += "\r\n";
}
void error(std::string& out, std::string_view text) {
  out += '-';
  for (const char c : text) out += c == '\r' || c == '\n' ? ' ' : c;
  out += "\r\n";
}
void integer(std::string& out, std::int64_t n) { number_line(out, ':', n); }
void bulk(std::string& out, std::string_view text) {
  number_line(out, '$', static_cast<std::int64_t>(text.size()));
  out += text;
  out += "\r\n";
}
void array(std::string& out, std::size_t size) { number_line(out, '*', static_cast<std::int64_t>(size)); }
void bulks(std::string& out, const words& all) {
  array(out, all.size());
  for (const std::string& each : all) bulk(out, each);
}

}  // namespace reply
}  // namespace kv
