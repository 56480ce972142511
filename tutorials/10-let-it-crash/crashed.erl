#!/usr/bin/env escript
%% crashed.erl - a bar that crashes, and a ledger that does not.
-mode(compile).
-export([init/1, start/1, handle_call/3, handle_cast/2]).

init(house) ->
    {ok, {#{strategy => rest_for_one},
          [#{id => ledger, start => {?MODULE, start, [ledger]}},
           #{id => front, type => supervisor, start => {supervisor, start_link, [{local, front}, ?MODULE, front]}}]}};
init(front) -> {ok, {#{}, [#{id => bar, start => {?MODULE, start, [bar]}}]}};
init(ledger) -> {ok, {0, 0}};
init(bar) ->
    {Many, Cents} = gen_server:call(ledger, booked),
    {ok, {100 - Many, Cents}}.

start(Name) -> gen_server:start_link({local, Name}, ?MODULE, Name, []).

handle_call({book, Price}, _From, {Many, Cents}) -> {reply, ok, {Many + 1, Cents + Price}};
handle_call(booked, _From, State) -> {reply, State, State};
handle_call({order, Drink}, _From, {Cups, Cents}) ->
    Price = maps:get(Drink, #{coffee => 250, tea => 250, cocoa => 250}),
    ok = gen_server:call(ledger, {book, Price}),
    {reply, Drink, {Cups - 1, Cents + Price}};
handle_call(count, _From, {Cups, Cents} = State) -> {reply, Cups * 250 + Cents, State}.

handle_cast(_, State) -> {noreply, State}.

served(Drink) ->
    try io:format("waiter: ~s~n", [gen_server:call(bar, {order, Drink})])
    catch exit:_ -> io:format("waiter: sorry, no ~s~n", [Drink]), up(bar)
    end.

up(Name) -> case whereis(Name) of undefined -> timer:sleep(1), up(Name); _ -> ok end.

main(_) ->
    logger:set_primary_config(level, none),
    {ok, _} = supervisor:start_link({local, house}, ?MODULE, house),
    io:format("opened with a value of ~p~n", [gen_server:call(bar, count)]),
    lists:foreach(fun served/1, [coffee, 'dragon\'s milk', tea, 'dragon\'s milk', cocoa]),
    io:format("closed with a value of ~p~n", [gen_server:call(bar, count)]).
