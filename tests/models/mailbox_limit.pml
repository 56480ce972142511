/* mailbox_limit.pml - senders that a full mailbox blocks, for spin (the protocol at the top of
   src/process/blocked_senders.cpp).

   Three senders send a message each to a mailbox with the limit 1, which another message fills already. The receiver
   takes them all, or ends at some moment. One sender gets an exit signal at some moment, which ends its wait, or does
   not (hold_exits), and then it may be abandoned. It proves, within that scope: no sender is blocked for ever; messages
   arrive in the order in which their senders came; the receiver touches no entry whose sender has left; an abandoned
   one is not heard after its `down`; the limit holds.

   How to read it: see mailbox.pml. What is done with the receiver's mutex held is one `atomic` here: it looks only once
   at what others change without the mutex, so spin would find nothing new between its parts.

   Broken on purpose, and found:
     -DBROKEN_full_seen_too_early  the sender looks whether there is room before it has the mutex
     -DBROKEN_newcomer_overtakes   a sender that finds room does not look whether others wait
     -DBROKEN_killed_one_stays     a sender that an exit signal unwinds does not remove its entry
     -DBROKEN_alert_before_answer  the receiver wakes the sender and writes the answer afterwards
     -DBROKEN_entry_after_answer   the receiver reads from the entry whom to alert when it has written the answer
     -DBROKEN_end_releases_none    the receiver ends without answering those that wait
     -DBROKEN_abandoned_is_heard   the receiver does not ask may_signal() before it sends for a sender */

#define SENDERS 3
#define LIMIT 1
#define VICTIM 0                       /* gets the exit signal */

byte pushed = 1, taken = 0;            /* of its mailbox; taken is written without the mutex */
bool ending = false;                   /* its status is ending or over */
chan blocked_senders = [SENDERS] of { byte };

/* the entry of each sender */
bool entered[SENDERS];                 /* it exists, on its sender's stack */
bool answer[SENDERS];                  /* blocked_sender::answer is not none */
bool alerted[SENDERS];                 /* the sender's mailbox: alerted_ */

bool doomed = false;                   /* the victim's pending_flags */
bool abandoned = false;                /* the victim's */
bool down_sent = false;                /* the receiver has been told of the victim's end */
byte senders_done = 0;

/* for the order: each message draws a ticket when its sender first has the mutex */
byte tickets = 0, last_pushed = 0;
byte ticket[SENDERS];

/* may_signal(). With the mutex held. */
#define may_signal(who) (who != VICTIM || !abandoned)

/* delivery::message for this sender, with the mutex held */
inline push(who) {
  if
#ifdef BROKEN_abandoned_is_heard
  :: !ending ->
#else
  :: !ending && may_signal(who) ->
#endif
     assert(ticket[who] > last_pushed);                   /* first come, first served */
     assert(!(who == VICTIM && down_sent));
     last_pushed = ticket[who];
     pushed++;
     assert(pushed - taken <= LIMIT)
  :: else                                                 /* dropped */
  fi
}

/* send_message with delivery::await_room */
proctype sender(byte me) {
  bool no_room = false, blocked = false;
#ifdef BROKEN_full_seen_too_early
  no_room = (pushed - taken >= LIMIT);
#endif
  atomic {
    tickets++;
    ticket[me] = tickets;
#ifndef BROKEN_full_seen_too_early
    no_room = (pushed - taken >= LIMIT);
#endif
#ifndef BROKEN_newcomer_overtakes
    no_room = no_room || len(blocked_senders) > 0;
#endif
    if
    :: ending || !no_room -> push(me)
    :: else ->                                            /* 1. place_in_queue */
       entered[me] = true;
       blocked_senders ! me;
       blocked = true
    fi
  };
  if
  :: blocked ->
     do
     :: answer[me] -> break                               /* 3. entry.answered() */
     :: !answer[me] ->
        atomic { alerted[me] -> alerted[me] = false };    /* 2. wait_for_alert(never) */
        if
        :: me == VICTIM && doomed -> break                /* checkpoint() throws */
        :: true                                           /* no exit signal, or hold_exits */
        fi
     od;
#ifndef BROKEN_killed_one_stays
     atomic {                                             /* 4. ~place_in_queue */
       if
       :: !answer[me] -> blocked_senders ?? eval(me)
       :: answer[me]
       fi
     };
#endif
     entered[me] = false
  :: !blocked
  fi;
  senders_done++
}

/* process::admit_blocked_senders, by the receiver's thread or by the one that speaks for it */
inline admit_blocked_senders() {
  do
  :: atomic {
       len(blocked_senders) > 0 && (ending || pushed - taken < LIMIT) ->
       blocked_senders ? first;                           /* b. */
       assert(entered[first]);
       push(first);
#ifndef BROKEN_alert_before_answer
       answer[first] = true
     };
#ifdef BROKEN_entry_after_answer
     assert(entered[first]);
#endif
     alerted[first] = true                                /* c. one step stands for all of mailbox::alert */
#else
     };
     alerted[first] = true;
     answer[first] = true
#endif
  :: !(len(blocked_senders) > 0 && (ending || pushed - taken < LIMIT)) -> break
  od
}

/* A receive, again and again; or the end of the actor at some moment (begin_end; detach_state when it is abandoned). */
proctype receiver() {
  byte first;
  do
  :: pushed > taken ->
     taken++;                                             /* a. box.take */
     admit_blocked_senders()
  :: pushed == taken && senders_done == SENDERS -> break
  :: true ->
     ending = true;
#ifndef BROKEN_end_releases_none
     admit_blocked_senders();                             /* d. */
#endif
     break
  od
}

/* An exit signal to the victim, and its abandonment: detach_state() sets the flag, then the receiver gets a `down`. */
proctype killer() {
  doomed = true;
  alerted[VICTIM] = true;
  if
  :: true
  :: true ->
     abandoned = true;
     down_sent = true
  fi
}

init { atomic { run sender(0); run sender(1); run sender(2); run receiver(); run killer() } }
