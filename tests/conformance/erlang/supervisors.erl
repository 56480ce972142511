%% supervisors.erl - the twins of supervisors_*_test.cpp: the same rows on the real BEAM.
-module(supervisors).
-export([rows/0, log/2, ended/3, skip/1, hear/1]).
-import(scene, [named/2, idle/1, settle/0, note/1, note/2, hear/0, hear_all/0, attempt/2]).
-import(supervisor, [which_children/1, count_children/1, start_child/2, terminate_child/2, restart_child/2,
                     delete_child/2]).

%% The same helpers as in supervisors.hpp.
spec(Id) -> spec(Id, #{}).
spec(Id, Options) -> spec(Id, Options, #{}).
spec(Id, Options, How) -> maps:merge(#{id => Id, start => {child, start_link, [self(), How, Id]}}, Options).
simple_spec(Options, How) -> maps:merge(#{id => x, start => {child, start_link, [self(), How]}}, Options).
answers(Id, X) -> #{id => Id, start => {child, answer, [X]}}.
fragile(Id, Left) -> #{id => Id, start => {child, fragile, [self(), Left, Id]}}.
no_failures() -> atomics:new(1, []).
sub(Options) -> maps:merge(#{id => sub, start => {sup, start_link, [#{intensity => 0}, [spec(a)]]}, type => supervisor},
    Options).

start(Flags, Specs) -> process_flag(trap_exit, true), {ok, S} = sup:start_link(Flags, Specs), named(sup, S).
skip(N) -> [receive {told, _} -> ok end || _ <- lists:seq(1, N)].
hear(N) -> [hear() || _ <- lists:seq(1, N)].
pid_of(S, Id) -> element(2, lists:keyfind(Id, 1, which_children(S))).
watched(S, Id) -> monitor(process, named(Id, pid_of(S, Id))).
ends(S, Id, Reason) -> ended(pid_of(S, Id), Id, Reason).
ended(P, Id, Reason) ->
    M = monitor(process, P),
    case Reason of kill -> exit(P, kill); _ -> P ! {die, Reason} end,
    receive {'DOWN', M, _, _, R} -> note(io_lib:format("~p ends ~p", [Id, R])) end.
now_ms() -> erlang:monotonic_time(millisecond).

children(S) -> note(["children" | [[" ", listed(C)] || C <- which_children(S)]]).
listed({Id, P, _, _}) when is_pid(P) -> atom_to_list(Id);
listed({Id, State, _, _}) -> io_lib:format("~p=~p", [Id, State]).
counts(S) -> C = count_children(S), note(lists:join(" ", [io_lib:format("~p ~p", [K, proplists:get_value(K, C)])
    || K <- [specs, active, supervisors, workers]])).
said(What, Answer) -> note([What, " ", said(Answer)]).
said(ok) -> "ok";
said({ok, undefined}) -> "ok undefined";
said({ok, _}) -> "ok";
said({error, {already_started, _}}) -> "already_started";
said({error, {R, Child}}) when element(1, Child) =:= child -> ["error ", atom_to_list(R)];
said({error, nope}) -> "error nope";
said({error, R}) -> atom_to_list(R).
refusal(Flags, Specs) -> refusal("", Flags, Specs).
refusal(What, Flags, Specs) -> note([What, refused(Flags, Specs)]).
refused(Flags, Specs) ->
    process_flag(trap_exit, true),
    case sup:start_link(Flags, Specs) of
        {ok, _} -> "accepted";
        {error, R} -> receive {'EXIT', _, _} -> word(R) end
    end.
word({start_spec, R}) -> word(R);
word({supervisor_data, R}) -> word(R);
word({Word, _}) -> atom_to_list(Word);
word(Word) -> atom_to_list(Word).

%% A handler of logger: what supervisors report, but for progress.
log(#{msg := {report, #{label := {supervisor, Context}, report := Report}}}, #{config := Row})
  when Context =/= progress ->
    Row ! {reported, Context, proplists:get_value(reason, Report)};
log(_, _) -> ok.
with_log(F) ->
    logger:add_handler(?MODULE, ?MODULE, #{config => self()}),
    logger:set_handler_config(default, level, none),
    logger:set_primary_config(level, info),
    F(),
    logger:set_primary_config(level, none),
    logger:remove_handler(?MODULE).
reported() ->
    receive {reported, shutdown, _} -> note("reported shutdown"), reported();
            {reported, C, R} -> note(io_lib:format("reported ~p ~p", [C, R])), reported()
    after 0 -> ok end.

rows() -> [
{"SUP-01", fun() -> S = start(#{}, [spec(a), spec(b), spec(c)]), hear(3), children(S),
    [note(io_lib:format("~p ~p", [Id, Type]), is_process_alive(P)) || {Id, P, Type, _} <- which_children(S)],
    exit(S, shutdown), hear_all() end},
{"SUP-02", fun() -> S = start(#{}, [spec(a), #{id => s, type => supervisor, start => {sup, start_link, [#{}, []]}}]),
    {ok, A} = supervisor:get_childspec(S, a), {ok, #{shutdown := Time}} = supervisor:get_childspec(S, s),
    note("permanent", maps:get(restart, A) =:= permanent), note(io_lib:format("shutdown ~p", [maps:get(shutdown, A)])),
    note("worker", maps:get(type, A) =:= worker), note("significant", maps:get(significant, A)),
    note("a supervisor's shutdown is infinity", Time =:= infinity),
    {state, _, Strategy, _, _, Intensity, Period, _, _, Auto, _, _} = sys:get_state(S),
    note("one_for_one", Strategy =:= one_for_one), note(io_lib:format("intensity ~p period ~p", [Intensity, Period])),
    note("auto_shutdown never", Auto =:= never) end},
{"SUP-03", fun() -> S = start(#{}, [spec(a), spec(b)]), skip(2), A = pid_of(S, a), B = pid_of(S, b), ends(S, a, boom),
    hear_all(), children(S), note("a new a", pid_of(S, a) =/= A), note("the same b", pid_of(S, b) =:= B),
    exit(S, shutdown), hear(2) end},
{"SUP-04", fun() -> S = start(#{strategy => one_for_all}, [spec(a), spec(b), spec(c)]), skip(3), ends(S, b, boom),
    hear_all() end},
{"SUP-05", fun() -> S = start(#{strategy => rest_for_one}, [spec(a), spec(b), spec(c), spec(d)]), skip(4),
    A = pid_of(S, a), ends(S, b, boom), hear_all(), note("the same a", pid_of(S, a) =:= A) end},
{"SUP-07", fun() -> S = start(#{intensity => 9}, [spec(a)]), hear(),
    [begin ends(S, a, R), hear() end || R <- [normal, shutdown, {shutdown, x}, boom, kill]] end},
{"SUP-08", fun() -> S = start(#{intensity => 9}, [spec(Id, #{restart => transient}) || Id <- [a, b, c, d, e, f]]),
    skip(6), ends(S, a, normal), ends(S, b, shutdown), ends(S, c, {shutdown, x}), hear(), ends(S, d, boom), hear(),
    ends(S, e, kill), hear(), ends(S, f, noproc), hear(), children(S), counts(S) end},
{"SUP-09", fun() -> S = start(#{intensity => 0}, [spec(Id, #{restart => temporary}) || Id <- [a, b, c]]), skip(3),
    ends(S, a, normal), ends(S, b, boom), settle(), children(S), ends(S, c, kill), hear(), children(S), counts(S) end},
{"SUP-10", fun() -> S = start(#{intensity => 0}, [spec(a), spec(b), spec(c)]), skip(3), ends(S, a, boom),
    hear_all() end},
{"SUP-11", fun() -> Two = start(#{intensity => 2}, [spec(a)]), Default = start(#{}, [spec(b)]), named(two, Two),
    named(default, Default), skip(2), [begin ends(Two, a, boom), hear() end || _ <- [1, 2, 3]],
    [begin ends(Default, b, boom), hear() end || _ <- [1, 2]] end},
{"SUP-13", fun() -> Crashes = fun(Apart) -> S = start(#{intensity => 1, period => 1}, [spec(a)]), skip(1),
    timer:sleep((1010 - erlang:monotonic_time(millisecond) rem 1000) rem 1000), % a second begins
    ends(S, a, boom), skip(1), timer:sleep(Apart), ends(S, a, boom), hear() end, Crashes(0), Crashes(1500) end},
{"SUP-64", fun() -> S = start(#{intensity => 2}, [spec(a), spec(b), spec(c)]), named(one, S), skip(3),
    [begin ends(S, Id, boom), hear() end || Id <- [a, b, c]], hear_all(),
    All = start(#{strategy => one_for_all, intensity => 1}, [spec(d), spec(e), spec(f)]), skip(3), ends(All, d, boom),
    hear_all(), note("alive", is_process_alive(All)) end},
{"SUP-65", fun() -> S = start(#{intensity => 0}, [spec(a)]), hear(),
    [begin said("terminate_child", terminate_child(S, a)), hear(), children(S),
           said("restart_child", restart_child(S, a)), hear() end || _ <- [1, 2, 3]],
    note("alive", is_process_alive(S)) end},
{"SUP-14", fun() -> S = start(#{}, [spec(a)]), hear(), A = pid_of(S, a), Other = (spec(other))#{id => a},
    Refused = {error, {_, P}} = start_child(S, Other), said("running", Refused), note("its pid", P =:= A),
    terminate_child(S, a), said("stopped", start_child(S, Other)), children(S), restart_child(S, a), hear_all() end},
{"SUP-15", fun() -> S = start(#{}, [spec(a)]), R = fun(Id) -> said("restart_child", restart_child(S, Id)) end,
    D = fun(Id) -> said("delete_child", delete_child(S, Id)) end,
    T = fun(Id) -> said("terminate_child", terminate_child(S, Id)) end,
    R(a), D(a), T(a), R(unknown), D(unknown), T(unknown), T(a), R(a), T(a), D(a), R(a), children(S) end},
{"SUP-16", fun() -> S = start(#{intensity => 0}, [spec(a, #{restart => temporary})]), hear(),
    said("terminate_child", terminate_child(S, a)), hear(), children(S),
    said("terminate_child", terminate_child(S, a)) end},
{"SUP-18", fun() -> process_flag(trap_exit, true),
    attempt("start", fun() -> sup:start_link(#{}, [spec(a), spec(b), answers(c, {error, nope}), spec(d)]) end),
    hear_all() end},
{"SUP-19", fun() -> process_flag(trap_exit, true),
    With = fun(What, F, Arg) -> {error, {shutdown, {failed_to_start_child, c, R}}} =
        sup:start_link(#{}, [#{id => c, start => {child, F, [Arg]}}]),
        Text = case R of {'EXIT', {E, St}} when is_list(St) -> io_lib:format("{'EXIT',error ~p}", [E]);
                         _ -> io_lib:format("~p", [R]) end,
        note(io_lib:format("~s {error,{shutdown,{failed_to_start_child,c,~s}}}", [What, Text])) end,
    With("crash", answer_or_crash, {crash, oops}), With("exit", answer, weird) end},
{"SUP-20", fun() -> T = (answers(t, ignore))#{restart => temporary}, S = start(#{}, [answers(i, ignore), T, spec(b)]),
    hear(), children(S), counts(S), said("start_child", start_child(S, answers(j, ignore))),
    said("restart_child", restart_child(S, i)), said("temporary", start_child(S, T)), children(S) end},
{"SUP-21", fun() -> S = start(#{}, [spec(a)]), skip(1), A = pid_of(S, a),
    said("start_child", start_child(S, answers(x, {error, nope}))), hear(), children(S),
    note("the same a", pid_of(S, a) =:= A) end},
{"SUP-23", fun() -> refusal(#{intensity => -1}, []), refusal(#{period => 0}, []),
    refusal("intensity 0 ", #{intensity => 0}, []) end},
{"SUP-24", fun() -> R = fun(Bad) -> refusal(#{}, [spec(a), Bad]) end, R(maps:remove(id, spec(x))), R(#{id => x}),
    R(spec(x, #{shutdown => -1})), R(spec(a)), hear() end},
{"SUP-25", fun() -> with_log(fun() -> S = start(#{}, [spec(a, #{shutdown => brutal_kill})]), skip(1), watched(S, a),
    said("terminate_child", terminate_child(S, a)),
    receive {'DOWN', _, _, _, R} -> note(io_lib:format("DOWN a ~p", [R]))
    end, {_, L} = process_info(self(), messages), note(io_lib:format("reports ~p", [length(L)])) end) end},
{"SUP-26", fun() -> S = start(#{}, [spec(a, #{shutdown => 40}, #{deaf => true}),
        spec(b, #{shutdown => 0}, #{deaf => true}),
        spec(c, #{shutdown => infinity}, #{cleanup => 60})]), skip(3),
    [begin watched(S, Id), T = now_ms(), terminate_child(S, Id), Took = now_ms() - T,
        case Time of 0 -> ok; _ -> note("waited", Took >= Time) end, hear_all() end
        || {Id, Time} <- [{a, 40}, {b, 0}, {c, 60}]]
    end},
{"SUP-28", fun() -> S = start(#{}, [spec(a, #{shutdown => 5000}, #{traps => false, cleanup => 5000})]), skip(1),
    watched(S, a), T = now_ms(), terminate_child(S, a), note("at once", now_ms() - T < 4000), hear_all() end},
{"SUP-53", fun() -> with_log(fun() -> S = start(#{}, [spec(a, #{}, #{as => odd}), spec(b)]), skip(2), watched(S, a),
    said("terminate_child", terminate_child(S, a)), receive {told, L} -> note(L) end,
    receive {'DOWN', _, _, _, R} -> note(io_lib:format("DOWN a ~p", [R])) end, settle(), children(S),
    [begin ends(S, b, normal), settle() end || _ <- [1, 2]], reported() end) end},
{"SUP-71", fun() -> with_log(fun() ->
    [begin S = start(#{}, [spec(a, #{restart => Kind}, #{as => As})]), skip(1),
        said("terminate_child", terminate_child(S, a)), skip(1)
     end || Kind <- [permanent, transient, temporary], As <- [normal, {shutdown, x}, shutdown]],
    S = start(#{strategy => simple_one_for_one}, [simple_spec(#{}, #{as => {shutdown, x}})]),
    [start_child(S, [a]) || _ <- [1, 2]], skip(2), exit(S, shutdown), skip(2),
    receive {'EXIT', S, R} -> note(io_lib:format("EXIT sup ~p", [R])) end, reported() end) end},
{"SUP-30", fun() -> S = start(#{}, [spec(Id, #{}, #{cleanup => 30}) || Id <- [a, b, c]]), skip(3), T = now_ms(),
    exit(S, shutdown), hear(4), note("took the sum", now_ms() - T >= 90) end},
{"SUP-31", fun() -> S = start(#{strategy => simple_one_for_one}, [simple_spec(#{}, #{cleanup => 60})]),
    [start_child(S, [a]) || _ <- lists:seq(1, 8)], skip(8), T = now_ms(), exit(S, shutdown), hear(9),
    note("took less than the sum", now_ms() - T < 480) end},
{"SUP-32", fun() -> S = start(#{strategy => simple_one_for_one}, [simple_spec(#{}, #{})]), children(S),
    A = {ok, P} = start_child(S, [a]), said("start_child", A), said("start_child", start_child(S, [b])), children(S),
    counts(S), ended(P, a, boom), hear_all(), children(S) end},
{"SUP-33", fun() -> S = start(#{strategy => simple_one_for_one}, [simple_spec(#{}, #{})]),
    {ok, A} = start_child(S, [a]),
    Stranger = idle(stranger), hear(), said("terminate_child", terminate_child(S, a)),
    said("restart_child", restart_child(S, a)), said("delete_child", delete_child(S, a)),
    said("by pid", terminate_child(S, A)), hear(), children(S), said("dead", terminate_child(S, A)),
    said("stranger", terminate_child(S, Stranger)), note("alive", is_process_alive(Stranger)) end},
{"SUP-34", fun() -> Simple = #{strategy => simple_one_for_one}, Spec = simple_spec(#{}, #{}),
    note("none accepted", refused(Simple, []) =:= "accepted"),
    note("two accepted", refused(Simple, [Spec, Spec]) =:= "accepted"),
    note("one accepted", refused(Simple, [Spec]) =:= "accepted") end},
{"SUP-35", fun() -> S = start(#{strategy => simple_one_for_one}, [#{id => x, start => {child, answer, []}}]),
    said("fails:", start_child(S, [{error, nope}])), said("ignores:", start_child(S, [ignore])), children(S),
    counts(S) end},
{"SUP-36", fun() -> S = start(#{strategy => simple_one_for_one}, [simple_spec(#{restart => transient}, #{})]),
    {ok, A} = start_child(S, [a]), start_child(S, [b]), skip(2), counts(S), ended(A, a, normal), hear(), children(S),
    counts(S) end},
{"SUP-37", fun() -> Left = no_failures(), S = start(#{intensity => 4}, [fragile(a, Left)]), skip(1),
    atomics:put(Left, 1, 100),
    ends(S, a, boom), hear_all(), note(io_lib:format("attempts ~p", [100 - atomics:get(Left, 1)])) end},
{"SUP-38", fun() -> Left = no_failures(), S = start(#{intensity => 1000000}, [fragile(a, Left), spec(b)]), skip(2),
    atomics:put(Left, 1, 1000000), ends(S, a, boom), hear(), children(S), counts(S),
    said("restart_child", restart_child(S, a)), said("delete_child", delete_child(S, a)),
    said("start_child", start_child(S, spec(a))), said("terminate_child", terminate_child(S, a)), children(S),
    Then = atomics:get(Left, 1), settle(), note("no more attempts", atomics:get(Left, 1) =:= Then),
    atomics:put(Left, 1, 0), said("restart_child", restart_child(S, a)) end},
{"SUP-69", fun() -> Left = no_failures(),
    S = start(#{strategy => simple_one_for_one, intensity => 1000000}, [fragile(a, Left)]),
    {ok, A} = start_child(S, []), hear(), atomics:put(Left, 1, 1000000), ended(A, a, boom), hear(), children(S),
    counts(S), said("terminate_child", terminate_child(S, A)), children(S), Then = atomics:get(Left, 1), settle(),
    note("no more attempts", atomics:get(Left, 1) =:= Then), atomics:put(Left, 1, 0),
    said("again", terminate_child(S, A)) end},
{"SUP-39", fun() -> Left = no_failures(),
    S = start(#{strategy => one_for_all, intensity => 9}, [spec(a), fragile(b, Left), spec(c)]), skip(3),
    atomics:put(Left, 1, 1), ends(S, a, boom), hear_all(), children(S) end},
{"SUP-62", fun() -> Left = no_failures(),
    S = start(#{strategy => rest_for_one, intensity => 9}, [spec(a), fragile(b, Left), spec(c)]), skip(3),
    atomics:put(Left, 1, 1), ends(S, a, boom), hear_all(), children(S) end},
{"SUP-40", fun() -> T = spec(t, #{restart => temporary}),
    S = start(#{strategy => one_for_all}, [spec(p), T, spec(r, #{restart => transient})]), skip(3), ends(S, p, boom),
    hear_all(), children(S), Rest = start(#{strategy => rest_for_one}, [spec(a), T, spec(c)]), skip(3),
    ends(Rest, a, boom), hear_all(), children(Rest) end},
{"SUP-41", fun() -> S = start(#{strategy => one_for_all}, [spec(p), spec(r, #{restart => transient})]), skip(2),
    ends(S, r, normal), settle(), children(S), ends(S, p, boom), hear_all(), children(S) end},
{"SUP-42", fun() -> Stops = fun(Restart, Reason) -> S = start(#{auto_shutdown => any_significant},
        [spec(a, #{restart => Restart, significant => true}), spec(b), spec(c)]), skip(3), ends(S, a, Reason),
        hear_all() end,
    Stops(transient, normal), Stops(temporary, boom) end},
{"SUP-43", fun() -> S = start(#{auto_shutdown => all_significant},
        [spec(a, #{restart => transient, significant => true}),
        spec(b, #{restart => temporary, significant => true}), spec(c)]), skip(3), ends(S, a, normal), hear(),
    ends(S, b, boom), hear_all() end},
{"SUP-44", fun() -> S = start(#{auto_shutdown => any_significant},
        [spec(a, #{restart => transient, significant => true}),
        spec(b, #{restart => temporary, significant => true})]), skip(2), ends(S, a, boom), hear(),
    said("terminate_child", terminate_child(S, b)), hear_all(), note("alive", is_process_alive(S)),
    All = start(#{strategy => one_for_all, auto_shutdown => any_significant},
        [spec(c, #{restart => transient, significant => true}), spec(d)]), skip(2), ends(All, d, boom), hear_all(),
    note("alive", is_process_alive(All)) end},
{"SUP-45", fun() -> refusal(#{}, [spec(a, #{restart => transient, significant => true})]),
    refusal(#{auto_shutdown => any_significant}, [spec(a, #{significant => true})]), hear() end},
{"SUP-70", fun() -> [refusal(#{strategy => simple_one_for_one, auto_shutdown => Mode}, [simple_spec(#{}, #{})])
    || Mode <- [any_significant, all_significant]] end},
{"SUP-47", fun() -> S = start(#{intensity => 1}, [sub(#{})]), hear(), ends(pid_of(S, sub), a, boom), hear(), counts(S),
    ends(pid_of(S, sub), a, boom), hear_all() end},
{"SUP-48", fun() -> S = start(#{}, [sub(#{restart => transient})]), skip(1), ends(pid_of(S, sub), a, boom), hear(),
    children(S) end},
{"SUP-50", fun() -> S = start(#{}, [spec(a)]), skip(1), S ! garbage, spawn(fun() -> exit(S, stranger) end), hear(),
    children(S), attempt("call", fun() -> gen_server:call(S, bogus) end), gen_server:cast(S, bogus), hear_all(),
    note("alive", is_process_alive(S)) end},
{"SUP-51", fun() -> Row = self(), A = spec(a), Parent = spawn(fun() -> process_flag(trap_exit, true),
        {ok, P} = sup:start_link(#{}, [A]), Row ! {started, P}, receive die -> exit(parent_ends) end end), skip(1),
    receive {started, S} -> monitor(process, named(sup, S)) end, Parent ! die, hear_all() end},
{"SUP-52", fun() -> S = start(#{}, [spec(a), #{id => orphan, start => {child, orphan, [self()]}}]), unlink(S), skip(2),
    Orphan = pid_of(S, orphan), watched(S, a), exit(S, kill), hear_all(),
    note("orphan alive", is_process_alive(Orphan)) end},
{"SUP-54", fun() -> attempt("which_children", fun() -> which_children(sup54) end),
    attempt("count_children", fun() -> count_children(sup54) end),
    attempt("start_child", fun() -> start_child(sup54, spec(a)) end),
    attempt("terminate_child", fun() -> terminate_child(sup54, a) end),
    attempt("restart_child", fun() -> restart_child(sup54, a) end),
    attempt("delete_child", fun() -> delete_child(sup54, a) end), S = start(#{}, []),
    said("a slow start", start_child(S, #{id => a, start => {child, slowly, [self(), 30, a, "slow"]}})) end},
{"SUP-58", fun() -> S = start(#{}, [spec(b)]), skip(1), B = pid_of(S, b),
    Spec = #{id => a, start => {child, slowly, [self(), 150, a, "a begins to start"]}},
    spawn(fun() -> start_child(S, Spec) end), hear(), ended(B, b, boom), settle(), children(S), hear_all() end}
].
