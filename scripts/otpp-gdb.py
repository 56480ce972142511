"""How gdb shows pids, references and exit reasons: as otp::to_string writes them. In gdb: source scripts/otpp-gdb.py"""
import gdb
import gdb.printing

NUMBERS_PER_SYSTEM = 1 << 40  # identity::numbers_per_system


def text_of(string):
    """A std::string of libstdc++, without the help of its own printers."""
    data = string["_M_dataplus"]["_M_p"]
    length = int(string["_M_string_length"])
    return data.string(length=length, errors="replace") if length else ""


def pid_text(pid):
    actor = pid["actor_"]
    if int(actor) == 0:
        return "<none>"
    return f"<{int(actor['system_number_'])}.{int(actor['number_'])}>"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def reason_text(reason):
    kind = str(reason["kind_"]).split("::")[-1]
    at = reason["details_"]["_M_ptr"]
    if int(at) == 0:
        return kind
    details = at.dereference()
    type_, text = text_of(details["type"]), text_of(details["text"])
    shapes = {
        "shutdown": lambda: "{shutdown," + reason_text(details["inner"]) + "}",
        "error": lambda: "{" + type_ + "," + quoted(text) + "}",
        "nocatch": lambda: "{nocatch," + type_ + "}",
        "call": lambda: "{" + reason_text(details["inner"]) + "," + type_ + "}",
        "failed_to_start_child": lambda: "{failed_to_start_child," + type_ + "," + reason_text(details["inner"]) + "}",
        "already_started": lambda: "{already_started," + pid_text(details["holder"]) + "}",
        "bad_specification": lambda: "{bad_specification," + quoted(text) + "}",
        "term": lambda: text,
    }
    return shapes.get(kind, lambda: kind)()


class of_pid:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return pid_text(self.value)


class of_ref(of_pid):
    def to_string(self):
        return f"#Ref<{int(self.value['maker_']) % NUMBERS_PER_SYSTEM}.{int(self.value['count_'])}>"


class of_reason(of_pid):
    def to_string(self):
        return reason_text(self.value)


printers = gdb.printing.RegexpCollectionPrettyPrinter("otp++")
printers.add_printer("pid", "^otp::pid$", of_pid)
printers.add_printer("ref", "^otp::ref$", of_ref)
printers.add_printer("exit_reason", "^otp::exit_reason$", of_reason)
gdb.printing.register_pretty_printer(gdb.current_objfile(), printers, replace=True)
