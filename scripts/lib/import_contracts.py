"""The contract type of import-linter in pyproject.toml: a package imports only what its contract lists."""

import sys
from typing import Any, override

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

STANDARD_LIBRARY = sys.stdlib_module_names | {"_typeshed"}
"""The standard library, and the types of its stubs, which exist for type checkers only."""


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


class OnlyContract(Contract):
    """The modules of a package import only each other, the standard library, and what `allowed` lists.

    Only direct imports count, not those of an allowed package. A package that does not exist keeps its contract.
    """

    type_name = "only"

    package = fields.StringField()
    allowed = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    @override
    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        package: str = self.package  # type: ignore[assignment] # fields are descriptors without types
        allowed: list[str] = self.allowed  # type: ignore[assignment] # see above
        packages = {package, *allowed, *STANDARD_LIBRARY}
        illegal = [
            (module, imported, [detail["line_number"] for detail in details])
            for module in sorted(graph.modules)
            if _is_within(module, package)
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if not any(_is_within(imported, each) for each in packages)
            for details in [graph.get_import_details(importer=module, imported=imported)]
        ]
        return ContractCheck(kept=not illegal, metadata={"illegal": illegal})

    @override
    def render_broken_contract(self, check: ContractCheck) -> None:
        illegal: list[tuple[str, str, list[Any]]] = check.metadata["illegal"]
        for module, imported, lines in illegal:
            places = ", ".join(f"l.{line}" for line in lines)
            output.print_error(f"- {module} -> {imported} ({places})", bold=False)
