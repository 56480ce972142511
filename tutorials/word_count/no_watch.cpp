// no_watch.cpp - in a program that has none.
#include <stdexcept>

#include "watch.hpp"

watch start_watch() {
  throw std::runtime_error("--observe: this program was built without an observer (install libcpp-httplib-dev)");
}
