# agents.exs - the twins of agents_test.cpp: the same rows on the real BEAM.
defmodule Twins.Agents do
  import :scene

  # Watched by the row.
  def start(value) do
    {:ok, a} = Agent.start(fn -> value end)
    Process.monitor(named(:a, a))
    a
  end
  def value(n), do: n

  def rows(), do: [
    {"AGT-01", fn ->
      a = start(1)
      note("get #{Agent.get(a, &value/1)}")
      attempt("update", fn -> Agent.update(a, fn n -> n + 1 end) end)
      note("get_and_update #{Agent.get_and_update(a, fn n -> {n, 10} end)}")
      attempt("cast", fn -> Agent.cast(a, fn n -> n * 2 end) end)
      note("get #{Agent.get(a, &value/1)}")
      note("in the agent", Agent.get(a, fn _ -> self() end) == a)
      attempt("a slow get", fn -> Agent.get(a, fn _ -> Process.sleep(50) end, 20) end)
      settle()
      note("alive", Process.alive?(a))
      hear()
      attempt("a get that fails", fn -> Agent.get(a, fn _ -> raise "in the agent" end) end)
      hear()
      b = start(1)
      attempt("stop", fn -> Agent.stop(b) end)
      hear()
      attempt("get", fn -> Agent.get(dead(:b), &value/1) end)
    end},
    {"AGT-11", fn ->
      a = start(1)
      attempt("exit", fn -> Agent.get(a, fn _ -> exit(:boom) end) end)
      hear()
      b = start(1)
      attempt("throw", fn -> Agent.get(b, fn _ -> throw(5) end) end)
      hear()
    end},
    {"AGT-13", fn ->
      a = start(0)
      for digit <- 1..9, do: Agent.cast(a, fn n -> n * 10 + digit end)
      note("get #{Agent.get(a, &value/1)}")
      note("in the agent", Agent.get(a, fn _ -> self() end) == a)
      attempt("update", fn -> Agent.update(a, fn _ -> 5 end) end)
      note("get_and_update #{Agent.get_and_update(a, fn n -> {n, n + 1} end)}")
      note("get #{Agent.get(a, &value/1)}")
    end}
  ]
end
