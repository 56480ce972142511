%% scene.erl - the rows of the catalogue on the real BEAM. The same vocabulary as scene.hpp.
%% erl -noshell -run scene main Directory Module...: writes the events of each row of Module:rows() to Directory/Id.txt.
%% The rows in elixir/ use it too; their texts are binaries.
-module(scene).
-export([main/1, named/2, name_of/1, idle/1, idle_linked/1, idle_trapping/1, dead/1, settle/0,
         note/1, note/2, hear/0, hear_all/0, attempt/2, outcome/1, text/1, reason/1, tell/2, spawn_named/2]).

-define(QUIET, 100).  % how long "nothing" waits

main([Dir | Modules]) ->
    logger:set_primary_config(level, none),
    ok = filelib:ensure_dir(filename:join(Dir, "x")),
    [row(Dir, Id, F) || M <- Modules, {Id, F} <- (list_to_atom(M)):rows()],
    halt(0).

%% Each row in a process of its own, with its own names and events (in its dictionary).
row(Dir, Id, F) ->
    {P, M} = spawn_monitor(fun() ->
        put(names, #{self() => me}), put(events, []),
        F(),
        exit({events, lists:reverse(get(events))})
    end),
    Lines = receive {'DOWN', M, process, P, {events, Es}} -> Es;
                    {'DOWN', M, process, P, Other} -> [io_lib:format("row died: ~0p", [Other])]
            after 20000 -> exit(P, kill), ["row hung"] end,
    ok = file:write_file(io_lib:format("~s/~s.txt", [Dir, Id]), [[L, $\n] || L <- Lines]).

%% ---- the cast

named(Name, What) -> put(names, maps:put(What, Name, get(names))), What.
name_of(What) -> maps:get(What, get(names), somebody).
spawn_named(Name, F) -> named(Name, spawn(F)).

idle(Name) -> named(Name, spawn(fun wait_for_the_end/0)).
idle_linked(Name) -> named(Name, spawn_link(fun wait_for_the_end/0)).
wait_for_the_end() -> receive stop -> ok; R -> exit(R) end.

%% Traps exits and sends the text of whatever it gets to the row.
idle_trapping(Name) ->
    S = self(),
    P = spawn(fun() -> process_flag(trap_exit, true),
                       receive {names, N} -> put(names, N) end,
                       S ! ready, echo(S) end),
    named(Name, P), P ! {names, get(names)},
    receive ready -> P end.
echo(S) -> receive stop -> ok; {names, N} -> put(names, N), echo(S); M -> S ! {told, text(M)}, echo(S) end.

dead(Name) -> {P, M} = spawn_monitor(fun() -> ok end), receive {'DOWN', M, _, _, _} -> named(Name, P) end.
settle() -> timer:sleep(30).

%% ---- the events

note(Line) -> put(events, [Line | get(events)]), ok.
note(What, Yes) -> note(io_lib:format("~s ~p", [What, Yes])).
%% For other processes: a line that the row's hear/0 notes as it stands.
tell(Row, Line) -> Row ! {told, Line}, ok.

hear() -> receive M -> note(text(M)) after ?QUIET -> note("nothing") end.
hear_all() -> receive M -> note(text(M)), hear_all() after ?QUIET -> ok end.

attempt(What, F) -> note([What, " ", outcome(F)]).
outcome(F) ->
    try F() of {error, R} -> io_lib:format("{error,~s}", [reason(R)]);
               _ -> "ok"
    catch error:#{'__struct__' := 'Elixir.ArgumentError'} -> "error badarg";
          error:E -> io_lib:format("error ~p", [E]);
          exit:R -> io_lib:format("exit ~s", [reason(R)]) end.

text({'DOWN', _, process, {Name, Node}, R}) when Node =:= node() -> io_lib:format("DOWN ~p ~s", [Name, reason(R)]);
text({'DOWN', _, process, P, R}) -> io_lib:format("DOWN ~p ~s", [name_of(P), reason(R)]);
text({Task, V}) when is_reference(Task) -> io_lib:format("reply ~p ~p", [name_of(Task), V]);
text({'EXIT', P, R}) -> io_lib:format("EXIT ~p ~s", [name_of(P), reason(R)]);
text({timeout, T, V}) -> io_lib:format("timeout ~p ~p", [name_of(T), V]);
text({gen_event_EXIT, H, {swapped, New, _}}) -> io_lib:format("gen_event_EXIT ~p {swapped,~p}", [H, New]);
text({gen_event_EXIT, H, {'EXIT', R}}) -> io_lib:format("gen_event_EXIT ~p ~s", [H, reason(R)]);
text({gen_event_EXIT, H, R}) -> io_lib:format("gen_event_EXIT ~p ~s", [H, reason(R)]);
text({told, Line}) -> Line;
text(M) -> io_lib:format("message ~p", [M]).

reason({{nocatch, _}, S}) when is_list(S) -> "nocatch";
reason({R, {M, call, _}}) when M =:= gen_server; M =:= gen_statem; M =:= gen_event ->
    io_lib:format("{~s,call}", [reason(R)]);
reason({already_started, P}) -> io_lib:format("{already_started,~p}", [name_of(P)]);
reason({shutdown, R}) -> io_lib:format("{shutdown,~s}", [reason(R)]);
reason({failed_to_start_child, Id, R}) -> io_lib:format("{failed_to_start_child,~p,~s}", [Id, reason(R)]);
reason({R, {'Elixir.GenServer', stop, _}}) -> reason(R);
reason({R, {M, _, _}}) when M =:= 'Elixir.GenServer'; M =:= 'Elixir.Task';
                          M =:= 'Elixir.Task.Supervised' -> io_lib:format("{~s,call}", [reason(R)]);
reason({#{'__exception__' := true, message := Text}, S}) when is_list(S) -> ["error ", Text];
reason({E, S}) when is_list(S) -> io_lib:format("error ~p", [E]);
reason(R) -> io_lib:format("~p", [R]).
