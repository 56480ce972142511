% staff.erl - the twin of staff.cpp: groups are pg's, and the board monitors one of them.
-mode(compile).

board(Server) ->
    monitor(process, Server),
    {Watch, First} = pg:monitor(staff, terrace),
    board(Watch, length(First)).
board(Watch, There) ->
    io:format("board: on the terrace ~p~n", [There]),
    receive
        {Watch, join, terrace, Who} -> board(Watch, There + length(Who));
        {Watch, leave, terrace, Who} -> board(Watch, There - length(Who));
        {'DOWN', _, _, _, _} -> io:format("board: the list is lost~n")
    end.

main(_) ->
    {ok, Server} = pg:start(staff),
    [Ann, Bob] = [spawn(fun() -> timer:sleep(infinity) end) || _ <- [ann, bob]],
    pg:join(staff, terrace, Ann),
    {_, Board} = spawn_monitor(fun() -> board(Server) end),
    timer:sleep(100),
    pg:join(staff, terrace, Bob),
    exit(Bob, a_cold),
    timer:sleep(100),
    exit(Server, kill),
    receive {'DOWN', Board, _, _, _} -> ok end,
    io:format("members ~p, Ann is alive: ~p~n", [pg:get_members(staff, terrace), is_process_alive(Ann)]).
