#!/usr/bin/env escript
%% compared.erl - a timer's message carries the timer's reference.
-mode(compile).

brewer(Drinker, Tea, Timer) ->
    receive
        {brew, Other, Time} ->
            Timer =/= none andalso erlang:cancel_timer(Timer) =:= false
                andalso io:format("brewer: too late to cancel~n"),
            brewer(Drinker, Other, erlang:start_timer(Time, self(), done));
        wash_up ->
            timer:sleep(600),
            brewer(Drinker, Tea, Timer);
        {timeout, Timer, done} ->
            io:format("brewer: ~s~n", [Tea]),
            Drinker ! Tea,
            brewer(Drinker, none, none);
        {timeout, _Old, done} ->
            brewer(Drinker, Tea, Timer)
    end.

main(_) ->
    Self = self(),
    {Pot, Ref} = spawn_monitor(fun() -> brewer(Self, none, none) end),
    Pot ! {brew, "Assam", 300},
    Pot ! wash_up,
    Pot ! {brew, "Rooibos", 200},
    receive "Rooibos" -> ok end,
    exit(Pot, kill),
    receive {'DOWN', Ref, _, _, _} -> ok end.
