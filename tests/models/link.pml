/* link.pml - two actors link and unlink each other while one of them ends, for spin (src/primitives/link.cpp,
   src/process/).

   A traps exits and lives on; it links and unlinks B twice in any order, and hears of B's end at most as a message.
   B, which may be doomed by an exit signal at any moment, does the same to A, and ends. It proves, within that scope:
   a link stands in both tables or in neither while both live (invariant 3 of process.hpp); one end is told once at
   most; it is told nothing after its unlink() has returned; it is always told of a link that stood, or link() itself
   says noproc; no entry is left; and the two mutexes make no deadlock.

   How to read it: see mailbox.pml.

   Broken on purpose, and found:
     -DBROKEN_propagate_without_looking  the exit signal does not ask whether the link still stands
     -DBROKEN_one_sided                  link() enters the link into the caller's table alone
     -DBROKEN_one_table_unlinked         unlink() removes it from the caller's table alone
     -DBROKEN_over_not_asked             link() does not ask whether the other is over already
     -DBROKEN_table_taken_too_early      detach_state() takes the table before it sets `over`, under another lock
     -DBROKEN_own_mutex_first            each locks itself first, instead of the smaller pid */

#define OPERATIONS 2  /* of each actor */

mtype = { alive, doomed, over };       /* process::status, without `ending`, which links do not tell from `doomed` */

bool mutex_a = false, mutex_b = false;
mtype status_b = alive;                /* guarded by mutex_b */
bool links_a = false;                  /* A's table has B; guarded by mutex_a */
bool links_b = false;                  /* B's table has A; guarded by mutex_b */

/* what A has been told, and what it may expect */
byte exit_messages = 0, noprocs = 0;
byte ended = 0;                        /* of a, b and killer */
bool unlinked = false;                 /* the last that happened to the link was an unlink that has returned to A */

inline lock_a() { atomic { !mutex_a -> mutex_a = true } }
inline lock_b() { atomic { !mutex_b -> mutex_b = true } }
/* class both: the smaller pid first, for both of them. A's is the smaller. */
inline both(by_b) {
#ifdef BROKEN_own_mutex_first
  if
  :: by_b -> lock_b(); lock_a()
  :: else -> lock_a(); lock_b()
  fi
#else
  lock_a(); lock_b()
#endif
}
inline unlock_both() { mutex_b = false; mutex_a = false }

/* link(b), called by A */
inline a_links() {
  both(false);
  if
  :: links_a -> unlock_both()                             /* me.links.contains(other) */
#ifdef BROKEN_over_not_asked
  :: !links_a ->
#else
  :: !links_a && status_b != over ->
#endif
     unlinked = false;
     links_a = true;                                      /* tie */
#ifndef BROKEN_one_sided
     links_b = true;
#endif
     unlock_both()
#ifndef BROKEN_over_not_asked
  :: !links_a && status_b == over ->
     unlock_both();
     lock_a();
     noprocs++;                                           /* to_me.exit_signal(other, noproc) */
     mutex_a = false
#endif
  fi
}

/* unlink(b), called by A */
inline a_unlinks() {
  both(false);
  if
  :: links_a ->                                           /* me.links.erase(other) */
     links_a = false;
#ifndef BROKEN_one_table_unlinked
     links_b = false
#endif
  :: else
  fi;
  unlinked = true;
  unlock_both()
}

/* The same, called by B. A is never over. */
inline b_links() {
  both(true);
  if
  :: links_b
  :: !links_b ->
     unlinked = false;
     links_b = true;
#ifndef BROKEN_one_sided
     links_a = true
#endif
  fi;
  unlock_both()
}
inline b_unlinks() {
  both(true);
  if
  :: links_b -> links_b = false; links_a = false
  :: else
  fi;
  unlock_both()
}

active proctype a() {
  byte done = 0;
  do
  :: done < OPERATIONS ->
     done++;
     if
     :: true -> a_links()
     :: true -> a_unlinks()
     fi
  :: true -> break
  od;
  ended++
}

active proctype b() {
  byte done = 0;
  bool left = false;
  do
  :: done < OPERATIONS && status_b == alive ->            /* checkpoint() */
     done++;
     if
     :: true -> b_links()
     :: true -> b_unlinks()
     fi
  :: true -> break
  od;
  lock_b();                                               /* begin_end */
  status_b = doomed;
  mutex_b = false;
  lock_b();                                               /* detach_state: over, and the table taken, in one */
#ifdef BROKEN_table_taken_too_early
  left = links_b;
  links_b = false;
  mutex_b = false;
  lock_b();
  status_b = over;
#else
  status_b = over;
  left = links_b;
  links_b = false;
#endif
  mutex_b = false;
  if
  :: left ->                                              /* process_link::propagate, to A */
     lock_a();
     if
#ifdef BROKEN_propagate_without_looking
     :: true ->
#else
     :: links_a ->                                        /* other.links.erase(ended) != 0 */
#endif
        links_a = false;
        assert(!unlinked);
        exit_messages++
#ifndef BROKEN_propagate_without_looking
     :: else
#endif
     fi;
     mutex_a = false
  :: else
  fi;
  ended++
}

/* delivery::doom, by an exit signal of a third actor */
active proctype killer() {
  lock_b();
  if
  :: status_b == alive -> status_b = doomed
  :: else
  fi;
  mutex_b = false;
  ended++
}

/* At any moment at which no thread holds a mutex. */
active proctype always() {
  atomic { !mutex_a && !mutex_b -> assert(status_b == over || links_a == links_b) }
}

/* When all of them have ended. */
active proctype finally() {
  atomic {
    ended == 3 ->
    assert(exit_messages <= 1);
    assert(!links_a && !links_b)                          /* each link that stood has been heard of, or taken back */
  }
}
