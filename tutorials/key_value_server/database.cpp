// database.cpp - see database.hpp.
#include "database.hpp"

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

void database::run(void (*what)(database&, const words&, std::string&), const words& arguments, std::string& out) {
  const std::size_t answered = out.size();
  dirty_ = false;
  instead_.clear();
  try {
    what(*this, arguments, out);
  } catch (const refused& e) {
    out.resize(answered);
    reply::error(out, e.what());
  }
  if (dirty_) reply::bulks(records_, instead_.empty() ? arguments : instead_);
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

/// Its record comes before that of the command which looks for the name: it had gone before.
void database::expire(place at) {
  reply::bulks(records_, {"DEL", at->first});
  remove(at);
}

void database::set_expiry(const std::string& name, entry& e, unix_time when) {
  if (e.expires != never) expiring_names_.erase({e.expires, name});
  if (when != never) expiring_names_.emplace(when, name);
  e.expires = when;
  ++versions_[slot(name)];
  dirty_ = true;
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

void database::changed(const std::string& name) {
  const place at = entries_.find(name);
  dirty_ = true;
  if (!std::get<list>(at->second.value).empty()) return count(at);
  remove(at);
}

/// Its value is another one than before.
void database::count(place at) {
  entry& e = at->second;
  const std::size_t memory = memory_of(at->first, e);
  memory_ += memory - e.memory;
  e.memory = memory;
  ++versions_[slot(at->first)];
  dirty_ = true;
  if (std::holds_alternative<list>(e.value)) grown_.push_back(at->first);
}

}  // namespace kv
