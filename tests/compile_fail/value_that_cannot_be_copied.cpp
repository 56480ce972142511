// error: a registry's value is a type that can be copied: readers get copies
#include <memory>

#include <otp/otp.hpp>

otp::unique_registry<int, std::unique_ptr<int>> owners;
