#!/usr/bin/env escript
%% orders.erl - each guest has a waiter, who waits for the guest and for the kitchen at once.
-mode(compile).
-export([init/1, start/1, start/2, handle_call/3, handle_cast/2]).

init({bar, Port}) ->
    {ok, {#{strategy => rest_for_one},
          [#{id => kitchen, start => {gen_server, start_link, [{local, kitchen}, ?MODULE, kitchen, []]}},
           #{id => waiters, type => supervisor,
             start => {supervisor, start_link, [{local, waiters}, ?MODULE, waiters]}},
           #{id => door, start => {?MODULE, start, [fun() -> door(Port) end]}}]}};
init(waiters) ->
    {ok, {#{strategy => simple_one_for_one},
          [#{id => waiter, restart => temporary, start => {?MODULE, start, [fun waiter/1]}}]}};
init(kitchen) -> {ok, none}.

start(Body) -> {ok, spawn_link(Body)}.
start(Body, Guest) -> {ok, spawn_link(fun() -> receive go -> Body(Guest) end end)}.

handle_call(_, _, State) -> {reply, ok, State}.
handle_cast({order, Drink, Waiter}, State) ->
    erlang:send_after(case Drink of "tea" -> 300; _ -> 100 end, Waiter, {ready, Drink}),
    {noreply, State}.

waiter(Guest) ->
    inet:setopts(Guest, [{active, once}]),
    receive
        {ready, Drink} ->
            ok = gen_tcp:send(Guest, ["Your ", Drink, "!\n"]),
            waiter(Guest);
        {tcp, Guest, Line} ->
            true = lists:suffix("\n", Line),  % else it is longer than the buffer
            gen_server:cast(kitchen, {order, string:chomp(Line), self()}),
            waiter(Guest);
        {tcp_closed, Guest} -> ok
    after 60000 -> ok
    end.

door(Port) ->
    {ok, Listener} = gen_tcp:listen(Port, [{ip, {127,0,0,1}}, {reuseaddr, true}, {active, false},
                                           {packet, line}, {buffer, 41}]),
    welcome(Listener).
welcome(Listener) ->
    {ok, Guest} = gen_tcp:accept(Listener),
    {ok, Waiter} = supervisor:start_child(waiters, [Guest]),
    ok = gen_tcp:controlling_process(Guest, Waiter),
    Waiter ! go,
    welcome(Listener).

come_in(Port) ->
    case gen_tcp:connect({127,0,0,1}, Port, [{active, false}, {packet, line}]) of
        {ok, Bar} -> Bar;
        {error, econnrefused} -> timer:sleep(10), come_in(Port)
    end.

next_line(Bar) ->
    case gen_tcp:recv(Bar, 0) of
        {ok, Line} -> string:chomp(Line);
        {error, _} -> "the end"
    end.

main(_) ->
    logger:set_primary_config(level, none),
    {ok, Free} = gen_tcp:listen(0, [{ip, {127,0,0,1}}]),
    {ok, Port} = inet:port(Free),
    gen_tcp:close(Free),
    {ok, _} = supervisor:start_link({local, bar}, ?MODULE, {bar, Port}),
    [Ann, Bob] = [come_in(Port), come_in(Port)],
    gen_tcp:send(Ann, "tea\ncoffee\n"),
    gen_tcp:send(Bob, lists:duplicate(10000, $?)),  % and no end of the line
    io:format("Bob hears: ~s~n", [next_line(Bob)]),
    io:format("Ann hears: ~s~n", [next_line(Ann)]),
    io:format("Ann hears: ~s~n", [next_line(Ann)]).
