"""Our likeliest mistakes that no rule of ruff finds, each as a question to one node of a program."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

Rule = Callable[[ast.AST, str], bool]
"""Whether the node is such a mistake; with it comes the file's name from the root."""

_SECRET = re.compile(r"(^|_)(token|tokens|digest|signature|secret|password|hash|mac|otp|code)($|_)")
_KEPT_BY = {"TaskGroup", "group", "tasks"}
_RAW_SQL = {"text", "DDL", "exec_driver_sql", "executescript", "literal_column"}
_OTHER_CLOCKS = {"time", "gmtime", "localtime", "now", "current_timestamp", "today", "utcnow"}
_BLIND = {"Exception", "BaseException"}


def compares_a_secret(node: ast.AST, file: str) -> bool:
    """`==` stops at the first letter that differs, and so tells how many were right: hmac.compare_digest."""
    if not isinstance(node, ast.Compare) or not any(isinstance(it, ast.Eq | ast.NotEq) for it in node.ops):
        return False
    if file.startswith("helpline/db/"):
        return False  # there it makes a statement, and the database compares
    sides = [node.left, *node.comparators]
    is_known = any(isinstance(it, ast.Constant) or _name(it).isupper() for it in sides)
    return not is_known and any(_SECRET.search(_name(it)) for it in sides)


def lets_a_task_go(node: ast.AST, file: str) -> bool:
    """Nobody holds it: it can be thrown away half done. RUF006 does not see it behind a call or an attribute."""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    called = node.value.func
    is_made = _name(called) in ("create_task", "ensure_future", "run_coroutine_threadsafe")
    return is_made and not (isinstance(called, ast.Attribute) and _name(called.value) in _KEPT_BY)


def writes_values_into_sql(node: ast.AST, file: str) -> bool:
    """Values are bound, never written into a statement. S608 looks for SELECT, INSERT, UPDATE and DELETE only."""
    if not isinstance(node, ast.Call) or _name(node.func) not in _RAW_SQL or not node.args:
        return False
    said = node.args[0]
    is_built = isinstance(said, ast.Call) and _name(said.func) in ("format", "join", "replace")
    return is_built or isinstance(said, ast.JoinedStr | ast.BinOp)


def catches_all_without_a_reason(node: ast.AST, file: str) -> bool:
    """BLE001 is content when something is logged, too; here it is raised again, or the line says why not."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type] if node.type else []
    if node.type is not None and not any(_name(it) in _BLIND for it in caught):
        return False
    return not any(isinstance(it, ast.Raise) and it.exc is None for it in ast.walk(node))


def plays_dice(node: ast.AST, file: str) -> bool:
    """Chance that can be foretold; `secrets` is for all of it. S311 knows neither `shuffle` nor `sample`."""
    if isinstance(node, ast.Import):
        return any(it.name in ("random", "numpy.random") for it in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.module in ("random", "numpy.random") or (
            node.module == "uuid" and any(it.name in ("uuid1", "uuid3", "uuid5") for it in node.names)
        )
    return isinstance(node, ast.Attribute) and node.attr in ("uuid1", "uuid3", "uuid5")


def asks_another_clock(node: ast.AST, file: str) -> bool:
    """The database has a clock of its own, and the event loop too: with either a test cannot let time pass."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    owner, asked = _name(node.func.value), node.func.attr
    if owner == "func":
        return asked in _OTHER_CLOCKS
    if asked == "time":
        return owner in ("loop", "get_running_loop", "get_event_loop")
    return owner == "time" and asked in ("gmtime", "localtime", "ctime") and not node.args


def commits_in_a_deed(node: ast.AST, file: str) -> bool:
    """Only carry_out commits: a deed that does so itself is done by halves when what comes after is refused."""
    is_deed = file.startswith("helpline/actions/") and file != "helpline/actions/carry_out.py"
    return is_deed and isinstance(node, ast.Call) and _name(node.func) in ("commit", "rollback")


def speaks_past_the_log(node: ast.AST, file: str) -> bool:
    """The log lets through what is listed; what goes around it may hold anything. T20 knows only `print`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    owner, said = _name(node.func.value), node.func.attr
    return (
        (owner in ("stderr", "stdout") and said in ("write", "writelines"))
        or (owner == "traceback" and said.startswith("print_"))
        or (owner == "warnings" and said == "warn")
    )


RULES: tuple[Rule, ...] = (
    compares_a_secret,
    lets_a_task_go,
    writes_values_into_sql,
    catches_all_without_a_reason,
    plays_dice,
    asks_another_clock,
    commits_in_a_deed,
    speaks_past_the_log,
)


def mistakes(source: str, file: str) -> Iterator[tuple[str, int]]:
    """The name of the rule and the line of everything that is found in a program."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        for rule in RULES:
            if rule(node, file) and not (rule is catches_all_without_a_reason and _says_why(lines, node)):
                yield rule.__name__, getattr(node, "lineno", 0)


def _says_why(lines: list[str], node: ast.AST) -> bool:
    _, _, comment = lines[getattr(node, "lineno", 1) - 1].partition("#")
    return len(re.sub(r"noqa(: [A-Z0-9, ]+)?", "", comment).split()) >= 3


def bare_silences(source: str) -> Iterator[int]:
    """The lines where a rule of ruff is silenced without its name or without saying why."""
    for number, line in enumerate(source.splitlines(), 1):
        found = re.search(r"#\s*noqa(?P<codes>: ?[A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*)?(?P<why>.*)", line)
        if found and (not found["codes"] or len(found["why"].split()) < 3):
            yield number


def _name(node: ast.AST) -> str:
    """The last name of what is spoken of: `b` of `a.b`, `a.b()` and `b[0]`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=inner) | ast.Subscript(value=inner) | ast.Await(value=inner):
            return _name(inner)
    return ""
