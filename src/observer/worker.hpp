// worker.hpp - the actor that does what a reader of the page asks for: an HTTP thread is no actor, and cannot.
//
// Thread safety  act: any thread but the worker's.
#pragma once

#include <memory>
#include <string>

#include <otp/pid.hpp>

#include "observer/json.hpp"
#include "observer/watched.hpp"

namespace otp::observing {

struct answer {
  int status = 200;
  std::string body;
};

answer refusal(int status, const std::string& error, const std::string& text);

/// By an actor: starts the worker.
pid start_worker(const std::shared_ptr<watched>& seen);
/// Ends it, and waits for that if the caller is an actor.
void end_worker(const pid& worker) noexcept;
/// Has the worker do what the body of POST /api/action says. Blocks: some seconds at most.
answer act(watched& seen, const flat_json& asked);

}  // namespace otp::observing
