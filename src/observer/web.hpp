// web.hpp - the observer's HTTP server: who may ask, and which function answers.
//
// Thread safety  Made and destroyed by one thread.
// Invariants     1. What is not asked from here, or by a page of another site, is refused before it is read.
//                2. Streams have threads left for others: a pool above their number.
#pragma once

#include <memory>
#include <string>

#include "observer/watched.hpp"

namespace otp::observing {

class web {
 public:
  /// Errors: error{system_limit}: it cannot listen there.
  explicit web(std::shared_ptr<watched> seen);
  /// Ends the open streams. Blocks: until the threads have returned.
  ~web();
  web(const web&) = delete;
  web& operator=(const web&) = delete;

  /// `127.0.0.1:41233`
  std::string host_and_port() const;

 private:
  struct server;
  const std::unique_ptr<server> server_;
};

}  // namespace otp::observing
