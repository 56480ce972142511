#!/usr/bin/env escript
%% The store room as a gen_server on the BEAM.
-mode(compile).
-behaviour(gen_server).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

init(Milk) -> {ok, #{milk => Milk, beans => 5}}.

handle_call({take, Item, HowMany}, _From, Shelf) ->
    There = maps:get(Item, Shelf),
    Given = min(There, HowMany),
    {reply, Given, Shelf#{Item := There - Given}}.

handle_cast({delivery, Item, HowMany}, Shelf) ->
    {noreply, maps:update_with(Item, fun(N) -> N + HowMany end, HowMany, Shelf)}.

handle_info(night, Shelf) -> {stop, normal, Shelf}.

terminate(normal, _Shelf) -> io:format("store room: locked (normal)~n");
terminate({Error, _Stack}, _Shelf) -> io:format("store room: locked (~p)~n", [Error]).

main(_) ->
    logger:set_primary_config(level, none),
    {ok, Room} = gen_server:start(?MODULE, 3, []),
    io:format("milk: ~p~n", [gen_server:call(Room, {take, milk, 5})]),
    gen_server:cast(Room, {delivery, milk, 10}),
    io:format("milk: ~p~n", [gen_server:call(Room, {take, milk, 5})]),
    Ref = monitor(process, Room),
    Room ! night,
    receive {'DOWN', Ref, _, _, _} -> ok end,

    {ok, Again} = gen_server:start(?MODULE, 3, []),
    try gen_server:call(Again, {take, tea, 1})
    catch exit:{{Error, _}, {gen_server, call, _}} -> io:format("guest: ~p~n", [Error])
    end.
