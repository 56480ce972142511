// refused_memory.hpp - makes the allocations of a test program fail at will. For one source file of a program.
#pragma once

#include "support.hpp"

#include <atomic>
#include <cstdlib>
#include <functional>
#include <new>

namespace {

/// Where a thread starts to count.
std::atomic<long> of_new_threads = -1;
/// The calling thread's allocations until one is refused; none is while this is negative.
thread_local long until_refusal = of_new_threads;
thread_local bool refused = false;
std::atomic<int> refused_in_all = 0;

bool refuse_now() {
  if (until_refusal < 0 || until_refusal-- != 0) return false;
  ++refused_in_all;
  return refused = true;
}

}  // namespace

#if !SANITIZED
// What does not come by operator new is counted, too: the blocks of moodycamel's queue, and the C library's own.
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* malloc(std::size_t size) { return refuse_now() ? nullptr : __libc_malloc(size); }
#else
static void* __libc_malloc(std::size_t size) { return std::malloc(size); }
#endif

// GCC takes free() for a mismatch, though the operator new that it belongs to is the one below.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
void* operator new(std::size_t size) {
  if (!refuse_now())
    if (void* p = __libc_malloc(size)) return p;
  throw std::bad_alloc();
}
// libstdc++'s own would call the one above; a sanitizer's does not, and its memory would come to our delete.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return refuse_now() ? nullptr : __libc_malloc(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  const std::size_t unit = static_cast<std::size_t>(alignment);
  if (!refuse_now())
    if (void* p = std::aligned_alloc(unit, (size + unit - 1) / unit * unit)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, const std::nothrow_t&) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace {

/// Refuses the first allocation of `act`, then the second, until none is left to refuse. After each refusal
/// `nothing_has_happened` has to hold; after the success at the end, nothing is asked.
/// Returns how many were refused.
inline int refuse_each(const std::function<void()>& act, const std::function<void()>& nothing_has_happened) {
  for (int refusals = 0;; ++refusals) {
    refused = false;
    until_refusal = refusals;
    bool failed = false;
    try {
      act();
    } catch (const std::bad_alloc&) {
      failed = true;
    } catch (const otp::error& e) {
      until_refusal = -1;
      EXPECT_EQ(e.code(), otp::errc::system_limit) << "the operating system's, for a thread: " << e.what();
      failed = true;
    } catch (...) {
      until_refusal = -1;
      ADD_FAILURE() << "allocation " << refusals << ": ended with "
                    << to_string(otp::reason_of(std::current_exception())) << " instead of std::bad_alloc";
      failed = true;
    }
    until_refusal = -1;
    if (!refused) {
      EXPECT_FALSE(failed);
      return refusals;
    }
    // What is refused inside, where it can be done without, does not show.
    if (failed) nothing_has_happened();
    if (refusals > 500) {
      ADD_FAILURE() << "no end of allocations";
      return refusals;
    }
    if (!failed) return refusals;
  }
}

}  // namespace
