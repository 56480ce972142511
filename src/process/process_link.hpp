// process_link.hpp - a link: one object that stands in the tables of both its ends.
//
// Mirrors        the links of a process in the BEAM
// Differs        One object for both ends, where the BEAM keeps one at each and sends signals between them.
// Thread safety  Any thread; who locks what stands at each function.
// Invariants     1. At most one link per pair; it stands in both tables or in neither, whichever end made it.
//                2. Each link tells the other end of one death at most once.
// Model          tests/models/link.pml: two that link and unlink each other while one ends; told once, no deadlock
// Chapter        3
#pragma once

#include <memory>
#include <utility>

#include <otp/exit_reason.hpp>
#include <otp/pid.hpp>

#include "machine/mutex.hpp"
#include "process/process.hpp"

namespace otp {

/// A link and its two ends. Both actors' tables hold it.
class process_link {
 public:
  process_link(pid one, pid other, bool too_late = false)
      : one_(std::move(one)), other_(std::move(other)), too_late_(too_late) {}

  const pid& other_end(const pid& end) const noexcept { return end == one_ ? other_ : one_; }
  /// Tells the other end that `ended` is over, unless that end has unlinked in time.
  void propagate(const pid& ended, const exit_reason& reason) const;

 private:
  const pid one_;
  const pid other_;
  const bool too_late_;  // made when `other` was already dying of an exit signal: its end will say noproc
};

/// Puts it into both tables, or, when memory is refused, into none.
void tie(process& one, process& other, const std::shared_ptr<process_link>& bond)
    OTPP_REQUIRES(one.box.mutex(), other.box.mutex());

/// For spawn: links two actors, of which the second does not run yet.
void link_newborn(process& me, process& newborn);

/// Locks two actors in the order that all agree on: the smaller pid first.
class OTPP_LOCK both {
 public:
  both(process& a, process& b) OTPP_ACQUIRE(a.box.mutex(), b.box.mutex());
  ~both() OTPP_RELEASE() {}
  both(const both&) = delete;
  both& operator=(const both&) = delete;

 private:
  lock_guard first_;
  lock_guard second_;
};

}  // namespace otp
