#!/usr/bin/env escript
%% compared.erl - a timer's message carries the timer's reference.
-mode(compile).

brewer(Tea, Timer) ->
    receive
        {brew, Other, Time} ->
            Timer =/= none andalso erlang:cancel_timer(Timer) =:= false
                andalso io:format("brewer: too late to cancel~n"),
            brewer(Other, erlang:start_timer(Time, self(), done));
        wash_up ->
            timer:sleep(600),
            brewer(Tea, Timer);
        {timeout, Timer, done} ->
            io:format("brewer: ~s~n", [Tea]),
            brewer(none, none);
        {timeout, _Old, done} ->
            brewer(Tea, Timer)
    end.

main(_) ->
    {Pot, Ref} = spawn_monitor(fun() -> brewer(none, none) end),
    Pot ! {brew, "Assam", 300},
    Pot ! wash_up,
    Pot ! {brew, "Rooibos", 200},
    timer:sleep(1200),
    exit(Pot, kill),
    receive {'DOWN', Ref, _, _, _} -> ok end.
