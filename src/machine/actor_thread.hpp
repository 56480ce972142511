// actor_thread.hpp - the thread of an actor, as Boost's handle to it.
#pragma once

#include <boost/thread/thread.hpp>

namespace otp {

struct actor_thread {
  boost::thread handle;
  bool forced = false;  // it has called pthread_exit or was cancelled: Boost will never call it done
};

}  // namespace otp
