// Wrong: a thread is a task
// Refused with: each is worked on in a task of its own
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <semaphore>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<std::future<int>> results;
  std::counting_semaphore<> free(static_cast<std::ptrdiff_t>(hands));
  for (const int item : items)
    results.push_back(std::async(std::launch::async, [&, item] {
      free.acquire();
      const std::unique_ptr<std::counting_semaphore<>, void (*)(std::counting_semaphore<>*)> at_the_end(
          &free, [](std::counting_semaphore<>* f) { f->release(); });
      return work(item);
    }));
  std::vector<int> all;
  for (std::future<int>& result : results) all.push_back(result.get());
  return all;
}
