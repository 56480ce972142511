// many_readers.hpp - a value that many threads read at the same time, and few change.
//
// Mirrors        an ETS table with {read_concurrency, true}
// Differs        Each thread reads under one of several locks, mostly its own, so readers do not meet; a writer takes
//                all of them, and pays for that. (One std::shared_mutex counts its readers in one place: two threads
//                that read are slower together than one alone.)
// Thread safety  Any thread.
// Invariants     What runs under a lock must not call the library: with a seed, another actor could get the turn there
//                and wait for the lock for ever.
// Chapter        8
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace otp::detail {

class many_readers_lock {
 public:
  many_readers_lock();
  ~many_readers_lock();
  many_readers_lock(const many_readers_lock&) = delete;
  many_readers_lock& operator=(const many_readers_lock&) = delete;

  /// Run body(what) while no thread writes; while no other thread reads or writes.
  using body = void (*)(void* what);
  void reading(body run, void* what) const;
  void writing(body run, void* what);

 private:
  struct stripe;
  static constexpr std::size_t stripes = 16;
  void writing_from(std::size_t first, body run, void* what);
  const std::unique_ptr<stripe[]> stripes_;
};

template <class T>
class many_readers {
 public:
  /// f(const T&). Returns: what it returns.
  template <class F>
  auto read(F&& f) const {
    return under([this](auto run, void* what) { lock_.reading(run, what); }, [&] { return f(std::as_const(value_)); });
  }
  /// f(T&).
  template <class F>
  auto write(F&& f) {
    return under([this](auto run, void* what) { lock_.writing(run, what); }, [&] { return f(value_); });
  }

 private:
  template <class Lock, class F>
  static auto under(Lock lock, F f) {
    using result = std::invoke_result_t<F&>;
    if constexpr (std::is_void_v<result>) {
      lock([](void* what) { (*static_cast<F*>(what))(); }, &f);
    } else {
      std::pair<F&, std::optional<result>> both(f, std::nullopt);
      lock(
          [](void* what) {
            auto& [act, got] = *static_cast<decltype(both)*>(what);
            got.emplace(act());
          },
          &both);
      return *std::move(both.second);
    }
  }

  many_readers_lock lock_;
  T value_{};
};

}  // namespace otp::detail
