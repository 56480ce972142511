// registry.hpp - names for actors: an address that survives a restart.
//
// Mirrors        erlang: register/2, unregister/1, whereis/1, registered/0
// Differs        `register` is a word of C++, so OTP's other spelling is used: register_name (as in global, via).
// Thread safety  Any actor.
// Invariants     1. One holder a name, one name an actor.
//                2. A name is free before its holder's links and watchers hear of the end.
// Chapter        8
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <otp/actor_name.hpp>
#include <otp/pid.hpp>

namespace otp {

/// Errors: error{badarg} when the name is empty or held, or the actor is dead or has a name; the text says which.
void register_name(std::string_view name, const pid& holder);
/// Any actor may unregister any other. Errors: error{badarg} when no actor holds the name.
void unregister_name(std::string_view name);
/// Returns: the holder, or a default-constructed pid where Erlang has `undefined`.
pid whereis_name(const actor_name& name);
/// All names in use, in alphabetical order.
std::vector<std::string> registered();

}  // namespace otp
