#include "machine/platform.hpp"

#include <bit>
#include <boost/thread/thread.hpp>
#include <thread>

#if defined(BOOST_THREAD_PLATFORM_PTHREAD)
#include <boost/thread/pthread/thread_data.hpp>
#endif
#if defined(__unix__) || defined(__APPLE__)
#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>
#include <unwind.h>
#include <cstring>
#include <ctime>
#endif
#if defined(__linux__)
#include <sched.h>
#include <cerrno>
#endif

namespace otp::platform {

void name_this_thread([[maybe_unused]] const std::string& name) noexcept {
#if defined(__linux__)
  char cut[16] = {};
  name.copy(cut, sizeof cut - 1);
  pthread_setname_np(pthread_self(), cut);
#endif
}

long thread_id() noexcept {
#if defined(__linux__)
  return gettid();
#else
  return 0;
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

#if defined(BOOST_THREAD_PLATFORM_PTHREAD)
namespace {

pthread_key_t last_act_key;
void (*last_act)(void*);

/// The C library calls the destructors of all keys, and again, some rounds long, those of keys that have been set anew
/// meanwhile. A key of another library may come after ours in each round, so ours lets all but the last ones pass.
/// (The very last belongs to the sanitizers, which then forget the thread.)
void act_in_a_late_round(void* with) {
  thread_local int round = 0;
  if (++round < PTHREAD_DESTRUCTOR_ITERATIONS - 1 && pthread_setspecific(last_act_key, with) == 0) return;
  last_act(with);
}

}  // namespace
#endif

bool at_thread_end(void (*act)(void*), void* with) {
#if defined(BOOST_THREAD_PLATFORM_PTHREAD)
  // A key of our own: a thread_local object would cost each thread what malloc keeps for one that allocates, and what
  // libstdc++ uses for set_value_at_thread_exit() is gone once main is in std::exit.
  static const bool made = [act] {
    last_act = act;
    return pthread_key_create(&last_act_key, &act_in_a_late_round) == 0;
  }();
  return made && pthread_setspecific(last_act_key, with) == 0;
#else
  struct last_to_go {
    void (*act)(void*);
    void* with;
    ~last_to_go() { act(with); }
  };
  thread_local const last_to_go last{act, with};
  return true;
#endif
}

#if defined(__linux__)
long work_of_this_thread() noexcept {
  clockid_t clock;
  static_assert(sizeof clock <= sizeof(long));
  return pthread_getcpuclockid(pthread_self(), &clock) == 0 ? ~static_cast<long>(clock) : -1;  // clocks are negative
}
std::optional<std::chrono::nanoseconds> work_done(long handle) noexcept {
  timespec done;
  if (handle < 0 || clock_gettime(static_cast<clockid_t>(~handle), &done) != 0) return std::nullopt;
  return std::chrono::seconds(done.tv_sec) + std::chrono::nanoseconds(done.tv_nsec);
}
#else
long work_of_this_thread() noexcept { return -1; }
std::optional<std::chrono::nanoseconds> work_done(long) noexcept { return std::nullopt; }
#endif

#if defined(__unix__) || defined(__APPLE__)
bool at_fork(void (*before)(), void (*in_parent)(), void (*in_child)()) {
  return pthread_atfork(before, in_parent, in_child) == 0;
}
long process_id() noexcept { return getpid(); }

namespace {
_Unwind_Reason_Code look_for_exit(_Unwind_Context* frame, void* found) {
  Dl_info function;
  // One before: exit() does not return, so its last call's return address may belong to the next function.
  const _Unwind_Ptr at = _Unwind_GetIP(frame) - 1;
  if (dladdr(std::bit_cast<const void*>(at), &function) == 0 || !function.dli_sname) return _URC_NO_REASON;
  if (std::strcmp(function.dli_sname, "exit") != 0) return _URC_NO_REASON;
  *static_cast<bool*>(found) = true;
  return _URC_END_OF_STACK;
}
}  // namespace

bool program_exits_here() noexcept {
  bool found = false;
  _Unwind_Backtrace(&look_for_exit, &found);
  return found;
}
#else
bool at_fork(void (*)(), void (*)(), void (*)()) { return true; }
long process_id() noexcept { return 0; }
bool program_exits_here() noexcept { return false; }
#endif

#if defined(__linux__)
const char* program_name() noexcept { return program_invocation_short_name; }
#else
const char* program_name() noexcept { return ""; }
#endif

void relax() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

}  // namespace otp::platform
