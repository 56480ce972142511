"""The tokens of a C++ file: enough of the language to change a line and know what it was.

A token is (text, where it begins in the file). What changes nothing when the program runs is not among those that may
be changed: comments, the preprocessor's lines, templates' parameters, assertions at compile time, type aliases.
"""
import re
from typing import NamedTuple

TOKEN = re.compile(r"""
    (?P<skip> //[^\n]* | /\*.*?\*/ | ^[ \t]*\#(?:[^\n\\]|\\.)*(?:\\\n[^\n]*)* | \s+ )
  | (?P<text> (?:u8|[uUL])?R"(?P<raw>[^(\s]*)\(.*?\)(?P=raw)"
            | (?:u8|[uUL])?"(?:[^"\\\n]|\\.)*"
            | '(?:[^'\\\n]|\\.)+'(?!\w) )
  | (?P<number> \.?\d(?:'?[\w.]|(?<=[eEpP])[+-])* )
  | (?P<name> [A-Za-z_]\w* )
  | (?P<sign> <=>|\.\.\.|<<=|>>=|->\*|::|->|\+\+|--|&&|\|\||[-+*/%&|^<>=!]=|<<|. )
""", re.X | re.S | re.M)

OPENING, CLOSING = {"(": ")", "{": "}", "[": "]"}, {")": "(", "}": "{", "]": "["}


class token(NamedTuple):
    text: str
    kind: str  # text, number, name or sign
    at: int

    @property
    def end(self):
        return self.at + len(self.text)


class code:
    """A file's tokens, with the partner of each bracket, the bracket around each, and which may be changed."""

    def __init__(self, source):
        self.source = source
        self.tokens = [token(m.group(), m.lastgroup if m.lastgroup != "raw" else "text", m.start())
                       for m in TOKEN.finditer(source) if m.lastgroup != "skip"]
        self.partner, self.around = self._brackets()
        self.in_body = self._bodies()
        self.frozen = self._frozen()

    def __len__(self):
        return len(self.tokens)

    def text(self, i):
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def between(self, first, last):
        """The source from token `first` to token `last`, both with it."""
        return self.source[self.tokens[first].at:self.tokens[last].end]

    def spaced(self, i):
        """An operator with two operands stands between spaces; a template's bracket or a reference does not."""
        t = self.tokens[i]
        return self.source[t.at - 1].isspace() and self.source[t.end].isspace()

    def next_at_depth(self, i, wanted):
        """The next token from i on whose text is wanted, brackets jumped over; None where the bracket around ends."""
        while i < len(self.tokens):
            text = self.text(i)
            if text in wanted:
                return i
            if text in CLOSING:
                return None
            i = (self.partner.get(i, i) if text in OPENING else self.closing_angle(i)) + 1
        return None

    def closing_angle(self, i):
        """Where the template's bracket that opens at token i closes; i itself if it is none."""
        if self.text(i) != "<" or self.spaced(i):
            return i
        depth, k = 0, i
        while k < len(self.tokens) and self.text(k) not in (";", "{", "}", ")"):
            if self.text(k) in OPENING:
                k = self.partner.get(k, k)
            depth += {"<": 1, ">": -1, ">>": -2}.get(self.text(k), 0)
            if depth <= 0:
                return k
            k += 1
        return i

    def previous_at_depth(self, i, wanted):
        while i >= 0:
            text = self.text(i)
            if text in wanted or text in OPENING:
                return i
            i = self.partner.get(i, i) - 1 if text in CLOSING else i - 1
        return -1

    def parts(self, opening):
        """The arguments between a bracket and its partner, each as (first, last)."""
        found, first, last = [], opening + 1, self.partner[opening]
        while first < last:
            comma = self.next_at_depth(first, ",")
            found.append((first, (comma if comma is not None else last) - 1))
            first = comma + 1 if comma is not None else last
        return found

    def _brackets(self):
        partner, around, stack = {}, [], []
        for i, t in enumerate(self.tokens):
            around.append(stack[-1] if stack else -1)
            if t.text in OPENING and t.kind == "sign":
                stack.append(i)
            elif t.text in CLOSING and t.kind == "sign" and stack:
                partner[i] = stack.pop()
                partner[partner[i]] = i
        return partner, around

    def _bodies(self):
        """Whether each token belongs to a function's body."""
        inside, result = [False], []
        for i, t in enumerate(self.tokens):
            if t.text == "{" and t.kind == "sign":
                inside.append(inside[-1] or self._opens_body(i))
            result.append(inside[-1])
            if t.text == "}" and t.kind == "sign" and len(inside) > 1:
                inside.pop()
        return result

    def _opens_body(self, i):
        head, k = [], i - 1  # what stands before the brace, the last word first, without what is in brackets
        while k >= 0 and self.text(k) not in (";", "{", "}") and self.text(k) not in OPENING:
            if self.text(k) in CLOSING:
                k = self.partner.get(k, k)
            elif self.text(k) == ">" and not self.spaced(k):
                k = self.opening_angle(k)
            head.append(self.text(k))
            k -= 1
            if self.text(k) == "}" and head[-1] in (",", ":") or self.text(k) == "}" and len(head) == 0:
                k = self.partner.get(k, k) - 1  # of an initialiser before a constructor's body
        if not head or "namespace" in head or "enum" in head:
            return False
        if "[" in head and head.index("[") <= 4 and "=" not in head[:head.index("[")]:  # a lambda
            return True
        return "(" in head and "=" not in head and not {"class", "struct", "union"} & set(head)

    def opening_angle(self, i):
        """Where the template's bracket that closes at token i opens; i itself if that is not to be seen."""
        depth = 0
        for k in range(i, max(i - 200, -1), -1):
            text = self.text(k)
            depth += {">": 1, ">>": 2, "<": -1}.get(text, 0) if not self.spaced(k) else 0
            if depth <= 0:
                return k
            if text in (";", "{", "}"):
                break
        return i

    def _frozen(self):
        """Which tokens must not be changed."""
        frozen = [False] * len(self.tokens)

        def freeze(first, last):
            for k in range(first, min(last, len(frozen) - 1) + 1):
                frozen[k] = True

        for i, t in enumerate(self.tokens):
            following = self.text(i + 1)
            if t.text == "template" and following == "<":
                depth, k = 0, i + 1
                while k < len(self.tokens):
                    depth += {"<": 1, ">": -1, ">>": -2}.get(self.text(k), 0)
                    if depth <= 0:
                        break
                    k += 1
                freeze(i, k)
            elif t.text in ("noexcept", "decltype", "sizeof", "alignof", "alignas", "typeid", "static_assert",
                            "requires", "__attribute__") and following == "(":
                freeze(i, self.partner.get(i + 1, i))
            elif t.text == "requires" and following != "(":
                stop = self.next_at_depth(i, "{;")
                freeze(i, self.partner.get(stop, i) if stop and self.text(stop) == "{" else stop or i)
            elif t.text in ("using", "concept", "typedef", "friend"):
                freeze(i, self.next_at_depth(i, ";") or i)
            elif t.text == "if" and following == "constexpr":
                freeze(i, self.partner.get(i + 2, i))
            elif t.text == "[" and following == "[":
                freeze(i, self.partner.get(i, i))
            elif t.text == "enum":
                opening = self.next_at_depth(i, "{;")
                freeze(i, self.partner.get(opening, i) if opening else i)
            elif t.text == "operator":
                freeze(i, i + 1)
            elif t.text == "=" and following in ("0", "default", "delete") and \
                    self.text(i - 1) in (")", "const", "noexcept", "override"):
                freeze(i, i + 1)
        return frozen
