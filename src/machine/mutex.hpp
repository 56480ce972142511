// mutex.hpp - std::mutex and its locks, so annotated that clang can check who holds what.
//
// Mirrors        std::mutex, std::lock_guard, std::unique_lock; the compiler makes the same code of both
// Differs        clang's builds have -Wthread-safety: there, code that does not hold a field's mutex cannot touch the
//                field, nor call a function that requires the mutex. g++ sees none of this. What clang does not see,
//                or has to be told, stands in src/README.md.
// Thread safety  A mutex: any thread. A lock: the thread that made it.
#pragma once

#include <mutex>

// The words for declarations. They are for src/ alone: no public header may need them.
#if defined(__clang__)
#define OTPP_THREAD_SAFETY(attribute) __attribute__((attribute))
#else
#define OTPP_THREAD_SAFETY(attribute)
#endif
/// Of a field: it is read and written with this mutex held. PT: what it points to is.
#define OTPP_GUARDED_BY(mutex) OTPP_THREAD_SAFETY(guarded_by(mutex))
#define OTPP_PT_GUARDED_BY(mutex) OTPP_THREAD_SAFETY(pt_guarded_by(mutex))
/// Of a function: it is called with these mutexes held; it locks them, and its caller unlocks; the other way round.
#define OTPP_REQUIRES(...) OTPP_THREAD_SAFETY(requires_capability(__VA_ARGS__))
#define OTPP_ACQUIRE(...) OTPP_THREAD_SAFETY(acquire_capability(__VA_ARGS__))
#define OTPP_RELEASE(...) OTPP_THREAD_SAFETY(release_capability(__VA_ARGS__))
/// Of a function that returns a reference to this mutex.
#define OTPP_RETURNS(mutex) OTPP_THREAD_SAFETY(lock_returned(mutex))
/// Of a class: a mutex; a lock, which holds mutexes from its constructor to its destructor.
#define OTPP_MUTEX OTPP_THREAD_SAFETY(capability("mutex"))
#define OTPP_LOCK OTPP_THREAD_SAFETY(scoped_lockable)
/// Of a function: clang believes what its declaration says, and does not look into it. Each one is listed in
/// src/README.md, with a reason.
#define OTPP_UNCHECKED OTPP_THREAD_SAFETY(no_thread_safety_analysis)

namespace otp {

class OTPP_MUTEX mutex {
 public:
  void lock() OTPP_ACQUIRE() { plain_.lock(); }
  void unlock() OTPP_RELEASE() { plain_.unlock(); }

 private:
  friend class unique_lock;
  std::mutex plain_;
};

class OTPP_LOCK lock_guard {
 public:
  explicit lock_guard(mutex& m) OTPP_ACQUIRE(m) : mutex_(m) { mutex_.lock(); }
  ~lock_guard() OTPP_RELEASE() { mutex_.unlock(); }
  lock_guard(const lock_guard&) = delete;
  lock_guard& operator=(const lock_guard&) = delete;

 private:
  mutex& mutex_;
};

/// One that can be unlocked and locked again meanwhile, and with which a condition variable can wait.
class OTPP_LOCK unique_lock {
 public:
  explicit unique_lock(mutex& m) OTPP_ACQUIRE(m) : plain_(m.plain_) {}
  ~unique_lock() OTPP_RELEASE() {}
  unique_lock(const unique_lock&) = delete;
  unique_lock& operator=(const unique_lock&) = delete;

  void lock() OTPP_ACQUIRE() { plain_.lock(); }
  void unlock() OTPP_RELEASE() { plain_.unlock(); }
  /// The same for a function that is given the lock: clang does not know there which mutex it is, and has to be told.
  void lock(mutex& its) OTPP_ACQUIRE(its) OTPP_UNCHECKED;
  void unlock(mutex& its) OTPP_RELEASE(its) OTPP_UNCHECKED;

  bool owns_lock() const noexcept { return plain_.owns_lock(); }
  /// For std::condition_variable, which returns with the mutex held as it was.
  std::unique_lock<std::mutex>& for_waiting() noexcept { return plain_; }

 private:
  std::unique_lock<std::mutex> plain_;
};

inline void unique_lock::lock(mutex& /*its*/) { plain_.lock(); }
inline void unique_lock::unlock(mutex& /*its*/) { plain_.unlock(); }

}  // namespace otp
