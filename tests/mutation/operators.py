"""What can be done to a line: each operator finds its places in a file and says what would stand there instead."""
from typing import NamedTuple

from tokens import OPENING, code

CONTROL = {"if", "for", "while", "do", "switch", "case", "default", "else", "try", "catch", "return", "using", "goto",
           "static_assert", "co_return", "co_await", "co_yield", "typedef", "template", "public", "private",
           "protected"}
DECLARES = {"const", "auto", "constexpr", "static", "thread_local", "struct", "class", "enum", "extern", "mutable",
            "typename", "unsigned", "int", "bool", "char", "long", "double", "float", "void", "inline", "friend",
            "explicit"}
LOCKS = {"lock_guard", "scoped_lock"}
BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "+=": "-=",
            "-=": "+=", "++": "--", "--": "++"}
ORDERS = {"memory_order_" + order for order in ("acquire", "release", "acq_rel", "seq_cst", "consume")}


class mutant(NamedTuple):
    file: str
    at: int  # in the source
    operator: str
    old: str
    new: str
    line: int
    build: str  # plain, or tsan where only a race tells

    def text(self, source):
        return source[:self.at] + self.new + source[self.at + len(self.old):]

    def lines(self, source):
        """The first line of what is changed before and after, for people."""
        first = source.rfind("\n", 0, self.at) + 1
        end = source.find("\n", self.at + len(self.old))
        tail = source[self.at + len(self.old):end if end >= 0 else len(source)]
        return (source[first:self.at] + self.old + tail).strip(), (source[first:self.at] + self.new + tail).strip()


def statements_removed(c):
    for i in range(1, len(c)):
        if not c.in_body[i] or c.frozen[i] or c.text(i - 1) not in (";", "{", "}", ")", "else", ":"):
            continue
        before, first = c.text(i - 1), c.tokens[i]
        if first.text in ("{", "}", ";") or not begins_block(c, c.around[i]):
            continue
        if before == ")" and c.text(c.partner.get(i - 1, 0) - 1) not in ("if", "for", "while"):
            continue
        if before == ":" and c.text(i - 2) != "default" and \
                c.text(c.previous_at_depth(i - 2, (";", "{", "}")) + 1) != "case":
            continue
        end = c.next_at_depth(i, ";")
        if end is None:
            continue
        old = c.between(i, end)
        if first.text in ("break", "continue") and end == i + 1:
            yield first.at, "leaving a loop removed", old, ";", "plain"
        elif first.text == "return" and end == i + 1:
            yield first.at, "statement removed", old, ";", "plain"
        elif first.text == "throw":
            yield first.at, "statement removed", old, ";", "plain"
        elif any(c.text(k) in LOCKS for k in range(i, min(i + 3, end))):
            yield first.at, "lock not taken", old, ";", "tsan"
        elif first.text not in CONTROL and not declares(c, i, end):
            yield first.at, "statement removed", old, ";", "plain"


def begins_block(c, brace):
    """Whether a brace opens a block of statements and not a list of values."""
    end = c.partner.get(brace)
    return end is not None and c.text(brace) == "{" and (c.text(end - 1) in (";", "}") or end == brace + 1)


def declares(c, first, end):
    """Whether a statement declares something: two names side by side, before anything is called or assigned."""
    if c.text(first) in DECLARES:
        return True
    i = first
    while i < end:
        t = c.tokens[i]
        if t.text in ("(", "=", "+=", "-=", "|=", "&=", "^=", "++", "--", "[", "{", "<<"):
            return False
        i = c.closing_angle(i)
        following = c.tokens[i + 1]
        if following.kind == "name" and (t.kind == "name" or t.text == "<" or t.text in ("&", "*") and i > first):
            return True
        i += 1
    return False


def conditions_negated(c):
    for i, t in enumerate(c.tokens):
        if not c.in_body[i] or c.frozen[i]:
            continue
        if t.text in ("if", "while") and c.text(i + 1) == "(":
            first, last = i + 2, c.partner[i + 1] - 1
            semicolon = c.next_at_depth(first, ";")
            if semicolon is not None:
                first = semicolon + 1
            if declares(c, first, last + 1):
                continue
            top = [c.text(k) for k in at_top(c, first, last + 1)]
            if {"==", "!="} & set(top) and not {"&&", "||"} & set(top):
                continue  # see boundaries_moved
            old = c.between(first, last)
            new = c.between(first + 1, last) if simple_not(c, first, last) else f"!({old})"
            yield c.tokens[first].at, "condition negated", old, new, "plain"
        elif t.text == "?" and c.spaced(i):
            first = c.previous_at_depth(i - 1, ("=", "return", ",", ";", ":", "?", "<<", "+", "+=")) + 1
            old = c.between(first, i - 1)
            yield c.tokens[first].at, "condition negated", old, f"!({old})", "plain"


def simple_not(c, first, last):
    return c.text(first) == "!" and not any(c.text(k) in ("&&", "||", "==", "?") for k in range(first, last))


