"""The pages of the register: lists, entries, the intake, controls and files."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.people.actions import create_account, give_function
from releve.people.models import Account, Level
from releve.people.tests.builders import a_hospital
from releve.stewardship.actions import add_supplier, register_own
from releve.stewardship.actions.register import FROM_CARD
from releve.stewardship.cards import Card, Text
from releve.stewardship.models import Evidence, Exemption, Interlocutor, Supplier, Tool
from releve.stewardship.queries.register import places_of, tool_at
from releve.stewardship.tests.builders import a_tool, placed
from releve.stewardship.tests.people import a_browser, an_account, text

pytestmark = pytest.mark.django_db

ENTRY = {"name_fr": "Courriers", "kind": "generative", "role": "deployer", "version": "2.1"}


def the_referent(hospital: Level) -> Client:
    """Return the browser of the person who keeps the register."""
    return a_browser(an_account(hospital, "ai_referent"))


def test_the_register_lists_tools_and_filters_them() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    a_tool(hospital, key="robot", name_fr="Robot de pharmacie", name_en="", kind="robot")
    browser = the_referent(hospital)
    assert "Robot de pharmacie" in text(browser, "/tools/")
    assert "Robot de pharmacie" not in text(browser, "/tools/?kind=generative")
    assert "Robot de pharmacie" in text(browser, "/tools/?q=PHARMA&risk=none")
    assert "Take a filter away" in text(browser, "/tools/?state=retired")


def test_the_register_shows_the_tools_of_one_unit_and_says_where_there_is_none() -> None:
    hospital = a_hospital()
    placed(a_tool(hospital), Level.objects.get(code="URG"), step=1)
    a_tool(hospital, key="robot", name_fr="Robot de pharmacie", name_en="Robot", kind="robot")
    browser = the_referent(hospital)
    here = text(browser, "/tools/?unit=URG")
    assert '<option value="URG" selected>' in here
    assert "Robot" not in here
    assert "/register/?hospital=CH-LUNE&amp;unit=URG" in here
    empty = text(browser, "/tools/?unit=CARDIO")
    assert "No digital tool is used or planned in Cardiologie." in empty
    assert '<a href="/tools/">All units</a>' in empty
    assert "Take a filter away" in text(browser, "/tools/?unit=URG&kind=robot")
    assert "Robot" in text(browser, "/tools/?unit=NOWHERE")  # the unit of another hospital


def test_a_manager_of_a_unit_reads_the_register_of_her_hospital_and_changes_nothing() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    unit = Level.objects.get(code="URG")
    manager = a_browser(an_account(hospital, "ward_manager", level=unit))
    page = text(manager, "/tools/letters/")
    assert "Change the entry" not in page
    assert manager.get("/tools/letters/edit/").status_code in (403, 404)


def test_whoever_has_no_part_in_it_finds_no_register() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    assert a_browser(an_account(hospital)).get("/tools/").status_code == 404
    assert a_browser().get("/tools/").status_code == 302


def test_a_tool_is_added_and_changed_on_its_form() -> None:
    hospital = a_hospital()
    browser = the_referent(hospital)
    sent = {**ENTRY, "key": "letters", "purpose__fr": "Rédige un courrier.", "log_months": "12"}
    added = browser.post("/tools/new/", sent, follow=True)
    assert "Rédige un courrier." in added.content.decode()
    changed = {**ENTRY, "row_version": "1", "owner": "Secrétariat", "version": "3.0"}
    browser.post("/tools/letters/edit/", changed)
    tool = tool_at(hospital, "letters")
    assert tool is not None
    assert (tool.fields["owner"], tool.version) == ("Secrétariat", "3.0")
    assert "purpose" not in tool.fields  # what was emptied is gone
    again = browser.post("/tools/letters/edit/", changed)
    assert again.status_code == 409
    assert "changed meanwhile" in again.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"key": "controls"}, {"version": ""}, {"kind": "magic"}, {"website": "ftp:/x"}, {"key": ""}],
)
def test_an_entry_with_a_fault_is_shown_again_and_nothing_is_kept(wrong: dict[str, str]) -> None:
    hospital = a_hospital()
    answer = the_referent(hospital).post("/tools/new/", {**ENTRY, "key": "letters", **wrong})
    assert answer.status_code == 400
    assert tool_at(hospital, "letters") is None


def test_what_a_card_says_is_shown_and_not_asked() -> None:
    hospital = a_hospital()
    card = Card(
        key="engine",
        version="1.0",
        kind="optimisation",
        name=Text("Moteur", "Engine"),
        texts={"purpose": Text("Propose.", "Proposes.")},
        operators=(),
        modules=(),
    )
    register_own(hospital, [card], actor=HOUSE)
    browser = the_referent(hospital)
    page = text(browser, "/tools/engine/edit/")
    assert "Proposes." in page
    assert "purpose__fr" not in page
    sent = {"role": "both", "row_version": "1", "owner": "DRH", "purpose__fr": "Autre."}
    browser.post("/tools/engine/edit/", sent)
    tool = tool_at(hospital, "engine")
    assert tool is not None
    assert (tool.fields["owner"], tool.text("purpose", "fr")) == ("DRH", "Propose.")
    assert tool.fields[FROM_CARD] == ["purpose"]


def test_units_are_planned_and_withdrawn_on_the_page() -> None:
    hospital = a_hospital()
    tool, browser = a_tool(hospital), the_referent(hospital)
    unit = Level.objects.get(code="URG")
    browser.post("/tools/letters/places/", {"unit": unit.pk, "step": "0"})
    assert [(one.unit, one.step) for one in places_of(tool)] == [(unit, 0)]
    browser.post("/tools/letters/places/", {"unit": unit.pk, "withdraw": "1"})
    assert not places_of(tool).exists()
    assert browser.post("/tools/letters/places/", {"unit": hospital.pk}).status_code == 404


def test_suppliers_have_somebody_to_speak_to_at_each_level() -> None:
    hospital = a_hospital()
    browser = the_referent(hospital)
    browser.post("/tools/suppliers/new/", {"name": "Éditeur", "site": "https://example.org/"})
    supplier = Supplier.objects.for_hospital(hospital).get()
    address = f"/tools/suppliers/{supplier.pk}/speak/"
    unit = Level.objects.get(code="URG")
    for level in (hospital, unit):
        browser.post(address, {"level": level.pk, "name": "Support", "contact": "01 02"})
    assert Interlocutor.objects.for_hospital(hospital).count() == 2
    assert "Support" in text(browser, "/tools/suppliers/")
    assert browser.post("/tools/suppliers/new/", {"name": "Éditeur"}).status_code == 409
    assert browser.post(address, {"level": 10**9, "name": "S", "contact": "1"}).status_code == 404


def test_a_tool_shows_whom_to_speak_to() -> None:
    hospital = a_hospital()
    supplier = add_supplier(hospital, name="Éditeur", actor=HOUSE)
    a_tool(hospital, supplier=supplier)
    assert "Éditeur" in text(the_referent(hospital), "/tools/letters/")


NO = dict.fromkeys(
    ("q2", "q3", "q4", "q5", "q6", "q7", "health_data", "staff_data", "patients"), "no"
)


def test_the_intake_says_at_once_what_follows_with_and_without_script() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    browser = the_referent(hospital)
    answers = {"q1": "yes", **NO, "q6": "yes"}
    page = browser.get("/tools/letters/intake/", answers).content.decode()
    assert "Duty of transparency" in page
    part = browser.get("/tools/letters/intake/", answers, headers={"HX-Request": "true"})
    assert "Duty of transparency" in part.content.decode()
    assert "<html" not in part.content.decode()
    missing = browser.get("/tools/letters/intake/", {"q1": "no"}).content.decode()
    assert "wants the reason of this answer" in missing


def test_an_intake_is_signed_on_its_page_and_stands_in_its_history() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    browser = the_referent(hospital)
    answers = {"q1": "yes", **NO, "row_version": "1"}
    page = browser.post("/tools/letters/intake/sign/", answers, follow=True).content.decode()
    assert "Signed for version 2.1" in page
    assert "Ana ai_referent" in page
    tool = tool_at(hospital, "letters")
    assert tool is not None
    assert tool.risk_class == "minimal"
    refused = browser.post("/tools/letters/intake/sign/", {"q1": "no"})
    assert refused.status_code == 409


def test_a_new_tool_asks_its_intake_without_reproach() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    page = text(the_referent(hospital), "/tools/letters/intake/")
    assert "No intake is in force" in page
    assert "This question" not in page


def test_the_grid_says_in_words_what_colour_doubles() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    a_tool(hospital, key="old", name_fr="Ancien", name_en="Old one", state="retired")
    browser = the_referent(hospital)
    page = text(browser, "/tools/controls/")
    assert "REG-01" in page
    assert "before its step" in page
    assert "Old one" not in page
    assert "ROL-04" not in text(browser, "/tools/controls/?family=REG")
    assert "BUY-03" in text(browser, "/tools/controls/?family=BUY&open=1")
    table = browser.get("/tools/controls.csv").content.decode()
    assert table.startswith("tool,control,")
    assert "letters,REG-01," in table


def test_evidence_is_uploaded_read_again_and_withdrawn() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    browser = the_referent(hospital)
    file = SimpleUploadedFile("note.pdf", b"%PDF-1.7 ...", content_type="application/pdf")
    address = "/tools/letters/controls/ROL-04/"
    given = browser.post(f"{address}evidence/", {"title": "Note", "file": file}, follow=True)
    assert "note.pdf" in given.content.decode()
    row = Evidence.objects.for_hospital(hospital).get()
    read = browser.get(f"/tools/letters/evidence/{row.pk}/file/")
    assert read.content == b"%PDF-1.7 ..."
    assert read["Content-Disposition"].startswith("attachment")
    browser.post(f"/tools/letters/evidence/{row.pk}/withdraw/")
    assert "no longer in force" in text(browser, address)
    wrong = SimpleUploadedFile("note.pdf", b"MZ", content_type="application/pdf")
    refused = browser.post(f"{address}evidence/", {"title": "Note", "file": wrong})
    assert refused.status_code == 409


def test_whoever_decides_signs_a_waiver_with_her_name() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    director = a_browser(an_account(hospital, "care_director"))
    address = "/tools/letters/controls/ROL-04/"
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    director.post(f"{address}waive/", {"reason": "Le matériel manque.", "until_on": until})
    row = Exemption.objects.for_hospital(hospital).get()
    assert (row.signer, row.kind) == ("Ana care_director", "waived")
    assert "Le matériel manque." in text(director, address)
    assert director.post(f"{address}waive/", {"reason": ""}).status_code == 400
    referent = the_referent(hospital)
    assert referent.post(f"{address}waive/", {"reason": "Non."}).status_code in (403, 404)
    referent.post(f"/tools/letters/exemptions/{row.pk}/withdraw/")
    referent.post(f"{address}not-applicable/", {"reason": "Sans objet ici."})
    assert "not applicable" in text(referent, address)


def test_a_control_that_does_not_exist_has_no_page() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    text(the_referent(hospital), "/tools/letters/controls/XXX-99/", status=404)
    text(the_referent_again(hospital), "/tools/nothing/", status=404)


def the_referent_again(hospital: Level) -> Client:
    """Return the browser of another account that reads the register."""
    return a_browser(an_account(hospital, "staff_representative"))


def test_an_audit_file_is_taken_from_the_page() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    answer = the_referent(hospital).get("/tools/letters/audit-file.zip")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_somebody_above_hospitals_names_the_one_she_means() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    ght = Level.objects.get(code="GHT-LUNE")
    other = Level.objects.create(code="CH-X", kind="hospital", name="Ailleurs", parent=ght)
    a_tool(other, key="robot", name_fr="Robot", name_en="")
    browser = a_browser(above(ght))
    assert "Robot" in text(browser, "/tools/?hospital=CH-X")
    assert "?hospital=CH-X" in text(browser, "/tools/robot/?hospital=CH-X")
    text(browser, "/tools/robot/?hospital=CH-LUNE", status=404)


def above(level: Level) -> Account:
    """Return an account above hospitals that keeps their registers."""
    account = create_account(
        actor=HOUSE, username="ght", name="Ana", password=None, hospital=None, person=None
    )
    give_function(
        account, actor=HOUSE, function="ai_referent", level=level, from_on=date(2020, 1, 1)
    )
    return account


def test_the_api_reads_tools_and_how_controls_stand() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    browser = the_referent(hospital)
    root = f"/api/v1/hospitals/{hospital.pk}/tools"
    (one,) = json.loads(browser.get(root).content)["items"]
    assert one["key"] == "letters"
    whole = json.loads(browser.get(f"{root}/letters").content)
    assert whole["fields"]["changed_on"] == timezone.localdate().isoformat()
    rows = json.loads(browser.get(f"{root}/letters/controls").content)["items"]
    by_id = {row["control"]: row for row in rows}
    assert by_id["REG-03"]["lacks"][0]["code"] == "no_intake"
    assert browser.get(f"{root}/nothing").status_code == 404


def test_pages_speak_french() -> None:
    hospital = a_hospital()
    a_tool(hospital)
    browser = a_browser(an_account(hospital, "ai_referent"), language="fr")
    assert "Registre des outils" in text(browser, "/tools/")
    for address in ("/tools/letters/", "/tools/letters/intake/", "/tools/controls/", "/tools/new/"):
        page = text(browser, address)
        assert "Register" not in page
    assert Tool.objects.for_hospital(hospital).count() == 1


def test_a_tool_planned_in_a_unit_shows_it_beside_the_head_of_the_page() -> None:
    hospital = a_hospital()
    placed(a_tool(hospital), Level.objects.get(code="URG"), step=1)
    browser = the_referent(hospital)
    for address in ("/tools/", "/tools/letters/", "/register/letters/"):
        page = text(browser, address)
        assert "Urgences" in page
        assert 'aria-label="Main pages"' in page
