"""What scripts and pages are told about stored samples, without a row of their frames."""

from __future__ import annotations

from pipelines.casebook import open_casebook
from pipelines.casebook.vault import find_key
from pipelines.sampling.answer import DescribedSample, ListedSample
from pipelines.sampling.drawing import DRAWN, name_subject
from pipelines.sampling.review import REVIEWED
from pipelines.sampling.stored_sample import StoredSample, find_sample_files, read_sample
from pipelines.settings import Settings
from pipelines.store.home import Home


def describe(sample: StoredSample) -> DescribedSample:
    """Name, frame in words, sizes, seeds and numbers in the order drawn."""
    return {
        "name": sample.name,
        "drawn_at": sample.drawn_at,
        "data_through_date": sample.data_through_date,
        "words": [*sample.definition.describe(), sample.size_reason],
        "frame_size": sample.frame_size,
        "frame_cents": sample.frame_cents,
        "frame_sha256": sample.frame_sha256,
        "sample_size": sample.sample_size,
        "strata": [
            {
                "name": one.name,
                "seed": one.seed,
                "frame_size": len(one.rows),
                "size": len(one.sample),
                "sample": one.sample,
                "spares": one.spares,
            }
            for one in sample.strata
        ],
    }


def list_described(settings: Settings) -> list[ListedSample]:
    """Every sample, the newest first, with who drew it and whether it is reviewed."""
    home = Home(settings.home)
    names = [path.stem for path in find_sample_files(home)]
    if not names:
        return []
    key, casebook = find_key(home, settings.key), open_casebook(settings)
    described: list[ListedSample] = []
    for name in names:
        events = casebook.read([DRAWN, REVIEWED], name_subject(name))
        reviews = [event for event in events if event.kind == REVIEWED]
        state = f"reviewed by {reviews[-1].actor}" if reviews else "not reviewed yet"
        one = describe(read_sample(home, key, name))
        described.append({**one, "drawn_by": events[0].actor if events else "", "state": state})
    return sorted(described, key=lambda one: str(one["drawn_at"]), reverse=True)
