// key_value_store.cpp - a server with a name, and a question that is answered later.
//
// OTP's registered names: clients know the store as "store" and need no pid. Requests by the bare name are those listed
// in `messages`, looked up when they arrive; a server_ref by name is checked at compile time.
// And {noreply, State} with gen_server:reply: who asks for a key that is not there yet waits until somebody puts it,
// while the store goes on serving others.
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <otp/otp.hpp>

namespace {

using namespace std::chrono_literals;

struct put { std::string key, value; using reply = void; };
struct get { std::string key; using reply = std::optional<std::string>; };
struct get_when_there { std::string key; using reply = std::string; };
struct keys { using reply = std::vector<std::string>; };
struct remove_key { std::string key; };

class key_value_store : public otp::gen_server<key_value_store> {
 public:
  using messages = otp::handles<put, get>;

  void handle_call(const put& p) {
    values_[p.key] = p.value;
    // The answer to one who has given up meanwhile vanishes.
    if (const auto waiting = waiting_.extract(p.key))
      for (const otp::from<std::string>& caller : waiting.mapped()) otp::reply(caller, p.value);
  }

  std::optional<std::string> handle_call(const get& g) {
    const auto found = values_.find(g.key);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }

  otp::result<std::string> handle_call(const get_when_there& g, const otp::from<std::string>& caller) {
    if (const auto found = values_.find(g.key); found != values_.end()) return found->second;
    waiting_[g.key].push_back(caller);
    return otp::noreply;
  }

  std::vector<std::string> handle_call(keys) {
    std::vector<std::string> all;
    for (const auto& [key, value] : values_) all.push_back(key);
    return all;
  }

  void handle_cast(const remove_key& r) { values_.erase(r.key); }

 private:
  std::map<std::string, std::string> values_;
  std::map<std::string, std::vector<otp::from<std::string>>> waiting_;  // by the key they wait for
};

/// Knows nothing of the store but its name.
void write_three(const std::string& prefix) {
  for (int i = 1; i <= 3; ++i) otp::call("store", put{prefix + std::to_string(i), std::to_string(i * i)});
}

}  // namespace

int main() {
  otp::system system;
  otp::start_link<key_value_store>({.name = "store"});
  const otp::server_ref<key_value_store> store("store");

  const auto writer_a = otp::async([] { write_three("a"); });
  const auto writer_b = otp::async([] { write_three("b"); });
  otp::await(writer_a);
  otp::await(writer_b);
  std::cout << "two writers have written:";
  for (const std::string& key : otp::call(store, keys{})) std::cout << " " << key;
  std::cout << "\nb3 is " << otp::call("store", get{"b3"}).value_or("not there") << "\n";

  otp::cast(store, remove_key{"b3"});
  std::cout << "removed, b3 is " << otp::call("store", get{"b3"}).value_or("not there") << "\n";

  // Whether the reader asks before the put or after it: the answer is the same.
  const auto reader = otp::async([store] { return otp::call(store, get_when_there{"colour"}); });
  otp::call(store, put{"colour", "blue"});
  std::cout << "the reader has waited for a colour: " << otp::await(reader) << "\n";

  try {
    otp::call(store, get_when_there{"moon"}, 20ms);
  } catch (const otp::exit_exception& e) {
    std::cout << "nobody puts the moon there: " << e.reason().inner() << "\n";
  }
  std::cout << "the store goes on: a2 is " << otp::call("store", get{"a2"}).value_or("not there") << "\n";
}
