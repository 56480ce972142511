// platform.hpp - the one place that may know the operating system: names of threads, processors, a spinning thread's
// rest.
#pragma once

#include <string>

namespace otp::platform {

/// Shown by gdb, top -H and perf; cut to what the system allows (15 bytes on Linux).
void name_this_thread(const std::string& name) noexcept;
/// How many threads can run at once; at least 1. Honours the process's CPU affinity where the system has one.
unsigned processors() noexcept;
/// Tells the processor that this thread is waiting for another one to write.
void relax() noexcept;

}  // namespace otp::platform
