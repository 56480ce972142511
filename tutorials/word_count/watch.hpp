// watch.hpp - --observe: the actors in a browser. Without cpp-httplib the program is built all the same, without this.
#pragma once

#include <memory>
#include <string>

/// An observer of the caller's system, as long as `runs` is held.
struct watch {
  std::shared_ptr<const void> runs;
  std::string address;
};
/// Errors: std::runtime_error, if this program has been built without an observer.
watch start_watch();
