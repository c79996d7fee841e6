"""Words for what recipients know."""

# The texts of a plan under the words of its page.
PLAN_TEXTS = {
    "child_view": "Kind",
    "child_view_missing": "Kind: fehlt, weil",
    "parents_view": "Eltern",
    "professionals_view": "Fachkräfte",
    "need": "Was gebraucht wird",
    "agreements": "Vereinbarungen",
    "dissent": "Abweichende Meinung",
    "people_present": "Wer dabei war",
}


def versions(numbers: list[int]) -> str:
    """Name the versions of a plan by their numbers."""
    *first, last = map(str, numbers)
    return f"Fassung {', '.join(first)} und {last}" if first else f"Fassung {last}"
