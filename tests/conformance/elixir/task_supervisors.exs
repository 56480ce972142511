# task_supervisors.exs - the twins of task_supervisors_test.cpp: the same rows on the real BEAM.
defmodule Twins.TaskSupervisors do
  import :scene
  import Twins.Tasks, only: [called: 1, asked: 0, linked?: 1]

  def start(options \\ []) do
    {:ok, s} = Task.Supervisor.start_link(options)
    named(:sup, s)
  end
  def child?(s, p), do: p in Task.Supervisor.children(s)
  def count(s), do: note("children #{length(Task.Supervisor.children(s))}")
  # A start that works, or is refused because of max_children.
  def answer(what, start) do
    try do
      note(if start.() == {:error, :max_children}, do: "#{what} refused", else: "#{what} ok")
    rescue
      RuntimeError -> note("#{what} refused")
    end
  end

  def rows(), do: [
    {"TSUP-01", fn ->
      s = start()
      {:ok, p} = Task.Supervisor.start_child(s, &asked/0)
      {:ok, other} = Task.Supervisor.start_child(s, &asked/0)
      named(:t, p)
      note("child", child?(s, p))
      note("linked", linked?(p))
      Process.monitor(p)
      send(p, {:exit, :boom})
      hear()
      hear()
      count(s)
      note("the other is alive", Process.alive?(other))
      note("sup is alive", Process.alive?(s))
    end},
    {"TSUP-02", fn ->
      s = start()
      t = called(Task.Supervisor.async(s, &asked/0))
      note("child", child?(s, t.pid))
      note("linked", linked?(t.pid))
      send(t.pid, {:value, 7})
      note("value #{Task.await(t)}")
      row = self()
      owner = spawn(fn ->
        t = Task.Supervisor.async(s, &asked/0)
        send(row, {:started, t.pid})
        asked()
      end)
      Process.monitor(named(:t, receive do {:started, p} -> p end))
      send(owner, {:exit, :gone})
      hear_all()
      {owner, _} = spawn_monitor(fn -> Task.await(Task.Supervisor.async(s, fn -> exit(:boom) end)) end)
      named(:owner, owner)
      hear_all()
      count(s)
    end},
    {"TSUP-03", fn ->
      s = start()
      t = called(Task.Supervisor.async_nolink(s, &asked/0))
      note("child", child?(s, t.pid))
      note("linked", linked?(t.pid))
      send(t.pid, {:exit, :boom})
      hear_all()
      t = Task.Supervisor.async_nolink(s, fn -> exit(:boom) end)
      attempt("await", fn -> Task.await(t) end)
      attempt("again", fn -> Task.await(t, 20) end)
      hear_all()
      row = self()
      {_, m} = spawn_monitor(fn ->
        t = Task.Supervisor.async_nolink(s, fn -> tell(row, "value #{asked()}") end)
        send(row, {:started, t.pid})
        exit(:gone)
      end)
      p = receive do {:started, p} -> p end
      receive do {:DOWN, ^m, _, _, r} -> note("owner ends #{r}") end
      note("alive", Process.alive?(p))
      send(p, {:value, 7})
      hear_all()
    end},
    {"TSUP-05", fn ->
      s = start(max_children: 1)
      start_child = fn -> Task.Supervisor.start_child(s, &asked/0) end
      answer("start_child", start_child)
      answer("start_child", start_child)
      answer("async_nolink", fn -> Task.Supervisor.async_nolink(s, &asked/0) end)
      answer("async", fn -> Task.Supervisor.async(s, &asked/0) end)
      count(s)
      for p <- Task.Supervisor.children(s), do: send(p, {:value, 7})
      settle()
      answer("async_nolink", fn -> Task.Supervisor.async_nolink(s, &asked/0) end)
      hear_all()
    end},
    {"TSUP-09", fn ->
      s = start()
      tens = fn
        2 -> exit(:boom)
        n -> n * 10
      end
      results = Task.Supervisor.async_stream_nolink(s, [1, 2, 3], tens, max_concurrency: 2)
      for {how, v} <- results, do: note("#{how} #{v}")
      hear_all()
      {caller, _} = spawn_monitor(fn -> Enum.to_list(Task.async_stream([1, 2, 3], tens)) end)
      named(:caller, caller)
      hear_all()
    end}
  ]
end
