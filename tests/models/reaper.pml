/* reaper.pml - threads of actors that end, one that joins, and the system's end (src/process/reaper.hpp), for spin.

   Three threads end; the last of them may stick in the destructor of a thread_local object for ever. An actor joins the
   first, and may be ended by an exit signal meanwhile. When all have told their ends, the system's end may come, and
   gives up the one that sticks. It proves, within that scope: the joiner never waits for ever, whichever thread sticks;
   no thread waits for ever for another, or for itself; each is joined or detached once; while the system goes on, at
   most one of those that have returned is left unjoined; none touches the entry of a joiner that has gone.

   How to read it: see mailbox.pml. What is done with the reaper's mutex held is one `atomic` here: all that it looks at
   is guarded by that mutex, so spin would find nothing new between its parts.

   Broken on purpose, and found:
     -DBROKEN_looks_before_it_enters     the joiner looks at the phase, and then enters itself
     -DBROKEN_killed_one_stays           a joiner that an exit signal unwinds does not remove its entry
     -DBROKEN_resigns_without_a_look     the reaper finds none, and ceases to be the reaper in a second step
     -DBROKEN_two_reapers                a thread that has returned does not ask whether there is a reaper
     -DBROKEN_joins_itself               the reaper leaves its own handle among the others
     -DBROKEN_joins_strangers_first      as once: the reaper takes handles of threads that have only left, and tells its
                                         joiner afterwards
     -DBROKEN_given_up_comes_back        a thread that was given up does not ask whether it was */

#define THREADS 3
#define STICKS 2                       /* may stick */
#define JOINED 0                       /* whom J joins */

mtype = { acts, left, returned, not_awaited };

mtype phase[THREADS] = acts;
bool to_join[THREADS];                 /* its handle is in returned_ */
bool reaping = false;                  /* there_is_a_reaper_ */
byte lefts = 0;                        /* left_ */

bool stuck = false;                    /* the last one, in a destructor */
bool exited[THREADS];                  /* the operating system's: a join of it returns */
byte joined[THREADS];                  /* how often it was joined or detached */
bool system_ends = false, system_ended = false;

/* J's entry and mailbox */
bool entered = false, gone = false;
bool alerted = false, doomed = false;

#define any_to_join (to_join[0] || to_join[1] || to_join[2])
inline choose(one) {
  if
  :: to_join[0] -> one = 0
  :: !to_join[0] && to_join[1] -> one = 1
  :: else -> one = 2
  fi
}

inline resign() { to_join[me] = true; reaping = false }

/* 4.: join_returned(), and what follows it */
inline join_returned() {
  do
  :: atomic { any_to_join -> choose(other); to_join[other] = false };
     exited[other];                                       /* handle.join() */
     joined[other]++
#ifdef BROKEN_joins_strangers_first
  :: atomic { me != STICKS && phase[STICKS] == left -> other = STICKS };
     exited[other]
#endif
#ifndef BROKEN_resigns_without_a_look
  :: atomic { !any_to_join -> resign() }; break
#else
  :: !any_to_join -> break
#endif
  od;
#ifdef BROKEN_resigns_without_a_look
  atomic { resign() }
#endif
}

inline tell_joiner() {
  atomic { found = (entered && me == JOINED); if :: found -> assert(!gone); entered = false :: else fi };
  if
  :: found -> alerted = true                              /* mailbox::alert */
  :: else
  fi
}

proctype thread(byte me) {
  byte other;
  bool mine = false, found = false;
  atomic { phase[me] = left; lefts++ };                   /* 1. left() */
  if                                                      /* the user's destructors */
  :: me == STICKS -> stuck = true; system_ended           /* long after the system's end */
  :: true
  fi;
  atomic {                                                /* 2. returned() */
    if
#ifdef BROKEN_given_up_comes_back
    :: true ->
#else
    :: phase[me] == left ->
#endif
       assert(joined[me] == 0);
       phase[me] = returned;
       lefts--;
#ifndef BROKEN_two_reapers
       mine = !reaping;
#else
       mine = true;
#endif
       if
       :: mine -> reaping = true
       :: else -> to_join[me] = true
       fi;
#ifdef BROKEN_joins_itself
       to_join[me] = true
#endif
#ifndef BROKEN_given_up_comes_back
    :: else
#endif
    fi
  };
#ifndef BROKEN_joins_strangers_first
  tell_joiner();                                          /* 3. */
#endif
  if
  :: mine -> join_returned()
  :: else
  fi;
#ifdef BROKEN_joins_strangers_first
  tell_joiner();
#endif
  exited[me] = true
}

/* otp::join */
active proctype joiner() {
#ifdef BROKEN_looks_before_it_enters
  if
  :: phase[JOINED] == returned -> goto leaves
  :: else
  fi;
  entered = true;
#else
  entered = true;                                         /* a. */
  if
  :: phase[JOINED] == returned -> goto leaves             /* b. */
  :: else
  fi;
#endif
  do
  :: atomic { alerted -> alerted = false };               /* c. */
     if
     :: phase[JOINED] == returned || doomed -> break
     :: else
     fi
  od;
leaves:
#ifndef BROKEN_killed_one_stays
  entered = false;                                        /* ~joiner */
#endif
  gone = true
}

active proctype killer() {
  if
  :: true -> doomed = true; alerted = true
  :: true
  fi
}

/* await_told(), reaper::end() */
proctype ends_system() {
  byte other, me;
  atomic { phase[0] != acts && phase[1] != acts && phase[2] != acts -> system_ends = true };
  atomic { !reaping -> reaping = true };                  /* x. */
  lefts == 0 || stuck;                                    /* y.; time is up */
  do
  :: atomic { any_to_join -> choose(other); to_join[other] = false };
     exited[other];
     joined[other]++
  :: atomic {                                             /* z. */
       !any_to_join && phase[STICKS] == left && lefts == 1 && stuck ->
       phase[STICKS] = not_awaited;
       lefts--;
       joined[STICKS]++
     }
  :: atomic { !any_to_join && lefts == 0 -> break }
  od;
  assert(joined[0] == 1 && joined[1] == 1 && joined[2] == 1);
  system_ended = true
}

/* While the system goes on, and all have come as far as they will. */
active proctype meanwhile() {
  if
  :: atomic {
       exited[0] && exited[1] && (exited[2] || stuck) && !system_ends ->
       assert(to_join[0] + to_join[1] + to_join[2] <= 1)
     }
  :: system_ends
  fi
}

init { atomic { run thread(0); run thread(1); run thread(2); run ends_system() } }
