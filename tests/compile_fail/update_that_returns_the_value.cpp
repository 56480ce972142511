// error: update and cast: the function changes the value by reference, and returns nothing
#include <otp/agent.hpp>
void f(const otp::agent<int>& visits) {
  visits.update([](int n) { return n + 1; });
}
