"""Check the files of a Home Assistant integration besides its code: manifest, texts, services, icons, quality scale.

Home Assistant's own checker, hassfest, is not published as a package; this one checks what a custom integration needs.
`python -m scripts.lib.check_integration [FOLDER]` prints one line per problem, and exits with 1 where there is one.
"""

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from scripts.lib.check_integration.config_flow import check_config_flow
from scripts.lib.check_integration.files import Integration, UnreadableError, load
from scripts.lib.check_integration.manifest import check_manifest
from scripts.lib.check_integration.quality_scale import check_quality_scale
from scripts.lib.check_integration.services import check_icons, check_services
from scripts.lib.check_integration.translation_uses import check_uses
from scripts.lib.check_integration.translations import check_translations

__all__ = ["check"]

CHECKS: tuple[Callable[[Integration], Iterable[str]], ...] = (
    check_manifest,
    check_translations,
    check_uses,
    check_config_flow,
    check_services,
    check_icons,
    check_quality_scale,
)


def check(folder: Path) -> list[str]:
    """Return the problems of the integration in `folder`, one line each."""
    try:
        integration = load(folder)
    except UnreadableError as error:
        return [str(error)]
    return list(chain.from_iterable(each(integration) for each in CHECKS))
