"""The model card: what the models learned from, under which licences, and how well, per source."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.checks.models import MODEL_NAMES
from service.checks.scoring import HOLD_SCORE
from service.learn.figures import Figures
from service.learn.rows import Row

_HEAD = """# Model card: abuse and spam

Version `{version}`, trained on {day} with seed {seed} by `taliq train`.

Two models over hashed character n-grams inside words, words, their letters in order, word pairs and the
sound of words: a linear one, and beside it a small network over three neighbouring words, which also
knows the company that {meant} frequent words keep in texts without labels. Letters set apart, masked or
borrowed from other scripts are put back before. They hold a comment for a person; alone they never
reject one. They are made for readers' comments in Arabic (standard and dialects), and know some Arabizi,
English and French.

**Scores are a scale, not probabilities.** A score of {hold} is the recommended threshold of both
models: the best macro-F1 on the tenth of the rows that was kept apart, raised where needed so that
few comments that newspapers had published are held; Arabic and other scripts have their own. Links,
account names and digits are not seen: what a link points to is judged by rules.

## Data

{used} rows; {refused} left out for their licence. The texts hold slurs and threats; the weights hold no text.
Rows that nobody had looked at count as harmless where noted: published newspaper comments for abuse
(full weight), rows of other sources for spam (a fifth). Arabic rows have disguised copies at half weight,
and sentences of our own (`taliq_sentences`) stand against names and insults as such. Spam of the last years is
of our own writing too (`taliq_spam`), with as much innocent talk about the same trades.

| source | rows | abuse: labelled (1) | spam: labelled (1) | licence as stated |
|---|---|---|---|---|
"""

_FIGURES = """
## Figures on the tenth kept apart

Found with the models as fitted on the other nine tenths; the shipped ones saw all rows.
Each source has its own idea of abuse: compare a source with itself over versions, not with another.

| model | source | rows | of them 1 | AUC | macro-F1 | recall | precision | held |
|---|---|---|---|---|---|---|---|---|
"""

_END = """
## Known limits

- Mostly tweets and video comments; long standard Arabic with politely worded abuse is rare in the data.
- Names of peoples, faiths and of women occur more often in abusive rows, so neutral mention of them scores
  too high; quotations and counter-speech that repeat an insult score like the insult.
- Arabizi outside Morocco and Tunisia, and French, are thin. Spam in either, and all spam of the last years,
  is of our own writing: its figures above are about one hand's idea of an advertisement.
- Sources without a stated licence are research data whose authors granted nothing in writing; a publisher
  may train with `--open-licences-only`, which leaves little Arabic.
"""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the card tells. rows: the ones used. refused: count left out. meant: words with a meaning.

    unlabelled: how many texts without labels taught it, by licence.
    figures: per model name, then "all" and each source with labels.
    """

    version: str
    day: date
    seed: int
    rows: Sequence[Row]
    refused: int
    meant: int
    unlabelled: Mapping[str, int]
    figures: Mapping[str, Mapping[str, Figures]]


def card(facts: CardFacts) -> str:
    """The card in Markdown."""
    head = _HEAD.format(
        version=facts.version,
        day=facts.day.isoformat(),
        seed=facts.seed,
        hold=HOLD_SCORE,
        used=len(facts.rows),
        refused=facts.refused,
        meant=f"{facts.meant:,}",
    )
    tables = [
        _figure_line(model, source, each)
        for model, by_source in facts.figures.items()
        for source, each in by_source.items()
    ]
    return (
        head
        + "".join(_data_lines(facts.rows))
        + _unlabelled(facts.unlabelled)
        + _FIGURES
        + "".join(tables)
        + _END
    )


def _unlabelled(texts: Mapping[str, int]) -> str:
    if not texts:
        return ""
    listed = ", ".join(f"{licence} {count}" for licence, count in texts.items())
    return f"\nTexts without labels, for the meaning of words alone, by licence as stated: {listed}.\n"


def _data_lines(rows: Sequence[Row]) -> list[str]:
    counts: Counter[tuple[str, str]] = Counter()
    licences: dict[str, set[str]] = {}
    for row in rows:
        counts[row.source, "rows"] += 1
        licences.setdefault(row.source, set()).add(row.licence or "not stated")
        for name in MODEL_NAMES:
            counts[row.source, f"{name} labelled"] += row.labels[name] is not None
            counts[row.source, f"{name} 1"] += row.labels[name] == 1
    return [
        f"| {source} | {counts[source, 'rows']} | "
        + " | ".join(
            f"{counts[source, f'{name} labelled']} ({counts[source, f'{name} 1']})" for name in MODEL_NAMES
        )
        + f" | {', '.join(sorted(licences[source]))} |\n"
        for source in sorted(licences, key=lambda name: -counts[name, "rows"])
    ]


def _figure_line(model: str, source: str, each: Figures) -> str:
    quality = (each.auc, each.macro_f1, each.recall, each.precision, each.share_held)
    cells = ("–" if value is None else f"{value:.3f}" for value in quality)
    return f"| {model} | {source} | {each.texts} | {each.positive} | {' | '.join(cells)} |\n"
