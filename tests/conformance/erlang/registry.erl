%% registry.erl - the twins of registry_test.cpp: the same rows on the real BEAM.
-module(registry).
-export([rows/0]).
-import(scene, [named/2, name_of/1, idle/1, idle_linked/1, idle_trapping/1, dead/1, settle/0, note/1, note/2, hear/0,
                hear_all/0, attempt/2, tell/2]).

whereis_note(Name) -> note(io_lib:format("whereis ~p", [name_of(whereis(Name))])).

rows() -> [
{"REG-01", fun() -> A = idle_trapping(a), attempt("register", fun() -> register(reg01, A) end), whereis_note(reg01),
    reg01 ! hello, hear(), register(reg01me, self()), reg01me ! myself, hear(),
    note("unknown", whereis(reg01no) =:= undefined) end},
{"REG-02", fun() -> A = idle(a), B = idle(b), register(reg02, A), attempt("another", fun() -> register(reg02, B) end),
    attempt("the same", fun() -> register(reg02, A) end), whereis_note(reg02) end},
{"REG-03", fun() -> A = idle(a), register(reg03, A), attempt("second", fun() -> register(reg03b, A) end),
    unregister(reg03), attempt("after unregister", fun() -> register(reg03b, A) end) end},
{"REG-04", fun() -> A = dead(a), attempt("dead", fun() -> register(reg04, A) end),
    note("free", whereis(reg04) =:= undefined) end},
{"REG-05", fun() -> attempt("no name", fun() -> register(undefined, self()) end) end},
{"REG-06", fun() -> attempt("unregister", fun() -> unregister(reg06) end) end},
{"REG-08", fun() -> attempt("send", fun() -> reg08 ! hello end) end},
{"REG-09", fun() -> process_flag(trap_exit, true), A = idle_linked(a), register(reg09, A), monitor(process, A),
    A ! gone, receive {'EXIT', A, _} = M -> note(scene:text(M)) end,
    attempt("register", fun() -> register(reg09, self()) end) end},
{"REG-12", fun() -> A = idle(a), {P, _} = spawn_monitor(fun() -> register(reg12, A) end), named(b, P), hear(),
    whereis_note(reg12), attempt("unregister", fun() -> unregister(reg12) end) end},
{"REG-13", fun() -> A = idle_trapping(a), register(reg13, self()), reg13 ! first, unregister(reg13),
    register(reg13, A), reg13 ! 2, hear(), hear(), hear() end},
{"REG-15", fun() -> S = self(), [spawn(fun() -> R = try register(reg15, self()), won catch error:badarg -> lost end,
    S ! R, receive stop -> ok end end) || _ <- lists:seq(1, 20)],
    Rs = [receive R -> R end || _ <- lists:seq(1, 20)],
    note(io_lib:format("winners ~p", [length([x || won <- Rs])])) end}
].
