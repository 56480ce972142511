// memory.hpp - what is not given back can be seen in the heap.
#pragma once

#include <malloc.h>

#include <cstddef>

/// Bytes that the whole program has taken from the heap and not given back. A few kilobytes that were given back may
/// still be counted. Means nothing under a sanitizer, which brings its own heap.
inline std::size_t bytes_in_use() {
  const auto all = mallinfo2();
  return all.uordblks + all.hblkhd;
}
