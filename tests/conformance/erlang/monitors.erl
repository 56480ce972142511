-module(monitors).
-export([rows/0]).
-import(scene, [named/2, name_of/1, idle/1, idle_linked/1, idle_trapping/1, dead/1, settle/0, note/1, note/2, hear/0,
                hear_all/0, attempt/2, tell/2]).

rows() -> [
{"MON-01", fun() -> A = idle(a), monitor(process, A), A ! reason, hear() end},
{"MON-02", fun() -> monitor(process, dead(a)), hear() end}
].
