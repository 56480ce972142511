// error: get: the function must take a const T&, for an agent of a T
#include <otp/agent.hpp>
void f(const otp::agent<int>& visits) {
  visits.get([](int& n) { return ++n; });
}
