#include <ostream>
#include <otp/pid.hpp>

namespace otp {

std::string to_string(const pid& p) {
  if (!p) return "<none>";
  return "<" + std::to_string(p.get()->system_number()) + "." + std::to_string(p.get()->number()) + ">";
}

std::string to_string(const ref& r) {
  return "#Ref<" + std::to_string(r.maker_number()) + "." + std::to_string(r.count()) + ">";
}

std::ostream& operator<<(std::ostream& out, const pid& p) { return out << to_string(p); }
std::ostream& operator<<(std::ostream& out, const ref& r) { return out << to_string(r); }

}  // namespace otp
