%% statem_timeouts.erl - the twins of statem_timeouts_test.cpp: the same rows on the real BEAM.
-module(statem_timeouts).
-export([rows/0]).
-import(scene, [hear_all/0]).
-import(machine, [start/0, start/1, queue/2, goes/1, goes/2, keeps/1, postpones/0, repeats/0, in/2]).

named(Name, Time, Event) -> {{timeout, Name}, Time, Event}.
both_timeouts() -> keeps([{state_timeout, 20, state}, named(n, 20, named)]).
at_40(That) -> keeps([named(it, 80, old), named(now, 40, {'at 40', That}), named('first mark', 60, 'mark at 60'),
                      named('second mark', 100, 'mark at 100')]).

rows() -> [
{"STM-07", fun() -> M = start(), queue(M, [{arm, keeps({state_timeout, 40, timeout})}, other]), hear_all(),
    queue(M, [{arm, keeps({state_timeout, 40, never})}, {go, goes(b)}]), hear_all(),
    gen_statem:cast(M, {back, goes(a, {state_timeout, 40, 'of a'})}), hear_all() end},
{"STM-08", fun() -> M = start(), Arm = {arm, keeps({timeout, 40, bored})}, gen_statem:cast(M, Arm), hear_all(),
    queue(M, [Arm, other]), hear_all(),
    gen_statem:cast(M, {go, keeps([{timeout, 40, never}, {next_event, internal, inserted}])}), hear_all() end},
{"STM-09", fun() -> M = start(), Arm = {arm, keeps([named('1', 20, first), named('2', 40, second)])},
    queue(M, [Arm, {go, goes(b)}]), hear_all(),
    queue(M, [Arm, {again, keeps([named('1', 60, new), {{timeout, '2'}, cancel}])}]), hear_all() end},
{"STM-22", fun() -> M = start(),
    queue(M, [{arm, keeps({state_timeout, 40, old})}, {update, keeps({state_timeout, update, new})}]), hear_all(),
    queue(M, [{'update none', keeps({{timeout, named}, update, 'at once'})},
              {twice, keeps([named(named, 0, '1'), named(named, 20, '2')])},
              {'set and update', keeps([{state_timeout, 40, '3'}, {state_timeout, update, '4'}])}, later]),
    hear_all() end},
{"STM-34", fun() -> M = start(), queue(M, [{arm, keeps({state_timeout, 40, timeout})}, {repeat, repeats()}]),
    hear_all() end},
{"STM-37", fun() -> M = start(),
    queue(M, [{arm, keeps({state_timeout, 0, {timeout, in(a, postpones())}})}, {go, goes(b)}]), hear_all() end},
{"STM-41", fun() -> M = start(),
    queue(M, [{go, keeps([named('2', 0, 'named 2'), {state_timeout, 0, state}, named('1', 0, 'named 1')])}, later]),
    hear_all() end},
{"STM-42", fun() -> M = start(), queue(M, [{go, keeps({timeout, 0, timeout})}, later]), hear_all() end},
{"STM-43", fun() -> M = start(), queue(M, [{'1', in(a, postpones())}, {go, goes(b, {timeout, 20, never})}]),
    hear_all() end},
{"STM-45", fun() -> M = start(),
    Both = fun(Time) -> keeps([{state_timeout, Time, never}, named(named, Time, 'nor this')]) end,
    queue(M, [{arm, Both(40)}, {'end', Both(infinity)}]), hear_all() end},
{"STM-46", fun() -> M = start(),
    Cancels = {cancels, keeps({state_timeout, cancel})},
    gen_statem:cast(M, {go, keeps([{state_timeout, 0, never}, {next_event, internal, Cancels}])}), hear_all() end},
{"STM-47", fun() -> M = start(),
    queue(M, [{arm, both_timeouts()}, {busy, fun(_, _) -> timer:sleep(60),
        {keep_state_and_data, [{state_timeout, cancel}, {{timeout, n}, cancel}]} end}]),
    hear_all() end},
{"STM-48", fun() -> M = start(),
    queue(M, [{arm, both_timeouts()}, {busy, fun(_, D) -> timer:sleep(60), {next_state, b, D} end}]),
    hear_all() end},
{"STM-49", fun() -> M = start(),
    Busy = {busy, fun(_, _) -> gen_statem:cast(self(), early), timer:sleep(80), gen_statem:cast(self(), late),
                               keep_state_and_data end},
    gen_statem:cast(M, {arm, keeps([{state_timeout, 40, timeout}, {next_event, internal, Busy}])}), hear_all() end},
{"STM-50", fun() -> M = start(),
    gen_statem:cast(M, {update, at_40(keeps({{timeout, it}, update, 'at 80'}))}), hear_all(),
    gen_statem:cast(M, {set, at_40(keeps(named(it, 80, 'at 120')))}), hear_all() end},
{"STM-51", fun() ->
    M = start(#{enter => fun(a, _) -> keep_state_and_data;
                            (b, _) -> {keep_state_and_data, {state_timeout, 40, 'of enter'}};
                            (c, _) -> {keep_state_and_data, {state_timeout, update, 'at once'}} end}),
    gen_statem:cast(M, {go, goes(b, {state_timeout, 20, 'of go'})}), hear_all(),
    queue(M, [{go, goes(c, {state_timeout, 20, 'of go'})}, later]), hear_all() end},
{"STM-72", fun() -> M = start(),
    queue(M, [{go, goes(b, [{state_timeout, 0, never}, {next_event, internal, {further, goes(c)}}])}, later]),
    hear_all() end},
{"STM-73", fun() -> M = start(),
    queue(M, [{'1', in(a, postpones())}, {go, goes(b, [{state_timeout, 0, state}, named(n, 0, named)])}, later]),
    hear_all() end},
{"STM-74", fun() -> M = start(),
    queue(M, [{'1', in(a, postpones())}, {go, goes(b, {timeout, 0, never})},
              {insert, keeps([{timeout, 0, never}, {next_event, internal, inserted}])}, later]),
    hear_all() end}
].
