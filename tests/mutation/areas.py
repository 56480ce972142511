"""Which tests stand guard over which file, in the order in which they are likely to notice something."""

# As in tests/CMakeLists.txt: OTP_SCHEDULE says nothing to them.
CHOOSES_ITSELF = {"alarms_test", "ends_test", "exhaustion_test", "exhaustion_starts_test", "explore_test",
                  "policy_test", "resources_test", "scheduler_test", "seeded_test", "simulated_network_test",
                  "state_chart_test", "observer_test", "observer_actions_test",
                  "turns_test", "plugin_test",
                  "conformance/races_test"}
SCHEDULES = ("seed:7", "pct:3")
STORMS = ("stress/chaos", ("--seeds", "80"))
# Last, in this order, and only where their area is touched.
SLOW = {"exhaustion_starts_test": 1, "exhaustion_test": 2, "turns_test": 3, "resources_test": 4}

CORE = ["actor_test", "link_test", "monitor_test", "receive_test", "mailbox_test", "timer_test", "registry_test",
        "gen_server_test", "gen_server_failures_test", "supervisor_test", "system_test", "stubborn_test",
        "lessons_test", "misuse_test", "hardening_test", "mailbox_limit_test", "task_test", "request_test",
        "process_info_test", "trace_test", "sys_test", "testing_test", "report_test", "abandoned_test", "ends_test",
        "explore_test", "fork_test"]
CONFORMANCE = ["conformance/" + area + "_test" for area in (
    "messages", "links", "monitors", "exit_signals", "processes", "registry", "keyed_registry", "groups",
    "timers", "servers_call", "servers_start",
    "servers_end", "supervisors_start", "supervisors_stop", "supervisors_restart", "supervisors_children",
    "statem_events", "statem_timeouts", "statem_states", "events", "agents")]

