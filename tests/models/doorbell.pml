/* doorbell.pml - the bell of an actor that polls, or whose bell is lent (src/process/mailbox.cpp), for spin.

   Two senders push messages, a third thread gives one alert (an exit signal). The owner receives until it has had all,
   each time in one of three ways: it polls, its own bell among the descriptors (begin_poll, end_poll); it parks, as a
   plain receive does; or, its bell being lent, another event loop waits for the bell and then lets it receive until a
   receive finds nothing. Then it ends and its bell is closed, and the number of that descriptor is a stranger's.
   spin runs every interleaving of these steps. It proves, within that scope and for sequentially consistent memory: the
   owner never waits for ever while there is something for it (invariant 5 of mailbox.hpp); the other loop is not woken
   for ever when there is nothing (assert in lent_receive); and no one writes into the stranger's descriptor.

   How to read it: as mailbox.pml.

   Broken on purpose, and found:
     -DBROKEN_no_second_look      begin_poll does not look once more under the mutex
     -DBROKEN_hushed_too_late     the bell is hushed after the mutex is released: it may have been rung meanwhile
     -DBROKEN_rung_after_unlock   push() rings as it wakes: after unlocking
     -DBROKEN_park_keeps_silent   park() does not ring a bell that is lent
     -DBROKEN_alert_is_dropped    a receive that finds nothing drops an alert, and does not ring for it
     -DBROKEN_alert_is_kept       it rings for the alert, and does not drop it */

#define SENDERS 2
#define ALL SENDERS        /* one message each */

mtype = { no, for_alert, polls_for_alert, for_message, polls_for_message };  /* mailbox::parked */

bool mutex = false;        /* mutex_ */
mtype parked = no;         /* parked_ */
bool rings = false;        /* the descriptor is readable: rings_ says the same, with the mutex held */
bool open = true;          /* bell_ is not null */
byte pushed = 0;           /* pushed_ */
bool alerted = false;      /* alerted_ */
bool asleep = false;       /* the owner is in waiter_.woken.wait() */
bool doomed = false;       /* what the alert is about: pending_flags */

/* owner's thread only */
bool lent = false;
byte drained = 0;

inline lock() { atomic { !mutex -> mutex = true } }
inline unlock() { mutex = false }
inline ring() { atomic { assert(open); rings = true } }

/* mailbox::wake_owner: with the mutex held */
inline wake_owner() {
  if
  :: parked == polls_for_message || parked == polls_for_alert ->
     parked = no;
#ifdef BROKEN_rung_after_unlock
     ring_later = true
#else
     ring()
#endif
  :: else -> parked = no; wake = true
  fi
}
inline unlock_and_wake() {
  unlock();
  if
  :: ring_later -> ring()
  :: else
  fi;
  if
  :: wake -> asleep = false
  :: else
  fi
}

/* mailbox::push, and what ~delivery does after it */
proctype sender() {
  bool wake = false, ring_later = false;
  lock();
  if
  :: open ->                                             /* else the actor is over, and the message is dropped */
     pushed++;
     if
     :: parked == for_message || parked == polls_for_message -> wake_owner()
     :: else
     fi
  :: else
  fi;
  unlock_and_wake()
}

proctype alerter() {
  bool wake = false, ring_later = false;
  lock();
  if
  :: open ->
     doomed = true;
     alerted = true;
     if
     :: parked != no -> wake_owner()
     :: else
     fi
  :: else
  fi;
  unlock_and_wake()
}

/* mailbox::listen_for_bell: with the mutex held. Sets `listens`. */
inline listen_for_bell(how) {
  if
#ifndef BROKEN_no_second_look
  :: alerted || (how == polls_for_message && pushed != drained) -> listens = false
#endif
  :: else ->
#ifndef BROKEN_hushed_too_late
     rings = false;
#endif
     parked = how;
     listens = true
  fi
}

/* What each receive does first: checkpoint() and drain(). */
inline look() {
  if
  :: doomed && !told -> told = true
  :: else
  fi;
  found = (pushed != drained);
  drained = pushed
}

/* wait_for_readiness, free-running. A descriptor that becomes ready is left out: it ends the wait early. */
inline polls() {
  lock();
  listen_for_bell(polls_for_message);
  if
  :: !listens -> alerted = false
  :: else
  fi;
  unlock();
  if
  :: listens ->
#ifdef BROKEN_hushed_too_late
     rings = false;
#endif
     rings -> skip;                                      /* poll() */
     lock();
     parked = no;                                        /* end_poll */
     if
     :: lent -> ring()
     :: else
     fi;
     unlock()
  :: else
  fi
}

/* mailbox::park(for_message), without a deadline */
inline parks() {
  lock();
  if
  :: alerted -> alerted = false
  :: !alerted && pushed != drained
  :: else ->
     parked = for_message;
     do
     :: parked == for_message ->
        atomic { asleep = true; mutex = false };
        !asleep -> skip;
        lock()
     :: else -> break
     od;
     parked = no;
#ifndef BROKEN_park_keeps_silent
     if
     :: lent -> ring()
     :: else
     fi
#endif
  fi;
  unlock()
}

/* The other loop: when the bell rings, the owner receives until a receive finds nothing (mailbox::set_bell). */
inline lent_receive() {
  quiet = (drained == ALL && told);
  rings -> skip;                                         /* the other loop's poll() */
  for_nothing = (quiet -> for_nothing + 1 : 0);
  assert(for_nothing < 3);
  look();                                                /* receives with after(0s), until one finds nothing */
  lock();
  listen_for_bell(polls_for_message);
  if
  :: listens
  :: else ->
#ifndef BROKEN_alert_is_kept
     alerted = false;
#endif
#ifndef BROKEN_alert_is_dropped
     ring()
#else
     rings = false;
     parked = polls_for_message
#endif
  fi;
  unlock()
}

proctype owner() {
  bool listens, found, told = false, quiet;
  byte for_nothing = 0;
  if
  :: true
  :: lock(); lent = true; ring(); unlock()               /* lend_bell */
  fi;
  do
  :: told && drained == ALL -> break
  :: !(told && drained == ALL) ->
     if
     :: lent -> lent_receive()
     :: true -> look(); if :: !(told && drained == ALL) && !found -> parks() :: else fi
     :: true -> look(); if :: !(told && drained == ALL) && !found -> polls() :: else fi
     fi
  od;
  /* All has come: the other loop is woken a few times at most. */
  if
  :: lent ->
     lent_receive_until_silent: do
     :: rings && for_nothing < 3 -> lent_receive()
     :: else -> break
     od
  :: else
  fi;
  atomic { lock(); parked = no; open = false; unlock() }  /* destroy */
}

init { atomic { run sender(); run sender(); run alerter(); run owner() } }
