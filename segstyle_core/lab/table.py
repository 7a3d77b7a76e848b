"""A sweep's results to look at: a table, a contact sheet and a page."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from html import escape
from pathlib import Path

from segstyle_core.image import RgbImage, fit_within, load_picture, resize, save_png
from segstyle_core.lab.sheets import sheet
from segstyle_core.lab.sweep import Finding

__all__ = ["tiles", "write_results"]

TILE = 320

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
main { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); }
figure { margin: 0; }
img { width: 100%; height: auto; border-radius: 4px; }
figcaption { font-size: .875rem; }
table { border-collapse: collapse; margin: 2rem 0; font-size: .875rem; }
th, td { padding: .25rem .75rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child { text-align: left; }
"""


def write_results(findings: Sequence[Finding], title: str, folder: Path) -> list[Path]:
    """Write ``table.csv``, ``sheet.png`` and ``index.html`` beside the findings' pictures.

    Returns:
        The three files.
    """
    files = [folder / name for name in ("table.csv", "sheet.png", "index.html")]
    rows = [finding.row for finding in findings]
    with files[0].open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    save_png(sheet(tiles(findings, folder)), files[1])
    files[2].write_text(_page(findings, title), encoding="utf-8")
    return files


def tiles(findings: Sequence[Finding], folder: Path) -> list[tuple[str, RgbImage]]:
    """The findings' pictures, small, each with what is varied in it."""
    found = []
    for finding in findings:
        pixels = load_picture(folder / finding.picture).rgb
        size = fit_within(pixels.shape[1], pixels.shape[0], TILE)
        found.append((", ".join(finding.varied.values()), resize(pixels, *size)))
    return found


def _page(findings: Sequence[Finding], title: str) -> str:
    figures = "\n".join(_figure(finding) for finding in findings)
    columns = list(findings[0].row)
    head = "".join(f"<th>{escape(column.replace('_', ' '))}</th>" for column in columns)
    body = "\n".join(
        "<tr>"
        + "".join(f"<td>{escape(_word(value))}</td>" for value in each.row.values())
        + "</tr>"
        for each in findings
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n"
        f"<body>\n<h1>{escape(title)}</h1>\n<main>\n{figures}\n</main>\n"
        f"<table>\n<tr>{head}</tr>\n{body}\n</table>\n</body>\n</html>\n"
    )


def _figure(finding: Finding) -> str:
    words = ", ".join(f"{name} = {value}" for name, value in finding.varied.items())
    return (
        f'<figure><img src="{escape(finding.picture)}" alt="{escape(words)}" loading="lazy">'
        f"<figcaption>{escape(words)}<br>style loss {_word(finding.style_loss)}, "
        f"content loss {_word(finding.content_loss)}, {finding.seconds:.1f} s</figcaption></figure>"
    )


def _word(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
