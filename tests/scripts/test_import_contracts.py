"""The contract type `only`: a package imports what is listed, itself and the standard library."""

from grimp import ImportGraph
import pytest

from scripts.lib.import_contracts import OnlyContract

OWN = "app.model"


def _graph(*imports: tuple[str, str]) -> ImportGraph:
    graph = ImportGraph()
    for importer, imported in imports:
        graph.add_import(
            importer=importer, imported=imported, line_number=7, line_contents=f"import {imported}"
        )
    return graph


def _contract(*allowed: str) -> OnlyContract:
    return OnlyContract(
        name="contract",
        session_options={},
        contract_options={"package": OWN, "allowed": list(allowed)},
    )


@pytest.mark.parametrize(
    ("importer", "imported", "is_kept"),
    [
        ("app.model.meter", "dataclasses", True),
        ("app.model.meter", "app.model.tag", True),
        ("app.model.meter", "app.wire.frames", True),
        ("app.model.meter", "websockets", True),
        ("app.model.meter", "websockets_extra", False),
        ("app.model.meter", "homeassistant", False),
        ("app.model", "app.sensor", False),
        ("app.model_extra", "homeassistant", True),
        ("app.sensor", "homeassistant", True),
    ],
)
def test_only_what_is_listed_may_be_imported(importer: str, imported: str, is_kept: bool) -> None:
    check = _contract("app.wire", "websockets").check(_graph((importer, imported)), verbose=False)
    assert check.kept is is_kept


def test_what_an_allowed_package_imports_is_its_own_matter() -> None:
    graph = _graph(("app.model.meter", "app.wire"), ("app.wire", "homeassistant"))
    assert _contract("app.wire").check(graph, verbose=False).kept


def test_a_package_that_is_not_there_keeps_its_contract() -> None:
    assert _contract().check(_graph(("app.sensor", "homeassistant")), verbose=False).kept


def test_a_broken_contract_names_the_module_and_the_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    contract = _contract()
    contract.render_broken_contract(
        contract.check(_graph(("app.model.meter", "homeassistant")), verbose=False)
    )
    assert "app.model.meter -> homeassistant (l.7)" in capsys.readouterr().out
