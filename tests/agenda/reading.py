"""Reading the first page as a person would."""

from tests.conftest import SignIn

NOTHING = "Heute ist nichts fällig."


def first_page(signed_in: SignIn, who: str) -> str:
    """Open the first page as somebody."""
    answer = signed_in(who).get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def verb(page: str, words: str, address: str) -> bool:
    """Tell whether the page has this verb, leading to this address."""
    _, *links = page.split(f'href="{address}"')
    return any(words in after.split("</a>")[0] for after in links)
