#include "machine/message_types.hpp"

#include <string>
#include <unordered_map>
#include <utility>

#include <otp/message.hpp>

#include "machine/mutex.hpp"

namespace otp {

namespace {

/// Never destroyed: messages may be sent while the program exits.
struct types {
  otp::mutex mutex;
  std::unordered_multimap<std::string, const detail::message_type*> by_name OTPP_GUARDED_BY(mutex);
  std::unordered_map<const detail::message_type*, std::string> names OTPP_GUARDED_BY(mutex);  // for people
};
types& all_types() {
  static types& all = *new types;
  return all;
}

}  // namespace

const detail::message_type* detail::known_type(const detail::message_type& type) {
  std::string name = type.info.name();
  types& all = all_types();
  lock_guard lock(all.mutex);
  // Of equal names, those of types in unnamed namespaces are not equal.
  const auto [first, last] = all.by_name.equal_range(name);
  for (auto i = first; i != last; ++i)
    if (i->second->info == type.info) return i->second;
  all.by_name.emplace(std::move(name), &type);
  return &type;
}

std::string detail::name_of(const detail::message_type& type) {
  types& all = all_types();
  {
    lock_guard lock(all.mutex);
    if (const auto found = all.names.find(&type); found != all.names.end()) return found->second;
  }
  std::string name = type.name();
  lock_guard lock(all.mutex);
  return all.names.emplace(&type, std::move(name)).first->second;
}

void hold_message_types_over_fork() OTPP_ACQUIRE(all_types().mutex) { all_types().mutex.lock(); }
void let_go_message_types_after_fork() OTPP_RELEASE(all_types().mutex) { all_types().mutex.unlock(); }

}  // namespace otp
