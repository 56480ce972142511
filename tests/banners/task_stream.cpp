// task_stream.cpp - what stands around the example of task_stream.hpp's banner.
#include <otp/task_stream.hpp>

#include <string>
#include <vector>

int size_of(const std::string& text) { return static_cast<int>(text.size()); }

int total_of(const std::vector<std::string>& files) {
  int total = 0;
  // the example
  return total;
}
