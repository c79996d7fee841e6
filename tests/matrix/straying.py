"""Whether words or ids in an answer belong to somebody else, by the marks they carry."""

from accounts.actor import Actor
from tests.matrix.asking import READ, Answer
from tests.matrix.cast import EVERYBODY, MEMBERS
from tests.matrix.marks import MARK, UUIDS, Marks, ids_of_others
from tests.world import World

# What a provider writes into the shared plan of a joint case, or reads there, stands on these pages.
PLAN = frozenset({"plan", "version", "papers", "paper_preview", "paper", "point_new", "goal_rate"})
SHARED_PLAN = (
    *("referrals_version|", "referrals_wording|", "referrals_task|", "referrals_signature|"),
    *("referrals_point|", "referrals_paper|"),
)


class Readers:
    """As whom each of the cast reads, and the ids that are none of theirs."""

    def __init__(self, world: World, marks: Marks) -> None:
        self.marks = marks
        self._actors = {cast: world.actor(member.person) for cast, member in MEMBERS.items()}
        self._theirs = {
            cast: frozenset() if by.is_office else ids_of_others(world, by)
            for cast, by in self._actors.items()
        }

    def actor(self, cast: str) -> Actor:
        """Give one of the cast, acting."""
        return self._actors[cast]

    def strayed(self, name: str, cast: str, answer: Answer) -> str:
        """Say whether words of a row reached somebody for whom its wall does not open."""
        if answer.body and answer.kind not in READ:
            return f"answers as {answer.kind}, which nobody here reads"
        if cast not in EVERYBODY:
            return "read of something" if MARK.search(answer.text) else ""
        by = self._actors[cast]
        places = self.marks.strange_to(by, answer.text)
        ids = self._theirs[cast] & set(UUIDS.findall(answer.text))
        if not by.is_office and name not in PLAN:
            places += [
                one for one in self.marks.found_in(answer.text) if one.startswith(SHARED_PLAN)
            ]
        return f"read of {places} {sorted(ids)}" if places or ids else ""
