"""One's own settings: language, theme and size of the text follow the account."""

from __future__ import annotations

import pytest
from django.test import Client

from releve.kit.actors import Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.people.actions import choose_look
from releve.people.models import Account
from releve.roster.tests.months import a_unit
from releve.roster.tests.wards import signed_in

pytestmark = pytest.mark.django_db


def an_account() -> Account:
    """Save an account of the hospital of the Moon."""
    return Account.objects.create_user("ada", name="ada", hospital=a_unit().hospital)


def own(account: Account) -> Actor:
    """Return who acts for herself."""
    return Actor(f"account:{account.pk}", account.name, account.hospital_id)


def test_a_choice_changes_every_page_of_hers_in_any_browser() -> None:
    account = an_account()
    chosen = {"language": "en", "theme": "dark", "text_size": "larger"}
    answer = signed_in(account, "fr").post("/me/look/", chosen)
    assert answer["Location"] == "/me/#look"
    elsewhere = Client(headers={"accept-language": "fr"})
    elsewhere.force_login(account)
    page = elsewhere.get("/").content.decode()
    assert '<html lang="en" data-theme="dark" data-text="larger">' in page
    assert 'name="color-scheme" content="dark"' in page


def test_without_a_choice_the_browser_says() -> None:
    page = signed_in(an_account(), "en").get("/").content.decode()
    assert '<html lang="en">' in page
    assert 'name="color-scheme" content="light dark"' in page


def test_a_choice_is_let_go() -> None:
    account = an_account()
    client = signed_in(account, "fr")
    client.post("/me/look/", {"language": "en", "theme": "dark"})
    client.post("/me/look/", {"language": "", "theme": ""})
    page = client.get("/").content.decode()
    assert '<html lang="fr">' in page


def test_the_language_of_the_foot_of_the_page_is_kept_with_the_account() -> None:
    account = an_account()
    signed_in(account, "fr").post("/langue", {"language": "en", "next": "/me/"})
    account.refresh_from_db()
    assert account.language == "en"


@pytest.mark.parametrize("said", [{"theme": "pink"}, {"language": "zz"}, {"text_size": "42"}])
def test_an_unknown_word_changes_nothing(said: dict[str, str]) -> None:
    account = an_account()
    assert signed_in(account).post("/me/look/", said).status_code == 302
    account.refresh_from_db()
    assert (account.language, account.theme, account.text_size) == ("", "", "")
    with pytest.raises(BadInputError):
        choose_look(account, actor=own(account), **said)


def test_nobody_chooses_for_somebody_else() -> None:
    account = an_account()
    other = Account.objects.create_user("lou", name="Lou", hospital=account.hospital)
    with pytest.raises(NotAllowedError):
        choose_look(account, actor=own(other), theme="dark")


def test_the_page_names_the_account_and_its_sections() -> None:
    page = signed_in(an_account(), "en").get("/me/").content.decode()
    assert [part in page for part in ('id="look"', 'id="account"', "ada")] == [True] * 3


def test_nobody_opens_settings_without_signing_in() -> None:
    answers = [Client().get("/me/"), Client().post("/me/look/", {"theme": "dark"})]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [answer["Location"].partition("?")[0] for answer in answers] == ["/sign-in/"] * 2


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "address", ["/style/", "/help/", "/help/house/", "/help/roster/", "/help/people/"]
)
def test_help_and_style_are_open_to_all_in_both_languages(address: str, language: str) -> None:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()


def test_a_chapter_that_does_not_exist_answers_404_and_the_old_address_leads_on() -> None:
    assert Client().get("/help/nowhere/").status_code == 404
    assert signed_in(an_account()).get("/wards/help/")["Location"] == "/help/roster/"


def test_the_settings_lead_to_one_s_own_sign_in() -> None:
    page = signed_in(an_account(), "en").get("/me/").content.decode()
    assert 'id="sign-in"' in page
    assert 'href="/me/sign-in/"' in page
    assert "none yet" in page
