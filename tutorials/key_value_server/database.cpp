// database.cpp - see database.hpp.
#include "database.hpp"

#include "text.hpp"

namespace kv {
namespace {

constexpr std::size_t of_a_name = 96;  // what a name costs besides its text
constexpr std::size_t of_an_element = 32;

/// Of a list it is an estimate by its ends: to add up a million elements at each push would take too long.
std::size_t memory_of(const std::string& name, const entry& e) {
  if (const auto* text = std::get_if<std::string>(&e.value)) return of_a_name + name.size() + text->size();
  const list& l = std::get<list>(e.value);
  return of_a_name + name.size() + l.size() * (of_an_element + (l.front().size() + l.back().size()) / 2);
}

}  // namespace

std::int64_t integer_in(const std::string& word, const char* otherwise) {
  const auto n = to_integer(word);
  if (!n) throw refused(otherwise);
  return *n;
}

entry* database::find(const std::string& name) {
  const place at = entries_.find(name);
  if (at == entries_.end()) return nullptr;
  if (!expired(at->second)) return &at->second;
  expire(at);
  return nullptr;
}

bool database::expire_some(std::size_t at_most) {
  while (next_expiry() <= now_) {
    if (at_most-- == 0) return true;
    expire(entries_.find(expiring_names_.begin()->second));
  }
  return false;
}

void database::expire(place at) {
  expired_.push_back(at->first);
  remove(at);
}

std::optional<std::string> database::random_name() {
  while (!entries_.empty()) {
    const std::size_t bucket = random_() % entries_.bucket_count();
    const std::size_t size = entries_.bucket_size(bucket);
    if (size == 0) continue;
    const std::string name = std::next(entries_.begin(bucket), static_cast<long>(random_() % size))->first;
    if (find(name)) return name;
  }
  return std::nullopt;
}

void database::put(const std::string& name, kv::value what, bool keep_expiry) {
  find(name);  // an expired one is none
  const place at = entries_.try_emplace(name).first;
  at->second.value = std::move(what);
  if (!keep_expiry) set_expiry(name, at->second, never);
  count(at);
}

bool database::erase(const std::string& name) {
  if (!find(name)) return false;
  remove(entries_.find(name));
  dirty_ = true;
  return true;
}

void database::erase_all() {
  for (const auto& [name, e] : entries_) ++versions_[slot(name)];
  entries_.clear();
  expiring_names_.clear();
  memory_ = 0;
  dirty_ = true;
}

void database::remove(place at) {
  ++versions_[slot(at->first)];
  memory_ -= at->second.memory;
  if (at->second.expires != never) expiring_names_.erase({at->second.expires, at->first});
  entries_.erase(at);
}

list& database::make_list(const std::string& name) {
  if (list* const there = find_list(name)) return *there;
  return std::get<list>(entries_.try_emplace(name, entry{list(), never, 0}).first->second.value);
}

void database::set_expiry(const std::string& name, entry& e, unix_time when) {
  if (e.expires != never) expiring_names_.erase({e.expires, name});
  if (when != never) expiring_names_.emplace(when, name);
  e.expires = when;
  ++versions_[slot(name)];
  dirty_ = true;
}

void database::changed(const std::string& name) {
  const place at = entries_.find(name);
  if (const auto* l = std::get_if<list>(&at->second.value)) {
    if (l->empty()) {
      remove(at);
      dirty_ = true;
      return;
    }
  }
  count(at);
}

/// Its value is another one than before.
void database::count(place at) {
  entry& e = at->second;
  const std::size_t memory = memory_of(at->first, e);
  memory_ += memory - e.memory;
  e.memory = memory;
  ++versions_[slot(at->first)];
  dirty_ = true;
  if (noting_lists_ && std::holds_alternative<list>(e.value)) grown_.push_back(at->first);
}

void database::begin() noexcept {
  dirty_ = false;
  instead_.clear();
}

}  // namespace kv
