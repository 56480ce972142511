// print_tree.cpp - what stands around the example of print_tree.hpp's banner.
#include <otp/print_tree.hpp>

void in_an_actor() {
  // the example
}
