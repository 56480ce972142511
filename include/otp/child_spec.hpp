// child_spec.hpp - what a supervisor is told of its children.
//
// Mirrors        supervisor: child_spec(), sup_flags()
// Differs        A start function is a C++ function; child<S>(id, args...) makes the usual one. Shutdown and period are
//                durations, exact and not in whole seconds.
// Thread safety  Values. A spec is copied to the supervisor's thread; its arguments are copied at each start.
// Invariants     The defaults are OTP's: one_for_one, 1 restart in 5 s; permanent, 5 s for workers, infinity for
//                supervisors.
// Chapter        6
#pragma once

#include <any>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <otp/actor_name.hpp>
#include <otp/gen.hpp>

namespace otp {

enum class strategy : std::uint8_t {
  one_for_one,         // restart only the child that ended
  one_for_all,         // stop all others, then start all
  rest_for_one,        // stop those started after it, then start it and those
  simple_one_for_one,  // one spec for any number of children, started on request
  dynamic,             // ... each by a spec of its own: Elixir's DynamicSupervisor
};
using enum strategy;

/// Which ends lead to a restart. The table itself is in supervisor.cpp: restarts().
enum class restart : std::uint8_t { permanent, transient, temporary };
using enum restart;

enum class child_type : std::uint8_t { worker, supervisor };

/// When the end of significant children stops the supervisor.
enum class auto_shutdown : std::uint8_t { never_by_itself, any_significant, all_significant };
using enum auto_shutdown;

/// How a child is stopped: kill at once, or `shutdown` and then `kill` after a time (`infinity`: never).
class shutdown_policy {
 public:
  template <class Rep, class Period>
  shutdown_policy(std::chrono::duration<Rep, Period> time) : time_(time) {}  // NOLINT: .shutdown = 2s
  static shutdown_policy at_once() {
    shutdown_policy policy(duration::zero());
    policy.brutal_ = true;
    return policy;
  }
  bool brutal() const noexcept { return brutal_; }
  duration time() const noexcept { return time_; }

 private:
  duration time_;
  bool brutal_ = false;
};
inline const shutdown_policy brutal_kill = shutdown_policy::at_once();

/// Arguments given to start_child of a simple_one_for_one supervisor, behind those in its spec.
class start_args {
 public:
  start_args() = default;
  template <class... Args>
  friend start_args with_args(Args&&... args);
  bool empty() const noexcept { return values_ == nullptr; }
  /// Null unless the arguments have exactly these types (text counts as std::string).
  template <class... Args>
  const std::tuple<Args...>* as() const {
    return std::any_cast<std::tuple<Args...>>(values_.get());
  }

