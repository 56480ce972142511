// resp.cpp - see resp.hpp.
#include "resp.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace kv {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t n = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return n;
}

bool blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int low = std::tolower(static_cast<unsigned char>(c));
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/// What follows a backslash between double quotes; `at` is on it, and stays on the last character.
char escape(std::string_view line, std::size_t& at) {
  if (line[at] == 'x' && at + 2 < line.size() && hex(line[at + 1]) >= 0 && hex(line[at + 2]) >= 0) {
    at += 2;
    return static_cast<char>(hex(line[at - 1]) * 16 + hex(line[at]));
  }
  switch (line[at]) {
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'b': return '\b';
    case 'a': return '\a';
    default: return line[at];
  }
}

}  // namespace

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
      } else if (quote == '"' && c == '\\' && more) {
        word += escape(line, ++at);
      } else if (quote == '\'' && c == '\\' && more && line[at + 1] == '\'') {
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
      if (buffer_.size() - begin_ < *length_ + 2) return std::nullopt;
      take_bulk();
      if (missing_ == 0) return finished();
      continue;
    }
    const bool array_begins = begin_ < buffer_.size() && buffer_[begin_] == '*';
    const auto line = take_line(missing_ > 0   ? "too big bulk count string"
                                : array_begins ? "too big mbulk count string"
                                               : "too big inline request");
    if (!line) return std::nullopt;
    if (missing_ > 0) {
      if (!line->starts_with('$')) throw protocol_error("expected '$', got '" + std::string(line->substr(0, 1)) + "'");
      begin_bulk(line->substr(1));
    } else if (line->starts_with('*')) {
      begin_array(line->substr(1));
    } else if (words inline_request = split_line(*line); !inline_request.empty()) {
      request_ = std::move(inline_request);
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
std::optional<std::string_view> request_reader::take_line(const char* if_too_long) {
  const std::size_t end = buffer_.find('\n', searched_);
  searched_ = std::min(end, buffer_.size());
  if (searched_ - begin_ > at_most_.line) throw protocol_error(if_too_long);
  if (end == std::string::npos) return std::nullopt;
  std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
  if (line.ends_with('\r')) line.remove_suffix(1);
  begin_ = searched_ = end + 1;
  return line;
}

void request_reader::begin_array(std::string_view count) {
  const auto n = number(count);
  if (!n || *n > static_cast<std::int64_t>(at_most_.words)) throw protocol_error("invalid multibulk length");
  missing_ = *n > 0 ? static_cast<std::size_t>(*n) : 0;  // an empty one is no request
  bytes_ = 0;
}

void request_reader::begin_bulk(std::string_view length) {
  const auto n = number(length);
  if (!n || *n < 0 || *n > static_cast<std::int64_t>(at_most_.bytes - bytes_))
    throw protocol_error("invalid bulk length");
  length_ = static_cast<std::size_t>(*n);
  bytes_ += *length_;
}

void request_reader::take_bulk() {
  if (buffer_.compare(begin_ + *length_, 2, "\r\n") != 0) throw protocol_error("expected the end of a bulk string");
  request_.push_back(buffer_.substr(begin_, *length_));
  begin_ = searched_ = begin_ + *length_ + 2;
  length_.reset();
  --missing_;
}

// ---- replies --------------------------------------------------------------------------------------------------------

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

void ok(std::string& out) { out += "+OK\r\n"; }
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
void nil(std::string& out) { out += "$-1\r\n"; }
void nil_array(std::string& out) { out += "*-1\r\n"; }
void array(std::string& out, std::size_t size) { number_line(out, '*', static_cast<std::int64_t>(size)); }

}  // namespace reply

void write_request(std::string& out, const words& request) {
  reply::array(out, request.size());
  for (const std::string& word : request) reply::bulk(out, word);
}

}  // namespace kv
