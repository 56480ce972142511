#include "observer/json.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace otp::observing {

namespace {

/// How many bytes the character at the beginning has; 0: it is none.
std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) < 0x80   ? 1
                             : byte(0) < 0xC2 ? 0
                             : byte(0) < 0xE0 ? 2
                             : byte(0) < 0xF0 ? 3
                             : byte(0) < 0xF5 ? 4
                                              : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  // Overlong forms, halves of surrogate pairs, and what is above U+10FFFF.
  if ((byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xED && byte(1) > 0x9F)) return 0;
  if ((byte(0) == 0xF0 && byte(1) < 0x90) || (byte(0) == 0xF4 && byte(1) > 0x8F)) return 0;
  return length;
}

void append_utf8(std::string& to, unsigned code) {
  const auto byte = [&](unsigned value) { to += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6);
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3F));
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

class reader {
 public:
  explicit reader(std::string_view text) : rest_(text) {}

  std::optional<flat_json> object() {
    flat_json all;
    if (!take('{')) return {};
    if (take('}')) return end() ? std::optional(all) : std::nullopt;
    do {
      std::optional<std::string> name = text();
      if (!name || !take(':')) return {};
      std::optional<json_value> its = value();
      if (!its) return {};
      all.insert_or_assign(*std::move(name), *std::move(its));
    } while (take(','));
    return take('}') && end() ? std::optional(all) : std::nullopt;
  }

 private:
  void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
  bool end() {
    skip();
    return rest_.empty();
  }
  bool take(char c) {
    skip();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }
  std::optional<json_value> value() {
    skip();
    if (rest_.starts_with('"')) {
      std::optional<std::string> its = text();
      return its ? std::optional<json_value>(*std::move(its)) : std::nullopt;
    }
    if (word("true")) return json_value(true);
    if (word("false")) return json_value(false);
    if (word("null")) return json_value(nullptr);
    double number = 0;
    const auto [stop, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    if (error != std::errc() || rest_.starts_with('i') || rest_.starts_with('n')) return {};
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    return json_value(number);
  }
  std::optional<unsigned> four_digits() {
    unsigned code = 0;
    if (rest_.size() < 4) return {};
    const auto [stop, error] = std::from_chars(rest_.data(), rest_.data() + 4, code, 16);
    if (error != std::errc() || stop != rest_.data() + 4) return {};
    rest_.remove_prefix(4);
    return code;
  }
  bool escape(std::string& to) {
    static constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    if (rest_.empty()) return false;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (const auto at = letters.find(c); at != std::string_view::npos) {
      to += meant[at];
      return true;
    }
    std::optional<unsigned> code = c == 'u' ? four_digits() : std::nullopt;
    if (!code) return false;
    if (*code >= 0xD800 && *code < 0xE000) {
      if (*code >= 0xDC00 || !word("\\u")) return false;
      const std::optional<unsigned> low = four_digits();
      if (!low || *low < 0xDC00 || *low >= 0xE000) return false;
      code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
    }
    append_utf8(to, *code);
    return true;
  }
  std::optional<std::string> text() {
    if (!take('"')) return {};
    std::string all;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return all;
      if (c == '\\' ? !escape(all) : static_cast<unsigned char>(c) < ' ') return {};
      if (c != '\\') all += c;
    }
    return {};
  }

  std::string_view rest_;
};

}  // namespace

std::string json_text(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const std::size_t length = character(text);
    const char c = text.front();
    if (length == 0) {
      json += "\\ufffd";
    } else if (length > 1) {
      json += text.substr(0, length);
    } else if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
      json += code;
    } else {
      if (c == '"' || c == '\\') json += '\\';
      json += c;
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return json + '"';
}

json_object& json_object::raw(std::string_view name, std::string_view json) {
  if (!fields_.empty()) fields_ += ',';
  fields_ += json_text(name);
  fields_ += ':';
  fields_ += json;
  return *this;
}

json_object& json_object::add(std::string_view name, double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", number);
  return raw(name, text);
}

std::optional<flat_json> parse_flat(std::string_view json) { return reader(json).object(); }

}  // namespace otp::observing