 private:
  std::shared_ptr<const std::any> values_;
};
template <class... Args>
start_args with_args(Args&&... args) {
  start_args result;
  result.values_ =
      std::make_shared<const std::any>(std::tuple<detail::message_value_t<Args>...>(std::forward<Args>(args)...));
  return result;
}

/// Starts the child, linked to the caller, and says how that went. What it throws is the reason of a failed start.
using child_start = std::function<start_result(const start_args&)>;

struct child_spec {
  std::string id;
  child_start start;
  otp::restart restart = permanent;
  shutdown_policy shutdown = std::chrono::seconds(5);
  child_type type = child_type::worker;
  bool significant = false;
};

struct child_options {
  otp::restart restart = permanent;
  std::optional<shutdown_policy> shutdown = {};  // default: 5 s, or infinity for a supervisor
  actor_name name = {};                          // registered for each new incarnation of the child
  bool significant = false;
  // As in start_options, for each incarnation.
  duration timeout = infinity;  // for its constructor
  std::size_t stack_size = 0;
  mailbox_limit mailbox = {};
  std::string label = {};
};
start_options to_start_options(const child_options& options);

struct supervisor_flags {
  otp::strategy strategy = one_for_one;
  int intensity = 1;  // so many restarts within `period` are done; one more, and the supervisor gives up
  duration period = std::chrono::seconds(5);
  otp::auto_shutdown auto_shutdown = never_by_itself;
  actor_name name = {};  // registered
  /// simple_one_for_one and dynamic: so many children at most, with those that are being restarted; 0: any number.
  std::size_t max_children = 0;
};

child_spec make_child(std::string id, const child_options& options, child_type type, child_start start);

/// Each incarnation of the child can get arguments of these types; if not, the compiler says why in one sentence.
template <class S, class... Args>
constexpr bool can_be_child() {
  constexpr bool copied = (std::copy_constructible<Args> && ...);
  static_assert(copied, "each incarnation of a child gets copies of the arguments, and one of these cannot be copied");
  if constexpr (copied) return can_start<S, Args...>();
  return false;
}
/// A child that is a server of class S, started as S(args...).
template <class S, class... Args>
child_spec child(std::string id, child_options options, Args... args) {
  if constexpr (can_be_child<S, Args...>()) {
    return make_child(std::move(id), options, child_type::worker,
                      [how = to_start_options(options), ... args = std::move(args)](const start_args&) {
                        return try_start_link<S>(how, args...);
                      });
  }
}
template <class S, class... Args>
requires(!begins_with<child_options, Args...>) child_spec child(std::string id, Args... args) {
  return child<S>(std::move(id), child_options{}, std::move(args)...);
}

/// Null: they are of other types.
template <class... Extra>
const std::tuple<Extra...>* extra_arguments(const start_args& given) {
  static const start_args none = with_args();
  return (given.empty() ? none : given).template as<Extra...>();
}
start_result wrong_extra_arguments();
/// Starts an actor that runs the function, linked to the caller.
start_result start_function(const start_options& options, const std::string& thread_name, std::function<void()> body);

template <class T>
inline constexpr bool is_tuple = false;
template <class... Parts>
inline constexpr bool is_tuple<std::tuple<Parts...>> = true;

/// The spec of a simple_one_for_one supervisor, whose children are started by start_child(sup, with_args(...)):
/// each is S(args..., extra...), with extra arguments of the types Extra.
template <class S, class... Extra, class... Args>
child_spec simple_child(std::tuple<Args...> args = {}, child_options options = {}) {
  if constexpr (can_be_child<S, Args..., Extra...>()) {
    return make_child(
        "", options, child_type::worker,
        [how = to_start_options(options), args = std::move(args)](const start_args& given) -> start_result {
          const std::tuple<Extra...>* extra = extra_arguments<Extra...>(given);
          if (!extra) return wrong_extra_arguments();
          return std::apply([&](const auto&... each) { return try_start_link<S>(how, each...); },
                            std::tuple_cat(args, *extra));
        });
  }
}
/// ... each of whose children is an actor that runs body(extra...): simple_child<int>([](int number) { ... }).
template <class... Extra, class F>
requires(!is_tuple<F>) child_spec simple_child(F body, child_options options = {}) {
  constexpr bool takes_them = std::invocable<const F&, const Extra&...>;
  static_assert(takes_them, "simple_child: this function does not take the extra arguments whose types are given");
  if constexpr (takes_them) {
    return make_child(
        "", options, child_type::worker,
        [how = to_start_options(options), body = std::move(body)](const start_args& given) -> start_result {
          const std::tuple<Extra...>* extra = extra_arguments<Extra...>(given);
          if (!extra) return wrong_extra_arguments();
          return start_function(how, "child", [body, each = *extra] { std::apply(body, each); });
        });
  }
}

/// A child that is a plain function in an actor of its own, linked to the supervisor.
child_spec child(std::string id, std::function<void()> body);
child_spec child(std::string id, child_options options, std::function<void()> body);

/// A child that is a supervisor with these children.
child_spec child_supervisor(std::string id, supervisor_flags flags, std::vector<child_spec> children,
                            child_options options = {});

/// Children of this strategy come on request, and go when they have ended. They have no ids: their pids name them.
constexpr bool on_request(strategy of) noexcept { return of == simple_one_for_one || of == dynamic; }

/// Empty, or what contradicts itself: missing or duplicate ids, no start function, negative times or intensity,
/// significant children where they mean nothing. Checked before any child is started.
std::string what_is_wrong_with(const supervisor_flags& flags, const std::vector<child_spec>& children);
/// ... in the spec of a child that is to be added.
std::string what_is_wrong_with_child(const supervisor_flags& flags, const child_spec& child);

}  // namespace otp
