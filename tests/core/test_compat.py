"""Every change that we make in a library of others is still needed; where one is not, take it out of ``core/compat``."""

from __future__ import annotations

import ast
import subprocess
import sys

from building import PROJECT

ENGINE = PROJECT / "fieldbook"


def _asked(program: str) -> str:
    """What a fresh Python says, in which nothing of ours is imported."""
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_jsonschema_still_makes_its_grammar() -> None:
    found = "import sys, importlib.util as u, jsonschema; print('rfc3987_syntax' in sys.modules or u.find_spec('rfc3987_syntax') is None)"
    assert _asked(found) == "True"
    ours = "import sys; sys.path.insert(0, {!r}); import fieldbook, jsonschema; print(sys.modules['rfc3987_syntax'])"
    assert _asked(ours.format(str(PROJECT))) == "None"


def test_pybtex_still_looks_for_plugins_each_time() -> None:
    assert _asked("import pybtex.plugin as p; print(hasattr(p.find_plugin, 'cache_info'))") == "False"


def test_the_contents_extension_still_looks_through_all_objects() -> None:
    source = "import inspect, sphinx_external_toc.collectors as c; print(inspect.getsource(c.disable_builtin_toctree_collector))"
    assert "gc.get_objects()" in _asked(source)


def test_workers_are_still_daemons() -> None:
    assert _asked("import distributed, dask.config; print(dask.config.get('distributed.worker.daemon'))") == "True"


def test_nothing_of_others_is_changed_elsewhere() -> None:
    """No entry in ``sys.modules``, and no attribute of an imported library."""
    changed = []
    for path in sorted(ENGINE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        libraries = {"sys.modules"} | {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            owners = [
                ast.unparse(target.value) for target in targets if isinstance(target, ast.Attribute | ast.Subscript)
            ]
            if any(owner in libraries for owner in owners):
                changed.append(f"{path.relative_to(ENGINE)}:{node.lineno}")
    assert [line for line in changed if not line.startswith("core/compat.py")] == []
