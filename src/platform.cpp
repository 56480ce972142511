#include "platform.hpp"

#include <boost/thread/thread.hpp>
#include <new>
#include <thread>

#if defined(BOOST_THREAD_PLATFORM_PTHREAD)
#include <boost/thread/pthread/thread_data.hpp>
#endif
#if defined(__linux__)
#include <pthread.h>
#include <sched.h>
#endif

namespace otp::platform {

void name_this_thread([[maybe_unused]] const std::string& name) noexcept {
#if defined(__linux__)
  char cut[16] = {};
  name.copy(cut, sizeof cut - 1);
  pthread_setname_np(pthread_self(), cut);
#endif
}

unsigned processors() noexcept {
#if defined(__linux__)
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return static_cast<unsigned>(CPU_COUNT(&allowed));
#endif
  const unsigned known = std::thread::hardware_concurrency();
  return known ? known : 1;
}

#if defined(__linux__)
affinity affinity::of_this_thread() noexcept {
  affinity now;
  now.known_ = sizeof now.set_ == sizeof(cpu_set_t) &&
               sched_getaffinity(0, sizeof now.set_, reinterpret_cast<cpu_set_t*>(now.set_.data())) == 0;
  return now;
}
affinity affinity::this_processor_alone() noexcept {
  affinity one;
  const int here = sched_getcpu();
  one.known_ = sizeof one.set_ == sizeof(cpu_set_t) && here >= 0 && here < CPU_SETSIZE;
  if (one.known_) CPU_SET(static_cast<unsigned>(here), reinterpret_cast<cpu_set_t*>(one.set_.data()));
  return one;
}
void affinity::apply() const noexcept {
  if (known_) sched_setaffinity(0, sizeof set_, reinterpret_cast<const cpu_set_t*>(set_.data()));
}
#else
affinity affinity::of_this_thread() noexcept { return {}; }
affinity affinity::this_processor_alone() noexcept { return {}; }
void affinity::apply() const noexcept {}
#endif

void forget_interrupt() {
#if defined(BOOST_THREAD_PLATFORM_PTHREAD)
  boost::detail::thread_data_base* const mine = boost::detail::get_current_thread_data();
  if (!mine) return;  // no thread of Boost's, and nobody can interrupt it
  const boost::lock_guard<boost::mutex> lock(mine->data_mutex);
  mine->interrupt_requested = false;
#endif
}

void at_thread_end(void (*act)(void*), void* with) {
#if defined(BOOST_THREAD_PLATFORM_PTHREAD)
  // A key of our own: a thread_local object would cost each thread what malloc keeps for one that allocates, and what
  // libstdc++ uses for set_value_at_thread_exit() is gone once main is in std::exit.
  static const pthread_key_t key = [act] {
    pthread_key_t made;
    if (pthread_key_create(&made, act) != 0) throw std::bad_alloc();
    return made;
  }();
  if (pthread_setspecific(key, with) != 0) act(with);  // no memory for it: now rather than never
#else
  struct last_to_go {
    void (*act)(void*);
    void* with;
    ~last_to_go() { act(with); }
  };
  thread_local const last_to_go last{act, with};
#endif
}

void relax() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

}  // namespace otp::platform
