"""What the frontend renders as Markdown."""

from custom_components.plug_control.texts.markdown import escape_markdown, page_links


def test_foreign_text_is_shown_as_it_is() -> None:
    assert escape_markdown("[a](b) <i>") == r"\[a\]\(b\) \<i\>"


def test_links_load_the_page_anew_so_that_it_knows_the_cards() -> None:
    links = page_links("/config/devices/device/1")
    text = "{page}Open{end} {dashboards}Dashboards{end}".format(**links)
    assert text == (
        '<a href="/config/devices/device/1" target="_self">Open</a> '
        '<a href="/config/lovelace/dashboards" target="_self">Dashboards</a>'
    )
