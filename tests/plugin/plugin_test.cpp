// plugin_test.cpp - a plugin whose symbols are hidden speaks the same types as the program that loads it.
#include "../support.hpp"

#include <dlfcn.h>

#include "greeting.hpp"

namespace {

TEST(plugin_test, equal_types_are_the_same_on_both_sides) {
  void* const plugin = dlopen(PLUGIN, RTLD_NOW | RTLD_LOCAL);
  ASSERT_TRUE(plugin) << dlerror();
  const auto plug = reinterpret_cast<void (*)(const otp::pid&, const otp::server_ref<counts>&)>(dlsym(plugin, "plug"));
  ASSERT_TRUE(plug) << dlerror();
  otp::system system;
  plug(otp::self(), otp::start<counts>());
  EXPECT_EQ(otp::expect<greeting>(0s).n, 7);
  EXPECT_EQ(otp::expect<int>(0s), 42);
  const auto pair = otp::match("pair", otp::any<greeting>);
  EXPECT_EQ(otp::expect(
                pair >> [](greeting g) { return g.n; }, 0s),
            8);
  EXPECT_EQ(otp::expect<std::string>(0s), "called");
}

}  // namespace
