"""python -m tests.outage [ROUNDS] [SEED]: kills one part of the running service in every round, under load.

Web, worker, keys and database belong to a folder of their own, var/outage.
"""

import json
import os
import random
import socket
import sys
import time

from deploy import demo, devdb, local

ROUNDS, CLIENTS = 200, ("Demir", "Kaya", "Overbeck")
# Long enough that every round finds deeds under way, and that the web was up between two kills.
BETWEEN = (0.3, 1.6)
SEALED_AFTER = 75


def main() -> int:
    """Run the rounds, look at everything, and say in one line of JSON what was seen."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)
    os.environ["HILFENETZ_VAR"] = str(devdb.ROOT / "var" / "outage")
    os.environ |= local.environment()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "deploy.settings", "HILFENETZ_DEMO": "yes"}
    with devdb.running():
        demo.forget()
        demo.prepare()
        demo.build_town()
        import django

        django.setup()
        return _rounds(rounds, seed)


def _rounds(rounds: int, seed: int) -> int:
    from tests.outage.house import House
    from tests.outage.looking import problems, verified
    from tests.outage.people import Acknowledged, Person

    with socket.socket() as free:
        free.bind((demo.HOST, 0))
        port = free.getsockname()[1]
    chance, told = random.Random(seed), Acknowledged()
    house = House(port, chance)
    try:
        house.mends()
        people = [Person(name, port, told, seed + place) for place, name in enumerate(CLIENTS)]
        for person in people:
            person.start()
        for number in range(rounds):
            time.sleep(chance.uniform(*BETWEEN))
            house.kills()
            house.mends()
            print(
                f"\r{number + 1} of {rounds}, {told.deeds} deeds",
                end="",
                file=sys.stderr,
                flush=True,
            )
        for person in people:
            person.stops.set()
        for person in people:
            person.join()
        # The sealer goes on by itself, also where it was killed in its work.
        time.sleep(SEALED_AFTER)
        found = [*problems(told), *told.without_words]
        if wrong := verified():
            found.append(wrong)
    finally:
        house.ends()
    seen = {
        "rounds": rounds,
        "seed": seed,
        "killed": house.killed,
        "deeds": told.deeds,
        "notes": len(told.notes),
        "families": len(told.families),
        "enquiries": len(told.enquiries),
        "in words": told.in_words,
        "broken": told.broken,
        "ok": not found,
        "problems": found[:20],
    }
    print("\n" + json.dumps(seen, ensure_ascii=False))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
