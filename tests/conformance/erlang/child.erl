%% child.erl - a child that tells its row of its life: "up a" and, when it is told to stop, "down a shutdown".
%% How: traps => false; deaf => true does not stop; cleanup => Milliseconds it takes; as => what it ends with instead.
-module(child).
-export([start_link/3, fragile/3, slowly/4, orphan/1, answer/1, answer_or_crash/1]).
-import(scene, [tell/2]).

start_link(Row, How, Id) ->
    Sup = self(),
    P = spawn_link(fun() ->
        process_flag(trap_exit, maps:get(traps, How, true)),
        tell(Row, io_lib:format("up ~p", [Id])),
        Sup ! {self(), started},
        loop(Row, How, Id)
    end),
    receive {P, started} -> {ok, P} end.

loop(Row, How, Id) ->
    receive
        {die, R} -> exit(R);
        {'EXIT', _, _} when map_get(deaf, How) -> loop(Row, How, Id);
        {'EXIT', _, R} ->
            tell(Row, io_lib:format("down ~p ~p", [Id, R])),
            timer:sleep(maps:get(cleanup, How, 0)),
            exit(maps:get(as, How, R))
    end.

%% Fails as often as the counter says.
fragile(Row, Left, Id) ->
    case atomics:get(Left, 1) of
        N when N > 0 ->
            atomics:sub(Left, 1, 1),
            tell(Row, io_lib:format("tried ~p", [Id])),
            timer:sleep(1),
            {error, nope};
        _ -> start_link(Row, #{}, Id)
    end.
slowly(Row, Time, Id, Line) -> tell(Row, Line), timer:sleep(Time), start_link(Row, #{}, Id).
orphan(Row) ->
    Sup = self(),
    P = spawn_link(fun() ->
        process_flag(trap_exit, true), tell(Row, "up orphan"), Sup ! {self(), started}, ignore() end),
    receive {P, started} -> {ok, P} end.
ignore() -> receive _ -> ignore() end.

answer(X) -> X.
answer_or_crash({crash, E}) -> error(E).
