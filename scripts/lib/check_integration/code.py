"""Find the uses of texts in an integration's code by its syntax trees."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import re

FORMATTED = r"[a-z0-9_]+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A translation key in the code; `placeholders` is None where the code builds them elsewhere."""

    where: str
    key: str
    placeholders: frozenset[str] | None = None


class Code:
    """The modules of an integration, and their string constants."""

    def __init__(self, modules: Mapping[str, ast.Module]) -> None:
        self.modules = modules
        self._constants = dict(_constants(modules))

    def calls(self, module: str | None = None) -> Iterator[tuple[str, ast.Call]]:
        """Yield every call with its place, of one module or of all."""
        for name, tree in self.modules.items():
            if module in {None, name}:
                for node in ast.walk(tree):
                    if isinstance(node, ast.Call):
                        yield f"{name.replace('.', '/')}.py:{node.lineno}", node

    def imports(self, module: str) -> Iterator[str]:
        """Yield the integration's modules that a module at its root imports by relative imports."""
        for node in ast.walk(self.modules[module]):
            if isinstance(node, ast.ImportFrom) and node.level == 1:
                package = node.module or ""
                names = [package, *(f"{package}.{each.name}".lstrip(".") for each in node.names)]
                yield from (name for name in names if name in self.modules)

    def text(self, node: ast.expr | None) -> str | None:
        """Return the string of a constant expression; None for others."""
        match node:
            case ast.Constant(value=str(value)):
                return value
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return self._constants.get(name)
        return None

    def keyword(self, call: ast.Call, name: str) -> ast.expr | None:
        """Return the expression of a call's keyword argument, None without it."""
        return next((each.value for each in call.keywords if each.arg == name), None)

    def placeholders(self, call: ast.Call, keyword: str) -> frozenset[str] | None:
        """Return the keys of a call's mapping argument, an empty set without it, None where they are not constant."""
        match self.keyword(call, keyword):
            case None:
                return frozenset()
            case ast.Dict(keys=keys):
                names = [self.text(key) for key in keys]
                return frozenset(name for name in names if name) if all(names) else None
        return None

    def mentions(self, key: str, module: str | None = None) -> bool:
        """Return whether a module (None: any) contains the string `key`, or an f-string that can result in it."""
        trees = self.modules.values() if module is None else [self.modules[module]]
        return any(_can_be(node, key) for tree in trees for node in ast.walk(tree))


def function_name(call: ast.Call) -> str:
    """Return the last name of the called function."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _constants(modules: Mapping[str, ast.Module]) -> Iterator[tuple[str, str]]:
    """Yield the module-level names and class attributes with a constant string."""
    for tree in modules.values():
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        for statement in [*tree.body, *(each for node in classes for each in node.body)]:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
                    yield name, value
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(value))):
                    yield name, value


def _can_be(node: ast.AST, key: str) -> bool:
    match node:
        case ast.Constant(value=str(value)):
            return value == key
        case ast.JoinedStr(values=values):
            return bool(re.fullmatch("".join(map(_pattern, values)), key))
    return False


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else FORMATTED
