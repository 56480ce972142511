%% events.erl - the twins of events_test.cpp: the same rows on the real BEAM.
-module(events).
-export([rows/0]).
-import(scene, [dead/1, note/2, hear_all/0, attempt/2]).
-import(handler, [start/0, add/2, add_supervised/2, which/1, sync/2, sync/3, delete/2, call/3, note_answer/2]).

queue() -> {message_queue_len, N} = process_info(self(), message_queue_len), N.
linked(M) -> {links, All} = process_info(self(), links), note("linked", lists:member(M, All)).

rows() -> [
{"EVT-01", fun() -> M = start(), add(M, a), add(M, b), which(M), sync(M, hello),
    note("all have run", queue() =:= 2), hear_all(),
    [note([Id, " lives in the manager"], call(M, list_to_atom(Id), where) =:= M) || Id <- ["a", "b"]],
    [gen_event:add_handler(M, handler, {self(), Name}) || Name <- [c, d]], which(M), sync(M, hello),
    hear_all() end},
{"EVT-03", fun() -> M = start(), [add(M, Id) || Id <- [a, b, c]], sync(M, crash, b), sync(M, exit, c), hear_all(),
    which(M), sync(M, hello), hear_all(), note_answer("bad", case add(M, bad) of {'EXIT', R} -> {error, R} end),
    which(M) end},
{"EVT-04", fun() -> M = start(),
    [begin add_supervised(M, a), sync(M, What, a), hear_all() end || What <- [crash, exit, remove, swap]], which(M),
    gen_event:stop(M), hear_all() end},
{"EVT-05", fun() -> M = start(), add(M, stays), Row = self(),
    [begin
        Adder = spawn(fun() -> gen_event:add_sup_handler(M, {handler, a}, {Row, a}), Row ! ready,
                               receive stop -> ok; R -> exit(R) end end),
        receive ready -> ok end, which(M), Adder ! How, hear_all()
     end || How <- [gone, stop]], which(M) end},
{"EVT-06", fun() -> M = start(), add(M, a), note_answer("a", call(M, a, ask)), note_answer("b", call(M, b, ask)),
    note_answer("a", call(M, a, crash)), hear_all(), which(M) end},
{"EVT-07", fun() -> M = start(), add(M, a), note_answer("a", delete(M, a)), note_answer("a", delete(M, a)),
    [add(M, Id) || Id <- [a, b, c]], sync(M, remove, b), hear_all(), gen_event:stop(M), hear_all() end},
{"EVT-08", fun() -> M = start(), [add(M, Id) || Id <- [a, b]],
    gen_event:swap_handler(M, {{handler, a}, swapped}, {{handler, c}, {self(), c}}), hear_all(), which(M),
    gen_event:swap_handler(M, {{handler, a}, swapped}, {{handler, d}, {self(), d}}), hear_all(), which(M),
    sync(M, swap, c), hear_all(), which(M) end},
{"EVT-11", fun() -> Gone = dead(gone),
    attempt("notify the dead", fun() -> gen_event:notify(Gone, x) end),
    attempt("notify nobody", fun() -> gen_event:notify(nobody, x) end),
    attempt("sync_notify the dead", fun() -> gen_event:sync_notify(Gone, x) end),
    attempt("sync_notify nobody", fun() -> gen_event:sync_notify(nobody, x) end),
    attempt("call the dead", fun() -> gen_event:call(Gone, handler, x) end),
    attempt("call nobody", fun() -> gen_event:call(nobody, handler, x) end) end},
{"EVT-22", fun() -> M = start(), add_supervised(M, a), note_answer("a", delete(M, a)), hear_all() end},
{"EVT-23", fun() -> M = start(), linked(M), add_supervised(M, a), linked(M), delete(M, a), linked(M), hear_all() end},
{"EVT-24", fun() -> M = start(), add(M, a), [gen_event:notify(M, {What, none}) || What <- ['1', '2', '3']],
    sync(M, '4'), note("all have run", queue() =:= 4), gen_event:notify(M, {'5', none}), hear_all() end},
{"EVT-25", fun() -> M = start(), add_supervised(M, a), process_flag(trap_exit, true), exit(M, kill), hear_all() end}
].