# Stems of files in src/ and include/otp/. A file that is not here is guarded by the test of its name, and all is tried.
AREAS = {
    "actor": ["actor_test", "conformance/processes_test", "conformance/exit_signals_test", "link_test", "stubborn_test",
              "system_test", "turns_test", "exhaustion_test", "abandoned_test", "exhaustion_starts_test"],
    "actor_thread": ["actor_test", "stubborn_test", "hardening_test", "join_test"],
    "actor_end": ["actor_test", "link_test", "monitor_test", "abandoned_test", "stubborn_test",
                  "conformance/processes_test", "exhaustion_starts_test"],
    "alarms": ["alarms_test", "timer_test", "conformance/timers_test", "hardening_test", "exhaustion_test",
               "exhaustion_starts_test"],
    "backlog": ["mailbox_test", "receive_test", "lessons_test", "exhaustion_test"],
    "blocked_senders": ["mailbox_limit_test", "stubborn_test"],
    "call": ["reply_test", "gen_server_test", "conformance/servers_call_test", "request_test", "misuse_test"],
    "callbacks": ["callbacks_test", "gen_server_test", "sys_test", "sys_state_test"],
    "child_spec": ["child_spec_test", "child_options_test", "supervisor_test", "conformance/supervisors_start_test"],
    "supervision": ["print_tree_test", "supervisor_test"],
    "process_snapshot": ["print_tree_test", "process_info_test", "turns_test"],
    "added_hooks": ["trace_test", "report_test"],
    **dict.fromkeys(["json", "sampler", "views", "watched", "event_stream", "request_threads", "web", "worker", "page",
                     "observer"], ["observer_test", "observer_actions_test"]),
    "clauses": ["receive_test", "descriptors_test", "conformance/messages_test"],
    "deadlock_report": ["turns_test", "mailbox_limit_test", "lessons_test", "explore_test"],
    "delivery": ["link_test", "actor_test", "conformance/exit_signals_test", "stubborn_test", "abandoned_test"],
    "error": ["misuse_test", "exit_reason_test", "actor_test"],
    "exit_reason": ["exit_reason_test", "actor_test", "report_test", "trace_test", "conformance/exit_signals_test"],
    "explore": ["explore_test", "testing_test", "turns_test", "state_chart_test"],
    "gen_server": ["gen_server_test", "gen_server_failures_test", "conformance/servers_call_test",
                   "conformance/servers_start_test", "conformance/servers_end_test", "sys_test", "misuse_test",
                   "exhaustion_test"],
    "actor_name": ["keyed_registry_test", "registry_test", "conformance/keyed_registry_test"],
    "keyed_registry": ["keyed_registry_test", "conformance/keyed_registry_test"],
    "registry_server": ["keyed_registry_test", "conformance/keyed_registry_test"],
    "registry_table": ["keyed_registry_test", "conformance/keyed_registry_test"],
    "many_readers": ["keyed_registry_test", "pg_test", "conformance/keyed_registry_test"],
    "pg": ["pg_test", "conformance/groups_test"],
    "pg_server": ["pg_test", "conformance/groups_test"],
    "link": ["link_test", "conformance/links_test", "conformance/exit_signals_test", "actor_test", "stubborn_test",
             "abandoned_test", "exhaustion_starts_test"],
    "descriptors": ["descriptors_test", "mailbox_descriptor_test"],
    "mailbox": ["mailbox_test", "receive_test", "actor_test", "mailbox_limit_test", "hardening_test",
                "descriptors_test", "mailbox_descriptor_test", "exhaustion_test"],
    "mailbox_limit": ["mailbox_limit_test", "stubborn_test"],
    "message": ["message_test", "receive_test", "mailbox_test", "exhaustion_test"],
    "message_types": ["message_test", "plugin_test", "fork_test"],
    "message_type": ["message_test", "receive_test", "exit_reason_test", "plugin_test"],
    "mutex": ["mailbox_test", "scheduler_test", "alarms_test", "turns_test", "mailbox_limit_test"],
    "options": ["system_test", "stubborn_test"],
    "process_link": ["link_test", "conformance/links_test", "conformance/exit_signals_test", "abandoned_test"],
    "process_monitor": ["monitor_test", "conformance/monitors_test", "request_test", "exhaustion_test",
                        "abandoned_test"],
    "monitor": ["monitor_test", "conformance/monitors_test", "request_test", "gen_server_test", "exhaustion_test",
                "abandoned_test"],
    "pattern": ["receive_test", "conformance/messages_test", "testing_test", "turns_test"],
    "pid": ["pid_test", "actor_test", "trace_test", "misuse_test", "resources_test"],
    "platform": ["seeded_test", "turns_test", "hardening_test", "stubborn_test"],
    "outside_poll": ["descriptors_test"],
    "poll": ["descriptors_test", "mailbox_descriptor_test"],
    "readiness": ["descriptors_test", "mailbox_descriptor_test", "tcp_test", "simulated_network_test"],
    "watch": ["descriptors_test"],
    "network_faults": ["simulated_network_test"],
    "policy": ["policy_test", "seeded_test", "explore_test", "turns_test"],
    "policy_pct": ["policy_test", "seeded_test", "explore_test", "turns_test"],
    "policy_uniform": ["policy_test", "seeded_test", "explore_test", "turns_test"],
    "process": ["actor_test", "hardening_test", "system_test", "link_test", "conformance/exit_signals_test",
                "stubborn_test", "abandoned_test"],
    "process_info": ["process_info_test", "sys_test"],
    "reaper": ["join_test", "actor_test", "stubborn_test", "hardening_test", "system_test", "resources_test",
               "exhaustion_starts_test"],
    "receive": ["receive_test", "conformance/messages_test", "mailbox_test", "descriptors_test",
                "mailbox_descriptor_test", "exhaustion_test"],
    "registry": ["registry_test", "conformance/registry_test", "abandoned_test"],
    "report": ["report_test", "system_test", "hardening_test", "supervisor_test", "abandoned_test"],
    "call_message": ["gen_server_test", "request_test", "conformance/servers_call_test"],
    "reply": ["reply_test", "gen_server_test", "request_test", "conformance/servers_call_test"],
    "request": ["request_test", "gen_server_test", "conformance/servers_call_test", "exhaustion_test"],
    "request_ids": ["request_test", "gen_server_test", "conformance/servers_call_test"],
    "runtime": ["system_test", "registry_test", "actor_test", "stubborn_test", "hardening_test", "exhaustion_test",
                "abandoned_test", "fork_test", "exhaustion_starts_test"],
    "scheduler": ["scheduler_test", "alarms_test", "timer_test", "hardening_test", "mailbox_test", "explore_test",
                  "turns_test", "exhaustion_test", "exhaustion_starts_test"],
    "seat": ["lessons_test", "explore_test", "turns_test", "exhaustion_starts_test"],
    "seeded": ["seeded_test", "scheduler_test", "explore_test", "turns_test"],
    "server_of": ["gen_server_test", "conformance/servers_call_test", "conformance/servers_end_test", "sys_test"],
    "server_result": ["gen_server_test", "conformance/servers_call_test", "conformance/servers_end_test"],
    "signals": ["ends_test"],
    "stall_detector": ["turns_test"],
    "supervisor": ["supervisor_test", "dynamic_supervisor_test", "conformance/supervisors_start_test",
                   "conformance/supervisors_stop_test",
                   "conformance/supervisors_restart_test", "conformance/supervisors_children_test", "join_test"],
    "supervisor_stop": ["supervisor_test", "dynamic_supervisor_test", "conformance/supervisors_stop_test", "join_test"],
    "supervisor_client": ["dynamic_supervisor_test", "supervisor_test", "conformance/supervisors_children_test"],
    "sys": ["sys_test", "sys_state_test", "sys_trace_test", "gen_server_test", "behaviour_test"],
    "program": ["ends_test", "fork_test", "system_test"],
    "system": ["system_test", "ends_test", "fork_test", "hardening_test", "stubborn_test", "abandoned_test",
               "exhaustion_starts_test"],
    "task": ["task_test", "lessons_test", "exhaustion_test"],
    "termination": ["ends_test", "gen_server_failures_test", "system_test"],
    "testing": ["testing_test", "explore_test"],
    "this_thread": ["hardening_test", "actor_test", "system_test", "ends_test"],
    "trace_file": ["trace_test"],
    "shown_message": ["trace_recount_test", "trace_test"],
    "time": ["timer_test", "receive_test"],
    "timer": ["timer_test", "conformance/timers_test", "hardening_test", "lessons_test", "abandoned_test"],
    "trace": ["trace_recount_test", "trace_test", "explore_test"],
    "simulated_network": ["simulated_network_test", "tcp_test"],
    "sockets": ["tcp_test", "sockets_test"],
    "spawned_program": ["subprocess_test"],
    "tcp": ["tcp_test", "line_reader_test", "sockets_test", "simulated_network_test"],
    "turns": ["scheduler_test", "explore_test", "lessons_test", "mailbox_limit_test", "turns_test",
              "descriptors_test", "exhaustion_starts_test"],
    "virtual_time": ["scheduler_test", "timer_test", "explore_test", "lessons_test", "turns_test",
                     "exhaustion_starts_test"],
    "waiting_on": ["turns_test", "mailbox_limit_test", "explore_test"],
    "waiting": ["turns_test", "mailbox_limit_test", "explore_test"],
    "gen_statem": ["gen_statem_test", "conformance/statem_events_test", "conformance/statem_timeouts_test",
                   "conformance/statem_states_test"],
    "statem_host": ["gen_statem_test", "conformance/statem_events_test", "conformance/statem_timeouts_test"],
    "statem_of": ["gen_statem_test", "conformance/statem_states_test", "conformance/statem_events_test"],
    "statem_result": ["gen_statem_test", "conformance/statem_events_test", "conformance/statem_timeouts_test"],
    "gen_event": ["gen_event_test", "conformance/events_test"],
    "event_handlers": ["gen_event_test", "conformance/events_test"],
    "handler_of": ["gen_event_test", "conformance/events_test"],
    "handler_maker": ["gen_event_test", "conformance/events_test"],
    "handler_result": ["gen_event_test", "conformance/events_test"],
    "agent": ["agent_test", "conformance/agents_test"],
    "gen": ["gen_server_test", "gen_server_failures_test", "conformance/servers_start_test",
            "conformance/servers_end_test", "behaviour_test", "exhaustion_test", "hardening_test", "supervisor_test"],
    "behaviour": ["behaviour_test", "gen_server_test", "gen_server_failures_test", "sys_test", "sys_state_test",
                  "sys_trace_test", "conformance/servers_end_test"],
    "dispatch": ["behaviour_test", "gen_server_test", "conformance/servers_call_test", "task_test"],
}
# What stands apart from the core: its own tests are all there is to say about it.
ALONE = {"child_spec", "explore", "print_tree", "process_info", "report", "request_ids", "seeded", "signals", "testing",
         "trace", "trace_file", "state_chart", "sys"}


def checks_for(file, build):
    """(program, arguments, schedule) in the order in which they are tried against a mutant of the file."""
    stem = file.split("/")[-1].split(".")[0]
    near = list(AREAS.get(stem, [stem + "_test"]))
    late = sorted((program for program in near if program in SLOW), key=SLOW.get)
    near = [program for program in near if program not in SLOW]
    if build == "tsan":  # what a race shows in needs threads that run freely
        return [(p, (), None) for p in near + [p for p in CORE if p not in near and stem not in ALONE]] + \
               ([("stress/chaos", ("--seconds", "10", "--actors", "60"), None)] if stem not in ALONE else [])
    checks = [(program, (), None) for program in near]
    checks += [(p, (), schedule) for p in near if p not in CHOOSES_ITSELF for schedule in SCHEDULES]
    if stem not in ALONE:
        wide = [p for p in CORE + CONFORMANCE if p not in near and p not in late]
        checks += [(p, (), None) for p in wide if p in CORE]
        checks += [(*STORMS, None)]
        checks += [(p, (), schedule) for p in wide if p not in CHOOSES_ITSELF for schedule in SCHEDULES]
    return checks + [(program, (), None) for program in late]
