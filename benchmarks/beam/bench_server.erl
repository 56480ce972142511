%% The gen_server and the supervisor that the questions need.
-module(bench_server).
-behaviour(gen_server).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, start_supervisor/1, start_worker/1]).

start_supervisor(Tell) -> supervisor:start_link(?MODULE, {supervisor, Tell}).
start_worker(Tell) -> gen_server:start_link(?MODULE, {worker, Tell}, []).

init({supervisor, Tell}) ->
    {ok, {#{intensity => 1000000, period => 1},
          [#{id => worker, start => {?MODULE, start_worker, [Tell]}}]}};
init({worker, Tell}) ->
    Tell ! {born, self(), erlang:monotonic_time(nanosecond)},
    {ok, Tell};
init([]) -> {ok, #{total => 0}}.

handle_call({add, N}, _, #{total := T} = S) -> {reply, T + N, S#{total := T + N}};
handle_call({read, Key}, _, S) -> {reply, maps:get(Key, S, 0), S};
handle_call({write, Key, Value}, _, S) -> {reply, Value, S#{Key => Value}}.

handle_cast(_, S) -> {noreply, S}.

handle_info(crash, Tell) ->
    Tell ! {crashed, erlang:monotonic_time(nanosecond)},
    error(as_asked).
