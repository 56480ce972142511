# tasks.exs - the twins of tasks_test.cpp: the same rows on the real BEAM.
defmodule Twins.Tasks do
  import :scene

  # What events call this task.
  def called(t) do
    named(:t, t.pid)
    named(:t, t.ref)
    t
  end
  # A task that takes so many milliseconds.
  def slow(ms, value), do: Task.async(fn -> after_a_while(ms, value) end)
  def after_a_while(ms, value) do
    Process.sleep(ms)
    value
  end
  # Ends as it is told to: with a value, or with a reason.
  def asked() do
    receive do
      {:value, v} -> v
      {:exit, r} -> exit(r)
    end
  end
  def outcome_of(what, got), do: note("#{what} #{said(got)}")
  def said({:ok, v}), do: "ok #{v}"
  def said({:exit, r}), do: "exit #{r}"
  def said(nil), do: "nil"
  def linked?(p), do: p in elem(Process.info(self(), :links), 1)
  def monitored?(p), do: {:process, p} in elem(Process.info(self(), :monitors), 1)

  def rows(), do: [
    {"TASK-01", fn ->
      t = called(Task.async(&asked/0))
      note("linked", linked?(t.pid))
      note("monitored", monitored?(t.pid))
      row = self()
      spawn(fn -> tell(row, ["another's await ", outcome(fn -> Task.await(t) end)]) end)
      hear()
      send(t.pid, {:value, 42})
      note("value #{Task.await(t)}")
      hear_all()
      note("linked", linked?(t.pid))
      note("monitored", monitored?(t.pid))
    end},
    {"TASK-02", fn ->
      {caller, _} = spawn_monitor(fn -> Task.await(Task.async(fn -> exit(:boom) end)) end)
      named(:caller, caller)
      hear_all()
      Process.flag(:trap_exit, true)
      t = called(Task.async(fn -> exit(:boom) end))
      attempt("await", fn -> Task.await(t) end)
      hear_all()
      t = called(Task.async(fn -> raise "in the task" end))
      attempt("await", fn -> Task.await(t) end)
      hear_all()
    end},
    {"TASK-04", fn ->
      row = self()
      attempt("await", fn ->
        t = Task.async(&asked/0)
        send(row, {:started, t.pid})
        Task.await(t, 20)
      end)
      p = receive do {:started, p} -> p end
      note("alive", Process.alive?(p))
      m = Process.monitor(p)
      send(p, {:value, 5})
      receive do {:DOWN, ^m, _, _, r} -> note("ends #{r}") end
      hear_all()
      t = Task.async(&asked/0)
      for _ <- 1..2, do: outcome_of("yield", Task.yield(t, 10))
      send(t.pid, {:value, 7})
      outcome_of("yield", Task.yield(t, 1000))
      hear_all()
      Process.flag(:trap_exit, true)
      t = Task.async(fn -> exit(:boom) end)
      try do Task.await(t) catch :exit, {:boom, {Task, :await, [_, time]}} -> note("await waits #{time} ms") end
    end},
    {"TASK-06", fn ->
      t = Task.async(&asked/0)
      m = Process.monitor(t.pid)
      send(t.pid, {:value, 7})
      receive do {:DOWN, ^m, _, _, _} -> :ok end
      outcome_of("done:", Task.shutdown(t))
      for how <- [5000, :brutal_kill] do
        t = Task.async(&asked/0)
        outcome_of("running:", Task.shutdown(t, how))
        note("alive", Process.alive?(t.pid))
      end
      hear_all()
      Process.flag(:trap_exit, true)
      t = called(Task.async(fn -> exit(:boom) end))
      settle()
      outcome_of("failed:", Task.shutdown(t))
      hear_all()
      t = called(Task.async(&asked/0))
      outcome_of("trapping:", Task.shutdown(t))
      hear_all()
    end},
    {"TASK-08", fn ->
      {:ok, s} = Task.Supervisor.start_link()
      t = Task.Supervisor.async_nolink(s, fn -> exit(:boom) end)
      attempt("await", fn -> Task.await(t) end)
      t = Task.Supervisor.async_nolink(s, fn -> raise "in the task" end)
      attempt("await", fn -> Task.await(t) end)
      called(Task.Supervisor.async_nolink(s, fn -> 7 end))
      hear_all()
    end},
    {"TASK-09", fn ->
      stream = fn elements, options ->
        each = fn n -> after_a_while(n * 40, n) end
        note(Enum.map_join(Task.async_stream(elements, each, options), ", ", &said/1))
      end
      stream.([3, 1, 2], max_concurrency: 3)
      stream.([3, 1, 2], max_concurrency: 3, ordered: false)
      stream.([1, 50, 2], max_concurrency: 3, timeout: 200, on_timeout: :kill_task)
      attempt("async_stream", fn -> stream.([50], timeout: 20) end)
      note(Enum.join(Task.await_many([slow(40, 1), slow(20, 2), slow(0, 3)]), ", "))
      attempt("await_many", fn -> Task.await_many([slow(0, 1), slow(2000, 2)], 40) end)
      note(Enum.map_join(Task.yield_many([slow(0, 1), slow(2000, 2)], 60), ", ", fn {_, got} -> said(got) end))
      hear_all()
    end}
  ]
end