def boundaries_moved(c):
    for i, t in enumerate(c.tokens):
        if c.frozen[i] or t.text not in BOUNDARY or t.kind != "sign":
            continue
        step = t.text in ("++", "--")
        if not step and not c.spaced(i) or not c.in_body[i] and t.text in ("<", ">", "=="):
            continue
        if not step and any(c.tokens[k].kind == "text" for k in (i - 1, i + 1)) and t.text in ("+", "-", "+=", "-="):
            continue  # joins text
        yield t.at, "boundary moved", t.text, BOUNDARY[t.text], "plain"
        if t.text in ("+", "-") and c.text(i + 1) == "1" and c.text(i - 1) not in ("(", ","):
            yield t.at, "boundary moved", c.between(i, i + 1), "", "plain"


def constants_changed(c):
    for i, t in enumerate(c.tokens):
        if c.frozen[i]:
            continue
        if t.text in ("true", "false"):
            yield t.at, "constant changed", t.text, "false" if t.text == "true" else "true", "plain"
        elif t.kind == "number":
            if c.text(i - 1) == "<" and not c.spaced(i - 1) or c.text(i + 1) in (">", ">>") and not c.spaced(i + 1):
                continue  # a template's argument
            if t.text == "1" and c.text(i - 1) in ("+", "-"):
                continue  # see boundaries_moved
            digits = t.text.rstrip("uUlLsmnhi").replace("'", "")
            suffix = t.text[len(t.text.rstrip("uUlLsmnhi")):]
            if digits.isdigit():
                value = int(digits)
                new = {0: "1", 1: "0"}.get(value, str(value + 1) if value < 10 else "1")
                yield t.at, "constant changed", t.text, new + suffix, "plain"


def arguments_swapped(c):
    for i in range(1, len(c)):
        if c.text(i) not in ("(", "{") or not c.in_body[i] or c.frozen[i] or i not in c.partner:
            continue
        name = c.tokens[i - 1]
        if name.kind != "name" or name.text in CONTROL or c.text(i) == "{" and begins_block(c, i):
            continue
        parts = c.parts(i)
        if any(c.text(k) == ";" for k in range(i, c.partner[i])):
            continue
        for (first, last), (third, fourth) in zip(parts, parts[1:]):
            one, other = c.between(first, last), c.between(third, fourth)
            if one == other or any(is_parameter(c, *part) for part in ((first, last), (third, fourth))):
                continue
            kinds = {c.tokens[first].kind, c.tokens[third].kind}
            if kinds & {"text", "number"} and len(kinds) > 1:
                continue
            gap = c.source[c.tokens[last].end:c.tokens[third].at]
            yield c.tokens[first].at, "arguments swapped", c.between(first, fourth), other + gap + one, "plain"


def is_parameter(c, first, last):
    """A parameter of a declaration, a lambda or a named field: nothing to swap."""
    if c.text(first) in ("[", ".", "const") or first > last:
        return True

    def behind_a_type(k):
        return c.tokens[k - 1].kind == "name" or (
            c.text(k - 1) in ("&", "&&", "*") and k - 1 > first and not c.spaced(k - 1))

    return any(c.tokens[k].kind == "name" and behind_a_type(k) for k in range(first + 1, last + 1))


def orders_weakened(c):
    for i, t in enumerate(c.tokens):
        if t.text in ORDERS:
            yield t.at, "memory order weakened", t.text, "memory_order_relaxed", "tsan"


def returns_changed(c):
    for i, t in enumerate(c.tokens):
        if t.text != "return" or c.frozen[i] or not c.in_body[i] or c.text(i + 1) == ";":
            continue
        end = c.next_at_depth(i, ";")
        if end is None:
            continue
        old = c.between(i + 1, end - 1)
        if old in ("true", "false", "nullptr", "{}", "0", "std::nullopt", "*this"):
            continue
        top = {c.text(k) for k in at_top(c, i + 1, end) if c.text(k) == "!" or c.spaced(k)}
        if top & {"==", "!=", "<", "<=", ">=", "&&", "||", "!"} and "?" not in top:
            yield c.tokens[i + 1].at, "return value changed", old, f"!({old})", "plain"
        else:
            yield c.tokens[i + 1].at, "return value changed", old, "{}", "plain"


def at_top(c, i, end):
    while i < end:
        yield i
        i = (c.partner.get(i, i) if c.text(i) in OPENING else c.closing_angle(i)) + 1


def logic_swapped(c):
    for i, t in enumerate(c.tokens):
        if t.text in ("&&", "||") and c.spaced(i) and not c.frozen[i] and c.in_body[i]:
            yield t.at, "and/or swapped", t.text, "||" if t.text == "&&" else "&&", "plain"


OPERATORS = [statements_removed, conditions_negated, boundaries_moved, constants_changed, arguments_swapped,
             orders_weakened, returns_changed, logic_swapped]


def mutants_of(file, source):
    """All of a file, in the order in which they stand in it."""
    c = code(source)
    found = [mutant(file, at, name, old, new, source.count("\n", 0, at) + 1, build)
             for operator in OPERATORS for at, name, old, new, build in operator(c)]
    return sorted(found, key=lambda m: (m.at, m.operator, m.old, m.new))
