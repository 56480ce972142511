// task_supervisor.cpp - what stands around the example of task_supervisor.hpp's banner.
#include <otp/task_supervisor.hpp>

#include <cstdio>

void in_main() {
  // the example
}
