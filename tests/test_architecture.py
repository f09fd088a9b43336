"""The house keeps its shape: who imports whom, who writes, how long a module may be, what is named nowhere.

The order of the rooms is that of the contract (design, section 8); `ROOMS` says it in full, so that a new
dependency is a decision somebody takes here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ROOT / "generators"
MODULES = sorted(CODE.rglob("*.py"))

# Room → what it may import of this house, itself aside. A room covers what is below it; the longest name wins.
ANY = "generators.*"
BASE = {"generators.problems", "generators.rulebook"}
VIEWS = {"generators.estate", "generators.references", *BASE}
ROOMS: dict[str, set[str]] = {
    "generators": set(),
    "generators.rulebook": set(),
    "generators.references": set(),
    "generators.problems": {"generators.rulebook"},
    "generators.source": {"generators.problems"},
    "generators.catalog": {"generators.problems"},
    "generators.estate": {
        *BASE,
        "generators.catalog.types",
        # Whether the catalog can say a value: asked by the laws, never by what builds an Estate.
        "generators.catalog.parameters",
        "generators.catalog.zones",
        "generators.source.schema",
    },
    # From a folder to an Estate: the only place that knows reader, catalog and resolver together.
    "generators.flow": {*BASE, "generators.source", "generators.catalog", "generators.estate"},
    "generators.targets": VIEWS,
    "generators.simulate": {*BASE, "generators.estate"},
    "generators.compare": {*VIEWS, "generators.targets"},
    # What an organisation has today, to YAML: it is told what it must know of the catalog.
    "generators.importing": {"generators.problems"},
    "generators.secrets": {"generators.problems", "generators.estate.values"},
    "generators.publish": {
        "generators.problems",
        "generators.estate.values",
        "generators.targets.artifact",
        "generators.secrets",
    },
    # These two alone join the flow, the guide's pages and MkDocs.
    "generators.publish.site": {
        *VIEWS,
        "generators.flow",
        "generators.targets",
        "generators.publish",
        "generators.simulate",  # the page of a site shows what its routers let through
    },
    "generators.publish.mkdocs_hook": {*VIEWS, "generators.flow", "generators.targets", "generators.publish"},
    "generators.cli": {ANY},
    "generators.__main__": {"generators.cli"},
}
SHARED_BY_TARGETS = {
    "generators.targets",
    "generators.targets.artifact",
    "generators.targets.sheets",
    "generators.targets.templating",
}
NOT_IN_TARGETS = {"pydantic", "yaml", "os", "shutil", "tempfile", "socket", "subprocess", "random", "time"}
NOT_IN_TARGETS_OF_OURS = ("generators.catalog", "generators.source", "generators.flow", "generators.publish")

WRITES = {
    "write_text", "write_bytes", "mkdir", "makedirs", "touch", "unlink", "rmdir", "removedirs", "rmtree", "symlink_to",
    "symlink", "hardlink_to", "chmod", "fchmod", "chown", "copyfile", "copytree", "copy2", "NamedTemporaryFile",
    "TemporaryDirectory", "mkstemp", "mkdtemp",
}  # fmt: skip
MAY_WRITE = ("generators.publish", "generators.secrets")


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module that `path` imports, also inside functions; `from package import module` as both."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the room"
            for alias in node.names:
                below = ROOT.joinpath(*(node.module or "").split("."), alias.name)
                is_module = below.is_dir() or below.with_suffix(".py").is_file()
                yield f"{node.module}.{alias.name}" if is_module else str(node.module)


def within(name: str, room: str) -> bool:
    """Whether `name` is `room` or below it."""
    return name == room or name.startswith(f"{room}.")


def room_of(name: str) -> str:
    """The room a module stands in."""
    return max((room for room in ROOMS if within(name, room)), key=len)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_the_rooms_before_its_own(path: Path) -> None:
    name = name_of(path)
    room = room_of(name)
    for imported in imports(path):
        if not within(imported, "generators") or within(imported, room) or imported == "generators":
            continue  # the root holds the version only
        allowed = ROOMS[room]
        fine = ANY in allowed or any(within(imported, other) for other in allowed)
        assert fine, f"{name} imports {imported}; {room} may import {', '.join(sorted(allowed)) or 'nothing'}"


def test_every_room_is_named() -> None:
    tops = {".".join(name_of(path).split(".")[:2]) for path in MODULES}
    assert tops <= set(ROOMS), "a new room wants a decision: what may it import?"


def test_no_module_imports_itself_in_a_circle() -> None:
    """Rooms are in order; inside a room modules are too."""
    edges = {name_of(p): {i for i in imports(p) if within(i, "generators") and i != name_of(p)} for p in MODULES}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join((*way, name))
        if name in done:
            return
        for other in sorted(edges.get(name, ())):
            # A package's own __init__ gathers its modules; they do not wait for it.
            if not within(name, other):
                visit(other, (*way, name))
        done.add(name)

    for name in sorted(edges):
        visit(name, ())


TARGETS = sorted(path for path in MODULES if within(name_of(path), "generators.targets"))


@pytest.mark.parametrize("path", TARGETS, ids=name_of)
def test_a_target_sees_the_estate_and_nothing_else(path: Path) -> None:
    for imported in imports(path):
        assert imported.split(".")[0] not in NOT_IN_TARGETS, f"{name_of(path)} imports {imported}"
        assert not any(within(imported, room) for room in NOT_IN_TARGETS_OF_OURS), f"{name_of(path)} imports {imported}"
    for call in calls(path):
        if "id='files'" in ast.dump(call):
            continue  # importlib.resources: words and templates are part of the code
        assert called(call) not in {"open", "read_text", "read_bytes", "iterdir", "glob", "rglob"}, where(path, call)


@pytest.mark.parametrize("path", TARGETS, ids=name_of)
def test_targets_never_import_each_other(path: Path) -> None:
    name = name_of(path)
    if name == "generators.targets":
        return  # the one list of targets
    own = ".".join(name.split(".")[:3])
    for imported in imports(path):
        if within(imported, "generators.targets"):
            assert within(imported, own) or imported in SHARED_BY_TARGETS - {"generators.targets"}, (
                f"{name}: {imported}"
            )


def test_the_two_phone_families_are_two_rooms() -> None:
    for path in TARGETS:
        name = name_of(path)
        for family, other in (("flat", "xml"), ("xml", "flat")):
            if within(name, f"generators.targets.phones.{family}"):
                assert not any(within(i, f"generators.targets.phones.{other}") for i in imports(path)), name


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a module."""
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last part of what is called: `open` of `path.open(…)`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def where(path: Path, node: ast.expr) -> str:
    """File and line, for a message."""
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def opens_to_write(call: ast.Call) -> bool:
    """Whether the call opens a file for writing, renames or replaces one."""
    name = called(call)
    of_os = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") in ("os", "shutil")
    if name == "open":
        texts = [a.value for a in (*call.args, *(k.value for k in call.keywords)) if isinstance(a, ast.Constant)]
        flags = ast.dump(call)
        if "devnull" in flags:
            return False
        return any(isinstance(t, str) and re.fullmatch(r"[rwaxbt+]*[wax+][rwaxbt+]*", t) for t in texts) or (
            of_os and ("O_WRONLY" in flags or "O_RDWR" in flags or "O_CREAT" in flags)
        )
    return name in WRITES or (of_os and name in {"rename", "replace", "remove", "move", "copy", "link"})


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_publish_and_the_secret_store_write(path: Path) -> None:
    if any(within(name_of(path), room) for room in MAY_WRITE):
        return
    assert not [where(path, call) for call in calls(path) if opens_to_write(call)]


