// storm.hpp - a random supervision tree under random faults, and what has to hold meanwhile and afterwards.
#pragma once

#include <cstdint>

#include <otp/otp.hpp>

#include "ledger.hpp"

namespace stress {

struct storm_options {
  std::uint64_t seed = 1;
  std::size_t actors = 20;                              // in the tree, about
  otp::duration lasts = std::chrono::milliseconds(60);  // virtual under a seed
  otp::duration settles = std::chrono::seconds(30);     // at most, after it
};

/// Grows a tree, storms, waits for calm and audits. For the main actor of a system; ends the tree again.
///
/// Checked throughout: messages of a pair arrive once, in order; one `down` for each monitor, none after demonitor; no
/// name of a dead actor when its `down` comes; no timer after it was cancelled; each answer is to its own question, and
/// none comes late; a key is its holder's until it ends, and then it is free. Checked afterwards: exactly the specified
/// children are alive, each with its name, and nobody else; nothing that was sent between living actors is missing;
/// registries and groups hold the living alone, and monitors have been told of all members; at the end nobody and no
/// name is left.
void storm(const storm_options& how, ledger& book);

}  // namespace stress
