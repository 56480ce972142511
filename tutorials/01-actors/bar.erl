#!/usr/bin/env escript
%% The same bar on the BEAM.
-mode(compile).

work(Cups) ->
    receive
        {order, Guest, Drink} -> Guest ! {served, Drink}, work(Cups + 1);
        closing               -> io:format("barista: ~p cups today~n", [Cups])
    end.

visit(Barista, Name, Drink) ->
    Barista ! {order, self(), Drink},
    receive {served, What} -> io:format("~s: here is my ~s~n", [Name, What]) end.

main(_) ->
    {Barista, _} = spawn_monitor(fun() -> work(0) end),
    {_, Ann} = spawn_monitor(fun() -> visit(Barista, "Ann", "espresso") end),
    receive {'DOWN', Ann, process, _, _} -> ok end,
    {_, Bob} = spawn_monitor(fun() -> visit(Barista, "Bob", "flat white") end),
    receive {'DOWN', Bob, process, _, _} -> ok end,
    Barista ! closing,
    receive {'DOWN', _, process, Barista, Why} -> io:format("main: the barista has left: ~p~n", [Why]) end.
