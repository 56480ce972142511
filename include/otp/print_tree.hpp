// print_tree.hpp - all actors of a system in a terminal: who has started whom, what waits in which mailbox, and why.
//
//   otp::print_tree();
//
//     system 0: 4 actors, 12 messages wait, 2 restarts
//     <0.1> main, waits for done
//       <0.2> shop, supervisor, made 2 restarts, waits for a message
//         <0.5> till, child till, restarted 2 times, 12 messages wait, runs
//         <0.4> stock, child stock, waits for a reply to get from <0.5>
//
// Mirrors        observer's Applications and Processes panes; i/0 of the shell
// Differs        Text. (observer.hpp serves the same to a browser.)
// Thread safety  Actors only. Each line is a moment's view, all of them together are not.
// Chapter        17
#pragma once

#include <string>

namespace otp {

/// The actors of the caller's system. One whose starter has ended stands at the left margin, and says who that was.
std::string tree_text();
/// ... to standard output.
void print_tree();

}  // namespace otp
