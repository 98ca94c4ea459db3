"""Words about a charge point's log, in English and German."""

from collections.abc import Mapping
from typing import Final

from .markdown import escape_markdown

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "The log of {name}",
        "here": "**{file}** is here. To download it: Settings > Devices & services > Plug Control > {name} > Reconfigure > Logs.",
        "refused": "{name} refused to send its log.",
        "nothing_there": "{name} says that it has no log.",
        "upload_failed": "{name} could not send its log. Can it reach Home Assistant? Check the address for files under Configure > All charge points.",
        "permission_denied": "{name} is not allowed to send this log.",
        "not_supported": "{name} cannot send this log.",
        "interrupted": "{name} did not send its log: it was restarted, removed, or asked again.",
        "no_news": "{name} took the request, but has sent nothing since.",
        "not_received": "{name} says that it sent its log, but nothing has arrived. Check the address for files under Configure > All charge points.",
        "not_stored": "The log of {name} arrived, but could not be stored. Is the disk full?",
    },
    "de": {
        "title": "Das Protokoll von {name}",
        "here": "**{file}** ist da. So lädst du es herunter: Einstellungen > Geräte & Dienste > Plug Control > {name} > Neu konfigurieren > Protokolle.",
        "refused": "{name} hat es abgelehnt, das Protokoll zu senden.",
        "nothing_there": "{name} meldet, dass es kein Protokoll gibt.",
        "upload_failed": "{name} konnte das Protokoll nicht senden. Erreicht die Ladestation Home Assistant? Prüfe die Adresse für Dateien unter Konfigurieren > Alle Ladestationen.",
        "permission_denied": "{name} darf dieses Protokoll nicht senden.",
        "not_supported": "{name} kann dieses Protokoll nicht senden.",
        "interrupted": "{name} hat das Protokoll nicht gesendet: Die Ladestation wurde neu gestartet, entfernt oder erneut gefragt.",
        "no_news": "{name} hat die Anfrage angenommen, aber seitdem nichts gesendet.",
        "not_received": "{name} meldet, das Protokoll gesendet zu haben, aber es ist nichts angekommen. Prüfe die Adresse für Dateien unter Konfigurieren > Alle Ladestationen.",
        "not_stored": "Das Protokoll von {name} ist angekommen, konnte aber nicht gespeichert werden. Ist der Speicher voll?",
    },
}


def log_message(language: str, name: str, file: str | None, failure: str | None) -> tuple[str, str]:
    """Return title and message about a log that arrived as `file`, or did not for `failure`; Markdown."""
    words = _WORDS.get(language.partition("-")[0], _WORDS["en"])
    text = words["here"] if file is not None else words[failure or "no_news"]
    return words["title"].format(name=name), text.format(
        name=escape_markdown(name), file=escape_markdown(file or "")
    )
