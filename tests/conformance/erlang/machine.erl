%% machine.erl - a machine that does what each event says, and tells the row what is called. The twin of statem.hpp.
%% An event is {Name, fun(State, Data)} or Name, a call {Name, fun(From, State, Data)} or Name.
-module(machine).
-behaviour(gen_statem).
-export([init/1, callback_mode/0, handle_event/4, terminate/3]).
-export([start/0, start/1, queue/2, ask_and_note/2, ask_and_note/3, ask_elsewhere/2]).
-export([goes/1, goes/2, keeps/1, postpones/0, repeats/0, waits/0, in/2, enters/0]).

callback_mode() -> [handle_event_function, state_enter].

%% How: enter => fun(State, Data), with it the row is told of enter calls; init => Actions; fails => what init returns
%% instead; first => State; traps => true; ends_slowly => true.
init({_, #{fails := Result}}) -> Result;
init({Row, How}) ->
    process_flag(trap_exit, maps:get(traps, How, false)),
    {ok, maps:get(first, How, a), #{row => Row, how => How, waiting => [], data => none}, maps:get(init, How, [])}.

handle_event(enter, Before, S, #{how := #{enter := F}} = D) ->
    tell(D, "enter ~s from ~s", [name(S), name(Before)]), F(S, D);
handle_event(enter, _, _, _) -> keep_state_and_data;
handle_event({call, From}, {Name, F}, S, D) -> tell(D, "~s ~s", [name(S), Name]), F(From, S, D);
handle_event({call, From}, Name, S, D) when is_atom(Name) ->
    tell(D, "~s ~s", [name(S), Name]), {keep_state_and_data, {reply, From, yes}};
handle_event(info, {'EXIT', _, Reason}, S, D) -> tell(D, "~s EXIT ~s", [name(S), Reason]), keep_state_and_data;
handle_event(_, {Name, F}, S, D) -> tell(D, "~s ~s", [name(S), Name]), F(S, D);
handle_event(_, Name, S, D) when is_atom(Name) -> tell(D, "~s ~s", [name(S), Name]), keep_state_and_data.

terminate(Reason, S, #{how := How} = D) ->
    maps:get(ends_slowly, How, false) andalso timer:sleep(50),
    tell(D, "terminate ~s in ~s", [scene:reason(Reason), name(S)]).

name({numbered, N}) -> io_lib:format("numbered ~p", [N]);
name(S) -> S.
tell(#{row := Row}, Format, What) -> scene:tell(Row, io_lib:format(Format, What)).

%% ---- what the rows are written with

goes(To) -> goes(To, []).
goes(To, Actions) -> fun(_, D) -> {next_state, To, D, Actions} end.
keeps(Actions) -> fun(_, _) -> {keep_state_and_data, Actions} end.
postpones() -> keeps(postpone).
repeats() -> fun(_, _) -> repeat_state_and_data end.
waits() -> fun(From, _, #{waiting := W} = D) -> {keep_state, D#{waiting := W ++ [From]}} end.
%% It does that in State alone, and nothing in others.
in(State, That) -> fun(S, D) when S =:= State -> That(S, D); (_, _) -> keep_state_and_data end.
enters() -> keeps([]).

start() -> start(#{}).
start(How) -> {ok, M} = gen_statem:start(?MODULE, {self(), How}, []), scene:named(m, M).

%% They are all in its mailbox before it handles the first.
queue(M, Casts) -> sys:suspend(M), [gen_statem:cast(M, E) || E <- Casts], sys:resume(M).

%% Notes the reply, or how the call failed.
ask_and_note(M, Question) -> ask_and_note(M, Question, 5000).
ask_and_note(M, Question, Wait) -> scene:note(asked(M, Question, Wait)).
%% Another process asks, and tells the row what becomes of it.
ask_elsewhere(M, Question) ->
    Row = self(),
    spawn(fun() -> scene:tell(Row, asked(M, Question, 5000)) end),
    scene:settle().
asked(M, Question, Wait) ->
    Name = case Question of {N, _} -> N; N -> N end,
    try gen_statem:call(M, Question, Wait) of R -> io_lib:format("~s: ~s", [Name, R])
    catch exit:E -> io_lib:format("~s: exit ~s", [Name, scene:reason(E)]) end.
