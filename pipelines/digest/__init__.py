"""The monthly digest: what changed against the month before, in counts and dollars, without any patient data."""

from pipelines.digest.digest import Digest, read_digest

__all__ = ["Digest", "read_digest"]
