// channel.hpp - Boost.Fiber as its users write it: fibers of one thread, and its own buffered channels.
//
// A buffered_channel is bounded: who sends into a full one waits. It has no selective receive.
#pragma once

#include <boost/fiber/all.hpp>
#include <cstdint>

namespace fibers {

using boost::fibers::fiber;
template <class T>
using channel = boost::fibers::buffered_channel<T>;

/// Slots of a channel: a power of two, one of which stays empty.
inline constexpr std::size_t slots = 2048;
inline constexpr std::size_t few = 4;

/// What comes next; the channel is open.
template <class T>
T pop(channel<T>& from) {
  T item{};
  from.pop(item);
  return item;
}

}  // namespace fibers
