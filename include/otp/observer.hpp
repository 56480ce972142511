// observer.hpp - a web server in the program that shows its actors while they work.
//
//   otp::system system;
//   const otp::observer watch{{.port = 4000}};
//   std::puts(watch.address().c_str());   // http://127.0.0.1:4000/
//
// Mirrors        observer, observer_cli; Phoenix LiveDashboard
// Differs        It is a library of its own, otpp::observer, and part of the program: a BEAM is watched by another one.
//                The state of a server is shown only to who may act (`state` in src/observer/API.md): it has to be
//                asked.
// Thread safety  An actor makes it and destroys it. Its threads are no actors, and look at the system from outside.
// Invariants     1. Nothing is done while nothing is asked, but reports are kept. A view that is open costs each actor
//                   one locked mutex a look. While live events are read, or recorded, each event costs its actor a few
//                   microseconds; what a reader does not read in time is thrown away, not waited for.
//                2. In a system with a seed it changes no step of the run, and refuses all actions.
//                3. It is closed to other machines, unless `host` says otherwise, and to pages of other sites.
//                   Who can reach the port can look; who has the token, which is in address() alone, can act as well.
// Chapter        17
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include <otp/message.hpp>
#include <otp/pid.hpp>
#include <otp/time.hpp>

namespace otp {

struct observer_options {
  std::string host = "127.0.0.1";  // where it listens
  std::uint16_t port = 0;          // 0: any that is free
  bool actions = false;            // whether it may kill, suspend, start ...: then it starts an actor that does so
  std::string record = {};         // the file of POST /api/record; empty: nothing is recorded
  std::size_t streams = 16;        // that may be open at once
  std::size_t reports = 500;       // that are kept
  /// An actor that receives nothing for so long while messages wait is warned of.
  duration not_receiving = std::chrono::seconds(10);
};

class observer {
 public:
  /// Of the caller's system. Errors: error{system_limit}: it cannot listen there; error{not_an_actor}.
  explicit observer(observer_options chosen = {});
  /// Ends what is open. Blocks: until its threads have returned, mostly at once, at most a second. In the child of a
  /// fork nothing is done.
  ~observer();
  observer(const observer&) = delete;
  observer& operator=(const observer&) = delete;

  /// `http://127.0.0.1:41233/`; where something may be changed, with the token behind it: `#token=9f2c...`
  std::string address() const;

  /// Each key of a registry with an actor that holds it, or each group with a member of it.
  using keys = std::vector<std::pair<std::string, pid>>;
  /// From now on the page shows a registry (keyed_registry.hpp), or a scope of groups (pg.hpp), under this name.
  /// They are objects of the program, which no system knows. The observer keeps the handle. A key is shown by its
  /// operator<<, if it has one, on a thread that is no actor's.
  template <class Handle>
  void show(std::string name, Handle handle) {
    show_keys(std::move(name), [handle = std::move(handle)] { return keys_of(handle); });
  }
  /// ... whatever this function reads, on a thread that is no actor's.
  void show_keys(std::string name, std::function<keys()> read);

 private:
  template <class Key>
  static std::string text_of(const Key& key) {
    if constexpr (requires(std::ostream & out) { out << key; }) {
      std::ostringstream out;
      out << key;
      return std::move(out).str();
    } else {
      return type_name(typeid(Key));
    }
  }
  template <class Handle>
  static keys keys_of(const Handle& handle) {
    keys all;
    if constexpr (requires { handle.which_groups(); }) {
      for (const auto& group : handle.which_groups())
        for (const pid& member : handle.get_members(group)) all.emplace_back(text_of(group), member);
    } else {
      for (const auto& [key, entry] : handle.entries()) all.emplace_back(text_of(key), entry.owner);
    }
    return all;
  }

  struct inside;
  const long process_;  // the operating system's: a child of a fork has another one
  std::unique_ptr<inside> inside_;
};

}  // namespace otp
