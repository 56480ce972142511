%% The questions of workloads.hpp on the BEAM, with the same parameters. Prints what Google Benchmark's JSON says:
%% {"name": ..., "items_per_second": ...} a line, or counters.
%%   erl -noshell -pa DIR -run bench main QUESTION ARGUMENT SECONDS
-module(bench).
-export([main/1]).

main([Question, Arg, Seconds]) ->
    Q = list_to_atom(Question),
    N = list_to_integer(Arg),
    Least = round(list_to_float(Seconds) * 1.0e9),
    Self = self(),
    %% In a process of its own: the shell's has a mailbox with a history.
    spawn_opt(fun() -> Self ! {result, run(Q, N, Least)} end, [{min_heap_size, 10000}]),
    receive {result, Counters} ->
        io:format("{~s}~n", [lists:join(", ", [io_lib:format("\"~s\": ~w", [K, V]) || {K, V} <- Counters])])
    end,
    halt(0).

%% Questions about rates: Setup gives a function that does one iteration, and the items of one.
run(Q, N, Least) ->
    case rate(Q, N) of
        {Iterate, Items} ->
            Iterate(), % once to warm up
            {Count, Nanoseconds} = repeat(Iterate, 1, Least),
            [{items_per_second, Count * Items * 1.0e9 / Nanoseconds}];
        counters -> counters(Q, N)
    end.

%% Runs Iterate often enough to take the time asked for.
repeat(Iterate, Count, Least) ->
    Start = erlang:monotonic_time(nanosecond),
    times(Iterate, Count),
    case erlang:monotonic_time(nanosecond) - Start of
        Took when Took >= Least -> {Count, Took};
        Took -> repeat(Iterate, max(Count * 2, min(Count * 10, Count * Least div max(Took, 1))), Least)
    end.

times(_, 0) -> ok;
times(F, N) -> F(), times(F, N - 1).

collect(_, 0) -> ok;
collect(M, N) -> receive M -> collect(M, N - 1) end.

