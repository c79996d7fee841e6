"""Every family gets a word of its own: neutral, speakable, and no sign of when its file was opened."""

import re
import threading
from itertools import pairwise

import pytest
from django.db import connection

from deploy.town.reference import read_rows, the_town
from referrals.families import sums
from referrals.families.models import Family, draw_word
from tests.stages.families import a_family
from tests.world import World

# Words that would say something about people, or that people use to mock.
NEVER = re.compile(
    "Rabe|Kuckuck|Elster|Geier|Gans|Huhn|Pute|Esel|Kuh|Schwein|Sau|Hund|Affe|Ratte|Schlange|Fink|Meise|Drossel"
    "|Taube|Veilchen|Pflaume|Flasche|Gurke|Birne|Banane|Zitrone|Feige|Mimose|Narzisse|Mohn|Distel|Kristall|Ruhr"
)


def test_thousands_of_numbers_give_thousands_of_words() -> None:
    words = sums.word_file()
    whole = len(words) * len(sums.NUMBERS)
    drawn = {sums.merkwort(i, words) for i in range(2 * whole)}
    assert len(drawn) == 2 * whole


def test_neighbours_do_not_look_like_neighbours() -> None:
    drawn = [sums.merkwort(i, sums.word_file()).split() for i in range(200)]
    assert all(one[0] != next_[0] for one, next_ in pairwise(drawn))
    assert len({word for word, _ in drawn}) > 100


def test_words_can_be_spoken_and_say_nothing_about_people() -> None:
    words = sums.word_file()
    assert len(words) == len(set(words)) >= 200
    assert [word for word in words if not re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß]{2,13}", word)] == []
    assert [word for word in words if NEVER.fullmatch(word)] == []


def test_no_word_is_the_name_of_a_colleague_or_a_street() -> None:
    staff = {row["surname"] for row in read_rows(the_town() / "staff.csv")}
    streets = {row["street"] for row in read_rows(the_town() / "streets.csv")}
    assert set(sums.word_file()) & (staff | streets) == set()


def test_a_word_that_is_taken_is_not_given_again(world: World) -> None:
    first = a_family(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT currval('referrals_word_seq')")
        ahead = cursor.fetchone()[0] + 1
    Family.objects.filter(id=first.id).update(word=sums.merkwort(ahead, sums.word_file()))
    second = a_family(world)
    assert second.word != sums.merkwort(ahead, sums.word_file())


@pytest.mark.django_db(transaction=True)
def test_two_families_opened_at_once_get_two_words(world: World) -> None:
    both = threading.Barrier(2)
    wrong: list[BaseException] = []

    def opens(worker: str) -> None:
        try:
            both.wait(timeout=10)
            for _ in range(5):
                a_family(world, worker=worker)
        except BaseException as error:  # noqa: BLE001  # what goes wrong in a thread is shown by the test
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=opens, args=[who]) for who in ("demir", "kaya")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert wrong == []
    words = list(Family.objects.values_list("word", flat=True))
    assert len(words) == len(set(words)) == 10


def test_the_next_word_is_another(world: World) -> None:
    assert draw_word() != draw_word()
