// watch.cpp - in a program that has an observer.
#include "watch.hpp"

#include <otp/observer.hpp>

watch start_watch() {
  const auto made = std::make_shared<const otp::observer>(otp::observer_options{.actions = true});
  return {made, made->address()};
}
