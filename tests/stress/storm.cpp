// storm.cpp - how a storm grows its tree, what faults it makes, and how it checks what is left.
#include "storm.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>

#include <otp/testing.hpp>

#include "gate.hpp"
#include "worker.hpp"

namespace stress {

namespace {

/// One node of the tree as it was planned.
struct plan {
  std::string id;             // a supervisor's is its registered name
  otp::actor_name name = id;  // a server of the directory has none
  bool supervises = false;
  bool pool = false;  // of simple_one_for_one
  otp::restart restart = otp::permanent;
  otp::child_spec spec = {};
  std::vector<plan> children = {};
};

/// An actor that changes the tree while it storms.
class gardener {
 public:
  explicit gardener(std::shared_ptr<world> all) : world_(std::move(all)), dice_(world_->seed + 77) {}

  void run() {
    otp::register_name("gardener", otp::self());
    while (!world_->calm) {
      otp::sleep_for(std::chrono::microseconds(dice_.between(1, 5'000)));
      const otp::supervisor_ref some(otp::whereis_name(dice_.one_of(world_->supervisors)));
      if (!some.pid()) continue;
      try {
        tend(some);
      } catch (const otp::exit_exception&) {  // it was ended meanwhile
      }
    }
  }

 private:
  void tend(const otp::supervisor_ref& some) {
    const std::vector<otp::child_info> children = otp::which_children(some);
    if (otp::start_child(some)) return;  // a pool of one spec; any other says that it is none
    if (dice_.percent(30))
      otp::start_child(some, otp::child<worker>("x" + std::to_string(++extras_), {.restart = otp::transient}, world_));
    if (children.empty()) return;
    const otp::child_info& one = dice_.one_of(children);
    const std::string id = one.id;
    if (id.empty()) {  // of a dynamic supervisor
      otp::terminate_child(some, one.pid);
      return;
    }
    otp::terminate_child(some, id);
    if (id[0] == 'x' && dice_.percent(80))
      otp::delete_child(some, id);
    else
      otp::restart_child(some, id);
  }

  const std::shared_ptr<world> world_;
  dice dice_;
  std::uint64_t extras_ = 0;
};

/// Plans, starts, disturbs and audits one tree.
class forest {
 public:
  forest(const storm_options& how, ledger& book)
      : how_(how), book_(book), dice_(how.seed), world_(std::make_shared<world>(how.seed, book)) {}

  void run() {
    otp::trap_exit(true);
    plant();
    const otp::pid tender = otp::spawn("gardener", [all = world_] { gardener(all).run(); });
    world_->planted = true;
    world_->calm = false;
    const otp::time_point end = otp::now() + how_.lasts;
    while (otp::now() < end) {
      disturb();
      hear();
      otp::sleep_for(std::chrono::microseconds(dice_.between(1, 3'000)));
    }
    world_->calm = true;
    const otp::ref gone = otp::monitor(tender);
    otp::expect(otp::when([&](const otp::down& d) { return d.ref == gone; }, [](const otp::down&) {}), how_.settles);
    settle();
    audit_monitors();
    audit_messages();
    audit_places();
    fell();
  }

 private:
  // ---- the tree ----------------------------------------------------------------------------------------------------

  otp::child_options random_options(otp::restart restart, const otp::actor_name& name) {
    const std::array<std::optional<otp::shutdown_policy>, 5> ways = {std::nullopt, otp::brutal_kill, 1ms, 50ms, 5s};
    return {.restart = restart, .shutdown = dice_.one_of(ways), .name = name};
  }
  otp::supervisor_flags random_flags(const std::string& name) {
    static constexpr std::array strategies = {otp::one_for_one, otp::one_for_all, otp::rest_for_one};
    return {.strategy = dice_.one_of(strategies),
            .intensity = static_cast<int>(dice_.between(1, 20)),
            .period = std::chrono::milliseconds(dice_.between(5, 1'000)),
            .name = name};
  }
  otp::restart random_restart() {
    static constexpr std::array kinds = {otp::permanent, otp::permanent, otp::transient, otp::temporary};
    return dice_.one_of(kinds);
  }
  std::string new_name(const std::string& kind) { return kind + std::to_string(++planned_); }

  plan random_worker() {
    plan leaf{.id = new_name("w"), .restart = random_restart()};
    if (dice_.percent(30)) leaf.name = world_->places.keys.via(-static_cast<int>(planned_));
    world_->workers.push_back(leaf.name);
    const otp::child_options options = random_options(leaf.restart, leaf.name);
    leaf.spec =
        dice_.percent(20) ? otp::child<gate>(leaf.id, options, world_) : otp::child<worker>(leaf.id, options, world_);
    return leaf;
  }
  plan random_pool() {
    plan pool{.id = new_name("pool"), .supervises = true, .pool = true};
    world_->supervisors.push_back(pool.id);
    otp::supervisor_flags flags = random_flags(pool.id);
    if (dice_.percent(50)) {
      flags.strategy = otp::dynamic;
      pool.spec = otp::child_supervisor(pool.id, flags, {});
      return pool;
    }
    flags.strategy = otp::simple_one_for_one;
    const std::vector members = {otp::simple_child<worker>(std::tuple(world_), random_options(random_restart(), ""))};
    pool.spec = otp::child_supervisor(pool.id, flags, members);
    return pool;
  }
  plan random_supervisor(int depth) {
    plan node{.id = new_name("s"), .supervises = true, .restart = random_restart()};
    world_->supervisors.push_back(node.id);
    node.children = random_children(depth);
    auto options = random_options(node.restart, "");
    node.spec = otp::child_supervisor(node.id, random_flags(node.id), specs_of(node.children), options);
    return node;
  }
  std::vector<plan> random_children(int depth) {
    std::vector<plan> children;
    for (std::uint64_t i = dice_.between(2, 5); i > 0; --i) {
      if (depth > 0 && dice_.percent(35))
        children.push_back(random_supervisor(depth - 1));
      else if (dice_.percent(10))
        children.push_back(random_pool());
      else
        children.push_back(random_worker());
    }
    return children;
  }
  static std::vector<otp::child_spec> specs_of(const std::vector<plan>& children) {
    std::vector<otp::child_spec> specs;
    for (const plan& c : children) specs.push_back(c.spec);
    return specs;
  }

  void plant() {
    world_->workers.reserve(2 * how_.actors);
    root_plan_ = {.id = "root", .supervises = true};
    world_->supervisors.push_back("root");
    const directory& places = world_->places;
    for (otp::child_spec& server :
         std::vector{otp::child_registry("keys", places.keys), otp::child_registry("topics", places.topics),
                     otp::child_pg("groups", places.groups)})
      root_plan_.children.push_back({.id = server.id, .name = {}, .spec = std::move(server)});
    while (planned_ < how_.actors) root_plan_.children.push_back(random_supervisor(3));
    root_plan_.children.push_back(random_worker());  // there is always one
    // Whatever gives up below, the root does not: the storm is to end in a whole tree.
    root_ = otp::start_supervisor({.intensity = 1'000'000'000, .name = "root"}, specs_of(root_plan_.children));
    book_.actors += world_->supervisors.size();
  }

  // ---- the storm: the main actor -----------------------------------------------------------------------------------

  void disturb() {
    const std::vector<otp::pid> everybody = otp::processes();
    const otp::pid victim = dice_.one_of(everybody);
    if (dice_.percent(50)) watched_.emplace(otp::monitor(victim), victim);
    if (victim == otp::self() || victim == root_.pid() || otp::whereis_name("gardener") == victim) return;
    static const std::array<otp::exit_reason, 4> reasons = {otp::kill, otp::shutdown, otp::normal, "storm"};
    ++book_.faults;
    otp::exit(victim, dice_.one_of(reasons));
  }

  /// What has come to the main actor so far.
  void hear() {
    while (otp::receive([&](const otp::down& d) { return heard(d); },  //
                        [](const otp::exit_message&) { return true; }, otp::after(0s, [] { return false; })))
      ;
  }
  bool heard(const otp::down& d) {
    ++book_.downs;
    book_.check(watched_.erase(d.ref) == 1, [&] { return "a second or unwanted down of " + to_string(d.pid); });
    book_.check(!otp::is_process_alive(d.pid), [&] { return to_string(d.pid) + " is alive after its down"; });
    const auto has_not = [&](const otp::actor_name& name) {
      book_.check(otp::whereis_name(name) != d.pid,
                  [&] { return to_string(d.pid) + " has the name " + name.text() + " after its down"; });
    };
    for (const otp::actor_name& name : world_->workers) has_not(name);
    for (const std::string& name : world_->supervisors) has_not(name);
    for (int name = 0; name < directory::names; ++name) {
      has_not(world_->places.keys.via(name));
      for (const auto& each : world_->places.topics.lookup(name))
        book_.check(each.owner != d.pid, [&] { return to_string(d.pid) + " subscribes after its down"; });
    }
    return true;
  }

  // ---- afterwards --------------------------------------------------------------------------------------------------

  void settle() {
    std::string problem;
    const bool settled = otp::eventually(
        [&] {
          hear();
          alive_ = {otp::self()};
          try {
            problem = what_is_wrong_with(root_plan_, root_);
          } catch (const otp::exit_exception& e) {
            problem = e.what();
          }
          const std::vector<otp::pid> everybody = otp::processes();
          if (problem.empty() && alive_ != std::set(everybody.begin(), everybody.end()))
            problem = std::to_string(everybody.size()) + " actors are alive, and specified are " +
                      std::to_string(alive_.size());
          return problem.empty();
        },
        how_.settles);
    book_.check(settled, [&] { return "the tree is not whole after the storm: " + problem; });
  }

  /// Empty, or what is not yet as specified. Collects who has to be alive.
  std::string what_is_wrong_with(const plan& node, const otp::supervisor_ref& sup) {
    alive_.insert(sup.pid());
    std::map<std::string, otp::child_info> children;
    for (const otp::child_info& c : otp::which_children(sup)) {
      if (c.status == otp::child_info::state::running) alive_.insert(c.pid);
      // Children of a pool have no ids; the gardener's are of no concern once they have ended.
      if (!node.pool && c.id[0] != 'x') children.emplace(c.id, c);
    }
    if (node.pool) return {};
    for (const plan& child : node.children) {
      const auto found = children.find(child.id);
      if (found == children.end()) {
        if (child.restart != otp::temporary) return child.id + " is missing under " + node.id;
        continue;
      }
      const otp::child_info info = found->second;
      children.erase(found);
      if (info.status == otp::child_info::state::stopped) {
        otp::restart_child(sup, child.id);  // ended normally, or by the gardener
        return child.id + " was stopped";
      }
      if (info.status == otp::child_info::state::restarting) return child.id + " is restarting";
      if (!child.name.empty() && otp::whereis_name(child.name) != info.pid) return child.id + " has not got its name";
      if (!child.supervises) continue;
      if (std::string wrong = what_is_wrong_with(child, otp::supervisor_ref(info.pid)); !wrong.empty()) return wrong;
    }
    return children.empty() ? "" : children.begin()->first + " is not specified under " + node.id;
  }

  /// Each monitor on an actor that is dead has fired or fires now; each on a living one is still there.
  void audit_monitors() {
    for (const auto& [ref, watched] : std::exchange(watched_, {})) {
      if (otp::is_process_alive(watched)) {
        book_.check(otp::demonitor(ref, otp::flush), [] { return "a monitor on a living actor was not active"; });
        continue;
      }
      const bool came = otp::receive(
          otp::when([&, r = ref](const otp::down& d) { return d.ref == r; }, [](const otp::down&) { return true; }),
          otp::after(how_.settles, [] { return false; }));
      book_.check(came, [&, w = watched] { return "no down of " + to_string(w); });
    }
  }

  /// What the workers say of their messages. The second time it is final: after the first, each has done what it was
  /// doing when calm came, and ended perhaps, and others by their links with it.
  std::map<otp::pid, tallies> ask_all() {
    for (;;) {
      std::map<otp::pid, tallies> all;
      try {
        for (int i = 0; i < 2; ++i)
          for (const otp::actor_name& name : world_->workers)
            if (const otp::pid w = otp::whereis_name(name)) all.insert_or_assign(w, otp::call(w, tally{}));
        return all;
      } catch (const otp::exit_exception&) {
        settle();
      }
    }
  }

  /// Of all that was sent between two actors that are alive, nothing is missing.
  void audit_messages() {
    std::map<otp::pid, tallies> all = ask_all();
    for (const auto& [from, its] : all)
      for (const auto& [to, sent] : its.sent) {
        const auto receiver = all.find(to);
        if (receiver == all.end()) continue;
        const std::uint64_t received = receiver->second.received[from];
        book_.check(received == sent, [&, f = from, t = to, s = sent] {
          return std::to_string(received) + " of " + std::to_string(s) + " messages came from " + to_string(f) +
                 " to " + to_string(t);
        });
      }
  }

  // Servers hear of the last ends when they get to it.
  void audit_places() {
    std::string problem;
    const bool tidy = otp::eventually(
        [&] {
          hear();
          try {
            problem = what_is_wrong_with(world_->places);
          } catch (const otp::exit_exception& e) {
            problem = e.what();
          }
          return problem.empty();
        },
        how_.settles);
    book_.check(tidy, [&] { return "after the storm " + problem; });
  }

  std::string what_is_wrong_with(const directory& places) {
    const std::vector<otp::pid> all = otp::processes();
    const std::set<otp::pid> living(all.begin(), all.end());
    std::map<otp::pid, std::set<int>> held;
    std::set<int> keys;
    long marked = 0;
    for (const auto& [key, entry] : places.keys.entries()) {
      if (!living.contains(entry.owner)) return "the dead " + to_string(entry.owner) + " holds a key";
      if (!keys.insert(key).second) return "two hold the key " + std::to_string(key);
      if (otp::whereis_name(places.keys.via(key)) != entry.owner) return "a key leads to another than its holder";
      if (entry.value) held[entry.owner].insert(key);
    }
    for (const auto& [owner, its] : held) marked += static_cast<long>(its.size());
    for (const auto& [topic, entry] : places.topics.entries()) {
      if (!living.contains(entry.owner)) return "the dead " + to_string(entry.owner) + " subscribes";
      ++marked;
    }
    if (const long entries = places.mark.use_count() - 1; entries != marked)
      return std::to_string(entries) + " entries are there, and " + std::to_string(marked) + " of the living";
    for (const int group : places.groups.which_groups())
      for (const otp::pid& each : places.groups.get_members(group))
        if (!living.contains(each)) return "the dead " + to_string(each) + " is in a group";
    std::map<otp::pid, tallies> told = ask_all();
    for (const auto& [owner, its] : held) told.try_emplace(owner, otp::call(owner, tally{}));
    for (const auto& [each, its] : told) {
      if (its.keys != held[each]) return to_string(each) + " holds other keys than it knows of";
      if (!its.knows_its_group) return to_string(each) + " was told of other members than there are";
    }
    return {};
  }

  void fell() {
    const otp::ref gone = otp::monitor(root_.pid());
    otp::exit(root_.pid(), otp::shutdown);
    otp::expect(otp::when([&](const otp::down& d) { return d.ref == gone; }, [](const otp::down&) {}), how_.settles);
    // A supervisor whose shutdown time was too short has been killed, and the links end its children after it.
    book_.check(otp::eventually([] { return otp::processes().size() == 1; }, how_.settles),
                [] { return std::to_string(otp::processes().size() - 1) + " actors have outlived their tree"; });
    // Who is doomed is no longer listed, but has its name until it has unwound.
    book_.check(otp::eventually([] { return otp::registered().empty(); }, how_.settles),
                [] { return "names are left: " + otp::registered().front(); });
    const directory& places = world_->places;
    book_.check(places.keys.count() + places.topics.count() + places.groups.which_groups().size() == 0,
                [] { return "keys or groups are left of actors that have all ended"; });
  }

  const storm_options how_;
  ledger& book_;
  dice dice_;
  const std::shared_ptr<world> world_;
  std::size_t planned_ = 0;
  plan root_plan_;
  otp::supervisor_ref root_;
  std::map<otp::ref, otp::pid> watched_;
  std::set<otp::pid> alive_;
};

}  // namespace

void storm(const storm_options& how, ledger& book) { forest(how, book).run(); }

}  // namespace stress
