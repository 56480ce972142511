/* mailbox.pml - a message, an alert and a thread that parks (src/process/mailbox.cpp), step by step, for spin.

   Two senders push two messages each, a third thread gives one alert (an exit signal), and the owner receives until it
   has had all. spin runs every interleaving of these steps. It proves, within that scope and for sequentially
   consistent memory: no message is lost, be it by a count that is raised too early (invariant 2 of mailbox.hpp) or with
   a queue that is replaced; and no wake-up is: the owner never sleeps for ever while there is something for it (3).

   How to read it: a line without `atomic` is one step; between two steps any other thread may run. `a -> b` waits until
   a is true. A thread that waits for ever is an "invalid end state", which spin reports, as it does a false assert.

   Broken on purpose, and found:
     -DBROKEN_no_second_look      park() does not look once more under the mutex
     -DBROKEN_shed_without_asking shed_burst() replaces the queue although a message has come meanwhile
     -DBROKEN_alert_ignores_park  alert() sets its flag and does not look whether the owner is parked
     -DBROKEN_counted_too_early   push() raises pushed_ before the message is in the queue */

#define MESSAGES 2  /* of each sender */
#define SENDERS 2
#define ALL (MESSAGES * SENDERS)
#define BULK 1      /* mailbox::bulk: how many one drain() moves; more at once is a burst */

mtype = { no, for_message, for_alert };  /* mailbox::parked */

bool mutex = false;        /* mutex_ */
mtype parked = no;         /* parked_, guarded by the mutex */
byte pushed = 0;           /* pushed_, written with the mutex held, read without */
bool alerted = false;      /* alerted_, the same */
bool has_queue = false;    /* queue_ is not null */
byte in_queue = 0;         /* messages in it */
byte lost = 0;             /* messages that went with a queue that was replaced */
bool asleep = false;       /* the owner is in waiter_.woken.wait() */
bool doomed = false;       /* what the alert is about: pending_flags */

/* owner's thread only */
byte drained = 0;          /* drained_ */
byte most_waiting = 0;     /* most_waiting_ */
byte received = 0;

inline lock() { atomic { !mutex -> mutex = true } }
inline unlock() { mutex = false }

/* mailbox::push, called by delivery::message with the mutex held, and what ~delivery does after it. */
proctype sender() {
  byte sent = 0;
  bool wake;
  do
  :: sent < MESSAGES ->
     wake = false;
     lock();
     has_queue = true;                                   /* if (!queue_) queue_ = make_unique<queue>() */
#ifdef BROKEN_counted_too_early
     pushed++;
     in_queue++;
#else
     in_queue++;                                         /* queue_->items.enqueue */
     pushed++;                                           /* pushed_.store */
#endif
     if
     :: parked == for_message -> parked = no; wake = true
     :: else
     fi;
     unlock();
     if
     :: wake -> asleep = false                           /* wake(): notify_one, after unlocking */
     :: else
     fi;
     sent++
  :: else -> break
  od
}

/* delivery::doom: the flag, mailbox::alert with the mutex held, then wake. */
proctype alerter() {
  bool wake = false;
  lock();
  doomed = true;                                         /* pending_flags.fetch_or(exit_pending) */
  alerted = true;                                        /* alerted_.store */
#ifndef BROKEN_alert_ignores_park
  if
  :: parked != no -> parked = no; wake = true
  :: else
  fi;
#endif
  unlock();
  if
  :: wake -> asleep = false
  :: else
  fi
}

/* mailbox::drain. more: its result. */
inline drain() {
  waiting = pushed - drained;                            /* pushed_.load, without the mutex */
  if
  :: waiting == 0 -> more = false
  :: else ->
     if
     :: waiting > most_waiting -> most_waiting = waiting
     :: else
     fi;
     count = (waiting > BULK -> BULK : waiting);
     atomic {                                            /* try_dequeue_bulk: finds what the count has promised */
       assert(has_queue && in_queue >= count);           /* invariant 2 */
       in_queue = in_queue - count
     };
     drained = drained + count;
     received = received + count;
     if
     :: count == waiting && most_waiting > BULK -> shed_burst()
     :: else
     fi;
     more = true
  fi
}

/* mailbox::shed_burst */
inline shed_burst() {
  lock();
  if
#ifndef BROKEN_shed_without_asking
  :: pushed != drained                                   /* a message has come meanwhile */
#endif
  :: else -> lost = lost + in_queue; in_queue = 0; has_queue = false; most_waiting = 0
  fi;
  unlock()
}

/* mailbox::park(how, deadline). In scheduler::wait the mutex is released and the owner asleep in one step; notify_one
   or the deadline wakes it, and it takes the mutex again. (Waking for no reason is left out: it could only hide that a
   wake-up is lost.) */
inline park(how, has_deadline) {
  lock();
  if
  :: alerted -> alerted = false                          /* alerted_.exchange(false) */
#ifndef BROKEN_no_second_look
  :: !alerted && how == for_message && pushed != drained
#endif
  :: else ->
     parked = how;
     do
     :: parked == how ->
        atomic { asleep = true; mutex = false };
        if
        :: !asleep
        :: has_deadline -> asleep = false
        fi;
        lock();
        if
        :: has_deadline -> break
        :: !has_deadline
        fi
     :: else -> break
     od;
     parked = no                                         /* the deadline came */
  fi;
  unlock()
}

/* A receive without a deadline, until everything has come; now and then a sleep_for instead (wait_for_alert). */
proctype owner() {
  bool more, came, told = false;
  byte waiting, count;
  do
  :: doomed && !told -> told = true                      /* checkpoint() */
  :: told && received == ALL -> break
  :: !(doomed && !told) && !(told && received == ALL) ->
     drain();
     came = more;
     if
     :: !came ->
        if
        :: pushed != drained || alerted -> alerted = false; came = true  /* spin(): something_new() */
        :: true                                          /* does not spin, or gives up */
        fi
     :: else
     fi;
     if
     :: came
     :: !came -> park(for_message, false)
     :: !came && !told -> park(for_alert, true)
     fi
  od;
  assert(lost == 0)
}

init { atomic { run sender(); run sender(); run alerter(); run owner() } }