def test_the_ban_on_writing_sees_what_publish_does() -> None:
    files = CODE / "publish" / "files.py"
    assert sum(opens_to_write(call) for call in calls(files)) > 5, "else the test above sees nothing"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_commands_print(path: Path) -> None:
    if within(name_of(path), "generators.cli"):
        return
    assert not [
        where(path, call) for call in calls(path) if isinstance(call.func, ast.Name) and call.func.id == "print"
    ]


@pytest.mark.parametrize(
    "path", [*MODULES, *sorted((ROOT / "benchmarks").rglob("*.py"))], ids=lambda p: str(p.relative_to(ROOT))
)
def test_a_module_can_be_read_at_once(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 400, f"{lines} lines: split it"


def test_the_adapter_stays_thin() -> None:
    adapter = CODE / "publish" / "mkdocs_hook.py"
    assert adapter.read_text("utf-8").count("\n") <= 100


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_everything_public_says_what_it_is_for(path: Path) -> None:
    tree = tree_of(path)
    assert path.stat().st_size == 0 or ast.get_docstring(tree), f"{path.relative_to(ROOT)} has no docstring"
    assert not [f"{where(path, node)} {name}" for name, node in undocumented(tree.body, "")]  # type: ignore[arg-type]


def undocumented(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.stmt]]:
    """Public functions, classes and methods without a docstring; a Protocol's stubs may do without."""
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        stub = isinstance(node.body[-1], ast.Expr) and getattr(node.body[-1].value, "value", None) is ...
        if not ast.get_docstring(node) and not stub:
            yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node.body, f"{prefix}{node.name}.")


def test_there_is_no_room_for_what_has_no_room() -> None:
    for path in [*CODE.rglob("*"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]:
        assert path.stem not in {"helpers", "helper", "utils", "util", "common", "misc", "tools", "lib"}, path


# Written apart, so that this file does not name them either.
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "anaconda" + ".org")
HOSTS += (
    "deb.debian" + ".org",
    "archive.ubuntu" + ".com",
    "ghcr" + ".io",
    "docker" + ".io",
    "unpkg" + ".com",
    "jsdelivr" + ".net",
)
MACHINE = re.compile(r"(?<![\w.<-])/(?:work|root|tmp|home/[a-z]+)/[\w.-]")
SKIPPED = {
    ".git",
    ".venv",
    "build",
    "dist",
    "firmware",
    ".tonalite",
    "__pycache__",
    ".hypothesis",
    ".mypy_cache",
    ".ruff_cache",
}


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the repository, what is built or installed aside."""
    todo = [ROOT]
    while todo:
        for path in sorted(todo.pop().iterdir()):
            if path.name in SKIPPED or path.is_symlink() or path.name.endswith(".egg-info"):
                continue
            if path.is_dir():
                todo.append(path)
            else:
                try:
                    yield path, path.read_text("utf-8")
                except UnicodeDecodeError:
                    continue


def test_the_repository_names_no_registry_and_no_path_of_a_machine() -> None:
    found = []
    for path, text in texts():
        for number, line in enumerate(text.split("\n"), 1):
            if any(host in line for host in HOSTS) or MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert not found, "\n".join(found)
