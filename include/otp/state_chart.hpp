// state_chart.hpp - the chart of a state machine, drawn from what it was seen to do.
//
//   otp::state_chart seen;
//   otp::explore({.trace = seen.watch()}, [] { ... });
//   std::cout << seen.mermaid<turnstile>();
//
// Mirrors        nothing of OTP's, where people draw them by hand
// Differs        What no run has done is in the chart, too: an arrow to a dashed box.
// Thread safety  A chart may watch several systems at once. It must outlive them.
// Invariants     1. Equal sets of transitions give equal text, whatever their order: a test can compare it with a file.
//                2. Machines are told apart by the names of their states alone.
// Chapter        15
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <variant>
#include <vector>

#include <otp/dispatch.hpp>
#include <otp/trace.hpp>

namespace otp {

class state_chart {
 public:
  state_chart();
  ~state_chart();
  state_chart(const state_chart&) = delete;
  state_chart& operator=(const state_chart&) = delete;

  /// A tracer, for options::trace or exploration::trace.
  tracer watch();

  /// A Mermaid stateDiagram of the machine S: its states in their order, the transitions that were seen, and the cells
  /// of the table of its states and its `messages` that were not.
  template <class S>
  std::string mermaid() const {
    return mermaid(names_in(std::type_identity<typename S::state>()),
                   names_in(std::type_identity<typename S::messages>()));
  }

 private:
  template <template <class...> class List, class... Ts>
  static std::vector<std::string> names_in(std::type_identity<List<Ts...>>) {
    return {detail::short_type_name(typeid(Ts))...};
  }
  std::string mermaid(const std::vector<std::string>& states, const std::vector<std::string>& messages) const;

  class memory;
  std::unique_ptr<memory> seen_;
};

}  // namespace otp
