/* monitor.pml - an actor monitors another, and takes it back, while that one ends, for spin
   (src/primitives/monitor.cpp, src/process/).

   W makes one or two monitors of T and takes any of them back, or ends itself; T ends at any moment. It proves, within
   that scope: a monitor that is not taken back gives exactly one `down`; after a demonitor() that says true none comes,
   and one that says false finds its `down` in the mailbox already, so that flush removes it (invariants of
   monitor.hpp); demonitor() and the ends leave no entry in a table.

   How to read it: see mailbox.pml.

   Broken on purpose, and found:
     -DBROKEN_fire_without_looking    fire() does not ask whether the monitor still stands in its watcher's table
     -DBROKEN_told_before_the_table   watch() enters the monitor at the watched one first, and then with the watcher
     -DBROKEN_over_not_asked          watch() does not ask whether the watched one is over already
     -DBROKEN_table_taken_too_early   detach_state() takes the table before it sets `over`, under another lock
     -DBROKEN_demonitor_forgets_one   demonitor() leaves the watched one's entry */

#define MONITORS 2

mtype = { kept, taken_back, too_late };  /* what demonitor() has said */

bool mutex_w = false, mutex_t = false;
bool over_t = false;                   /* guarded by mutex_t */
bool in_w[MONITORS];                   /* W's table `monitors`; guarded by mutex_w */
bool in_t[MONITORS];                   /* T's table `watchers`; guarded by mutex_t */

byte downs[MONITORS];                  /* that have been sent to W */
bool made[MONITORS];                   /* watch() has returned */
mtype said[MONITORS] = kept;
bool w_ended = false;
byte ended = 0;                        /* of w and t */

inline lock_w() { atomic { !mutex_w -> mutex_w = true } }
inline lock_t() { atomic { !mutex_t -> mutex_t = true } }

/* process_monitor::fire */
inline fire(i) {
  lock_w();
  if
#ifdef BROKEN_fire_without_looking
  :: true -> in_w[i] = false; downs[i]++
#else
  :: in_w[i] -> in_w[i] = false; downs[i]++               /* monitors.erase(id_) != 0 */
  :: else
#endif
  fi;
  mutex_w = false
}

inline enter_w(i) { lock_w(); in_w[i] = true; mutex_w = false }

/* watch() */
inline watch(i) {
#ifndef BROKEN_told_before_the_table
  enter_w(i);                                             /* me.monitors.emplace */
#endif
  lock_t();
  if
#ifdef BROKEN_over_not_asked
  :: true -> in_t[i] = true; mutex_t = false
#else
  :: !over_t -> in_t[i] = true; mutex_t = false           /* watched.watchers.emplace */
  :: over_t -> mutex_t = false; fire(i)                   /* entry->fire(noproc) */
#endif
  fi;
#ifdef BROKEN_told_before_the_table
  enter_w(i);
#endif
  made[i] = true
}

/* process_monitor::forget */
inline forget(i) { lock_t(); in_t[i] = false; mutex_t = false }

/* demonitor() */
inline take_back(i) {
  lock_w();
  if
  :: in_w[i] ->
     in_w[i] = false;
     mutex_w = false;
#ifndef BROKEN_demonitor_forgets_one
     forget(i);
#endif
     assert(!in_t[i]);
     said[i] = taken_back
  :: else ->
     mutex_w = false;
     assert(downs[i] == 1);                               /* flush looks for it in the mailbox */
     said[i] = too_late
  fi
}

active proctype w() {
  bool left[MONITORS];
  watch(0);
  if
  :: watch(1)
  :: true
  fi;
  if
  :: take_back(0)
  :: true
  fi;
  if
  :: made[1] -> take_back(1)
  :: true
  fi;
  if
  :: true                                                 /* lives on */
  :: true ->                                              /* detach_state: takes what it has made, and forgets it */
     lock_w();
     left[0] = in_w[0]; left[1] = in_w[1];
     in_w[0] = false; in_w[1] = false;
     w_ended = true;
     mutex_w = false;
     if
     :: left[0] -> forget(0)
     :: else
     fi;
     if
     :: left[1] -> forget(1)
     :: else
     fi
  fi;
  ended++
}

active proctype t() {
  bool left[MONITORS];
  lock_t();                                               /* detach_state: over, and the table taken, in one */
#ifndef BROKEN_table_taken_too_early
  over_t = true;
#endif
  left[0] = in_t[0]; left[1] = in_t[1];
  in_t[0] = false; in_t[1] = false;
#ifdef BROKEN_table_taken_too_early
  mutex_t = false;
  lock_t();
  over_t = true;
#endif
  mutex_t = false;
  if
  :: left[0] -> fire(0)
  :: else
  fi;
  if
  :: left[1] -> fire(1)
  :: else
  fi;
  ended++
}

#define right(i)                                                                             \
  (!made[i] || (said[i] == kept && (downs[i] == 1 || (w_ended && downs[i] == 0))) ||         \
   (said[i] == taken_back && downs[i] == 0) || (said[i] == too_late && downs[i] == 1))

/* When both have ended. */
active proctype finally() {
  atomic {
    ended == 2 ->
    assert(right(0));
    assert(right(1));
    assert(!in_w[0] && !in_w[1] && !in_t[0] && !in_t[1])
  }
}