compute(X, 0) -> X;
compute(X, N) -> compute((X * 1103515245 + 12345) band 16#7fffffff, N - 1).

%% ---- messages ----

rate(ping_pong, _) ->
    P = spawn_link(fun echo/0),
    {fun() -> P ! {ping, self()}, receive pong -> ok end end, 1};
rate(fan_in, N) ->
    Self = self(),
    Each = 100000 div N,
    Senders = [spawn_link(fun() -> sender(Self, Each) end) || _ <- lists:seq(1, N)],
    {fun() -> [S ! go || S <- Senders], items(100000) end, 100000};
rate(ring, N) ->
    First = lists:foldl(fun(_, Next) -> spawn_link(fun() -> pass_on(Next) end) end, self(), lists:seq(2, N)),
    {fun() -> First ! token, receive token -> ok end end, N};
rate(call, _) ->
    {ok, S} = gen_server:start_link(bench_server, [], []),
    {fun() -> gen_server:call(S, {add, 1}) end, 1};

%% ---- lives ----

rate(spawn_exit, _) ->
    {fun() -> {_, R} = spawn_monitor(fun() -> ok end), receive {'DOWN', R, _, _, _} -> ok end end, 1};
rate(fork_join_create, _) ->
    {fun() ->
         [begin {P, _} = spawn_monitor(fun() -> receive work -> compute(1, 16) end end), P ! work end
          || _ <- lists:seq(1, 1000)],
         downs(1000)
     end, 1000};
rate(fork_join_throughput, _) ->
    Self = self(),
    Workers = [spawn_link(fun() -> worker(Self) end) || _ <- lists:seq(1, 60)],
    {fun() -> [[W ! work || W <- Workers] || _ <- lists:seq(1, 1000)], collect(done, 60) end, 60000};

%% ---- coordination ----

rate(chameneos, _) ->
    Mall = self(),
    [spawn_link(fun() -> creature(Mall) end) || _ <- lists:seq(1, 100)],
    {fun() -> meetings(1000) end, 1000};
rate(dining_philosophers, _) ->
    Self = self(),
    Waiter = spawn_link(fun() -> serve(#{}, []) end),
    All = [spawn_link(fun() -> philosopher(Seat, Waiter, Self) end) || Seat <- lists:seq(0, 4)],
    {fun() -> [P ! go || P <- All], collect(done, 5) end, 500};
rate(bank, _) ->
    Accounts = list_to_tuple([spawn_link(fun() -> account(0) end) || _ <- lists:seq(1, 100)]),
    Self = self(),
    {fun() ->
         [element(I rem 100 + 1, Accounts) ! {debit, Self, element((I * 7 + 3) rem 100 + 1, Accounts)}
          || I <- lists:seq(0, 999)],
         collect(transferred, 1000)
     end, 1000};
rate(dictionary, _) ->
    {ok, D} = gen_server:start_link(bench_server, [], []),
    Self = self(),
    Workers = [spawn_link(fun() -> reader(I, D, Self) end) || I <- lists:seq(0, 19)],
    {fun() -> [W ! go || W <- Workers], collect(done, 20) end, 2000};

%% ---- backlogs ----

rate(call_under_backlog, N) ->
    {ok, S} = gen_server:start_link(bench_server, [], []),
    [self() ! unwanted || _ <- lists:seq(1, N)],
    {fun() -> gen_server:call(S, {add, 1}) end, 1};
rate(selective_receive, N) ->
    [self() ! unwanted || _ <- lists:seq(1, N)],
    {fun() -> self() ! wanted, receive wanted -> ok end end, 1};
rate(_, _) -> counters.

%% ---- memory and latency ----

counters(idle, N) ->
    Before = erlang:memory(total),
    [spawn(fun() -> receive stop -> ok end end) || _ <- lists:seq(1, N)],
    timer:sleep(300),
    Bytes = (erlang:memory(total) - Before) / N,
    {_, _} = erlang:statistics(runtime),
    timer:sleep(1000),
    {_, Used} = erlang:statistics(runtime),
    [{bytes, Bytes}, {processors, Used / 1000}];
counters(lives, N) ->
    life(1000),
    Before = erlang:memory(total),
    life(N - 1000),
    [{bytes, erlang:memory(total) - Before}];
counters(crash_to_restart, _) ->
    logger:set_primary_config(level, none),
    {ok, _} = bench_server:start_supervisor(self()),
    receive {born, First, _} -> percentiles(crashes(First, 2000, [])) end;
counters(all_to_all, _) ->
    Self = self(),
    All = [spawn_link(fun() -> one_of_many(Self) end) || _ <- lists:seq(1, 1000)],
    Before = erlang:memory(total),
    [P ! {all, All} || P <- All],
    collect(done, 1000),
    [{bytes, erlang:memory(total) - Before}];
counters(latency_under_load, _) ->
    spawn_link(fun busy/0),
    P = spawn_link(fun echo/0),
    percentiles([pinged(P) || _ <- lists:seq(1, 200)]).

percentiles(All) ->
    Sorted = lists:sort(All),
    At = fun(Part) -> lists:nth(1 + trunc(Part * (length(Sorted) - 1)), Sorted) end,
    [{p50, At(0.5)}, {p99, At(0.99)}, {longest, At(1.0)}].

%% ---- the processes ----

echo() -> receive {ping, From} -> From ! pong, echo() end.

sender(To, Each) -> receive go -> send_items(To, Each), sender(To, Each) end.
send_items(_, 0) -> ok;
send_items(To, N) -> To ! {item, N}, send_items(To, N - 1).
items(0) -> ok;
items(N) -> receive {item, _} -> items(N - 1) end.

pass_on(Next) -> receive token -> Next ! token, pass_on(Next) end.

downs(0) -> ok;
downs(N) -> receive {'DOWN', _, _, _, _} -> downs(N - 1) end.

worker(Boss) -> work(1000), Boss ! done, worker(Boss).
work(0) -> ok;
work(N) -> receive work -> compute(1, 16), work(N - 1) end.

creature(Mall) -> Mall ! {meet, self()}, receive met -> creature(Mall) end.
meetings(0) -> ok;
meetings(N) ->
    First = receive {meet, A} -> A end,
    Second = receive {meet, B} -> B end,
    First ! met,
    Second ! met,
    meetings(N - 1).

philosopher(Seat, Waiter, Host) ->
    receive go -> ok end,
    eat(Seat, Waiter, 100),
    Host ! done,
    philosopher(Seat, Waiter, Host).
eat(_, _, 0) -> ok;
eat(Seat, Waiter, N) ->
    Waiter ! {hungry, self(), Seat},
    receive eat -> ok end,
    Waiter ! {full, Seat},
    eat(Seat, Waiter, N - 1).

%% A guard cannot look at the table, so who cannot be served waits in a list, as Erlang programs do it.
serve(Taken, Waiting) ->
    receive
        {hungry, P, Seat} -> serve_all(Taken, Waiting ++ [{P, Seat}], []);
        {full, Seat} -> serve_all(maps:without([Seat, (Seat + 1) rem 5], Taken), Waiting, [])
    end.
serve_all(Taken, [], Left) -> serve(Taken, lists:reverse(Left));
serve_all(Taken, [{P, Seat} = H | Rest], Left) ->
    Other = (Seat + 1) rem 5,
    case maps:is_key(Seat, Taken) orelse maps:is_key(Other, Taken) of
        true -> serve_all(Taken, Rest, [H | Left]);
        false -> P ! eat, serve_all(Taken#{Seat => 1, Other => 1}, Rest, Left)
    end.

account(Balance) ->
    receive
        {debit, Teller, To} -> To ! {credit, Teller}, account(Balance - 1);
        {credit, Teller} -> Teller ! transferred, account(Balance + 1)
    end.

reader(I, D, Boss) ->
    receive go -> ok end,
    [case (I + N) rem 10 of
         0 -> gen_server:call(D, {write, (I * 31 + N * 17) rem 512, N});
         _ -> gen_server:call(D, {read, (I * 31 + N * 17) rem 512})
     end || N <- lists:seq(0, 99)],
    Boss ! done,
    reader(I, D, Boss).

one_of_many(Boss) ->
    receive {all, All} -> [P ! hello || P <- All, P =/= self()] end,
    collect(hello, 999),
    Boss ! done,
    receive stop -> ok end.

life(0) -> ok;
life(N) ->
    Self = self(),
    {_, R} = spawn_monitor(fun() -> Self ! hello end),
    receive hello -> ok end,
    receive {'DOWN', R, _, _, _} -> ok end,
    life(N - 1).

crashes(_, 0, All) -> All;
crashes(P, N, All) ->
    spin(200000), % all are back in their receives
    P ! crash,
    receive {crashed, Start} -> ok end,
    receive {born, Again, When} -> crashes(Again, N - 1, [When - Start | All]) end.

%% The BEAM's timers tick in milliseconds.
spin(Nanoseconds) -> spin_until(erlang:monotonic_time(nanosecond) + Nanoseconds).
spin_until(Until) ->
    case erlang:monotonic_time(nanosecond) < Until of
        true -> spin_until(Until);
        false -> ok
    end.

busy() ->
    self() ! again,
    receive again -> spin(5000000) end,
    busy().

pinged(P) ->
    Due = erlang:monotonic_time(nanosecond) + 1000000,
    timer:sleep(1),
    P ! {ping, self()},
    receive pong -> erlang:monotonic_time(nanosecond) - Due end.
