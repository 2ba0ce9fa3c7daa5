"""Addresses of the room; each restores the view it names."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter

from releve.roster import views

app_name = "roster"


class Day:
    """A day of the calendar, as 2027-03-01."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day; Django answers 404 where it is none."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """Return the day as the address has it."""
        return str(value)


register_converter(Day, "day")

PERIOD = "<int:unit>/<day:starts_on>/"
WISHES = "<int:unit>/wishes/<day:starts_on>/"
OWN_WISHES = "wishes/<day:starts_on>/"

urlpatterns = [
    path("", views.wards, name="wards"),
    path("<int:unit>/", views.ward, name="ward"),
    path("<int:unit>/worked/", views.worked_law, name="worked_law"),
    path("<int:unit>/worked/judge/", views.judge, name="judge"),
    path("<int:unit>/cycle/", views.cycle, name="cycle"),
    path("<int:unit>/cycle/new/", views.new_cycle, name="new_cycle"),
    path("<int:unit>/cycle/day/", views.change_day, name="change_day"),
    path("<int:unit>/cycle/place/", views.take_place, name="take_place"),
    path("<int:unit>/cycle/leave/", views.leave_place, name="leave_place"),
    path("<int:unit>/cycle/retire/", views.retire, name="retire_cycle"),
    path(PERIOD, views.period, name="period"),
    path(f"{PERIOD}<int:number>/", views.month, name="month"),
    path(f"{PERIOD}cycle/", views.begin, name="begin"),
    path(f"{PERIOD}<int:number>/cycle/", views.gap, name="gap"),
    path(f"{PERIOD}<int:number>/choose/", views.choose, name="choose"),
    path(f"{PERIOD}<int:number>/publication/", views.publication, name="publication"),
    path(f"{PERIOD}<int:number>/publish/", views.publish, name="publish"),
    path(f"{PERIOD}<int:number>/propose/", views.propose, name="propose"),
    path(f"{PERIOD}<int:number>/take-back/", views.take_back, name="take_back"),
    path(f"{PERIOD}<int:number>/revise/", views.revise, name="revise"),
    path(f"{PERIOD}<int:number>/edits/", views.edit, name="edit"),
    path(f"{PERIOD}<int:number>/edits/undo/", views.undo, name="undo"),
    path(f"{PERIOD}<int:number>/edits/redo/", views.redo, name="redo"),
    path(f"{PERIOD}<int:number>/compare/<int:other>/", views.compare, name="compare"),
    path(
        f"{PERIOD}<int:number>/compare/<int:other>/changes.<str:ending>",
        views.changes,
        name="changes",
    ),
    path(f"{PERIOD}<int:number>/roster.pdf", views.sheet, name="sheet"),
    path(f"{PERIOD}<int:number>/roster.<str:ending>", views.export, name="export"),
    path(f"{PERIOD}<int:number>/sharing/", views.sharing, name="sharing"),
    path(f"{PERIOD}<int:number>/sharing.svg", views.figure, name="figure"),
    path(f"{PERIOD}protect/", views.protect, name="protect"),
    path(f"{PERIOD}searches/", views.start, name="start"),
    path(f"{PERIOD}searches/<int:search>/", views.search, name="search"),
    path(f"{PERIOD}searches/<int:search>/stop/", views.stop, name="stop"),
    path("<int:unit>/wishes/", views.wishes, name="wishes"),
    path("<int:unit>/wishes/open/", views.open_wishes, name="open_wishes"),
    path(WISHES, views.team_wishes, name="team_wishes"),
    path(f"{WISHES}close/", views.close_wishes, name="close_wishes"),
    path(f"{WISHES}carry/", views.carry_wishes, name="carry_wishes"),
    path(f"{WISHES}wishes.<str:ending>", views.export_wishes, name="export_wishes"),
    path("<int:unit>/exchanges/", views.team_exchanges, name="team_exchanges"),
    path("<int:unit>/exchanges/rule/", views.set_swap_rule, name="set_swap_rule"),
    path("<int:unit>/exchanges/<int:swap>/accept/", views.accept_swap, name="accept_swap"),
    path("<int:unit>/exchanges/<int:swap>/decline/", views.decline_swap, name="decline_swap"),
    path("<int:unit>/openings/", views.open_shift, name="open_shift"),
    path("<int:unit>/openings/<int:opening>/allot/", views.allot_shift, name="allot_shift"),
    path("<int:unit>/openings/<int:opening>/close/", views.close_opening, name="close_opening"),
    path("help/", views.guide, name="guide"),
]

own_patterns = [
    path("", views.own, name="now"),
    path("<day:starts_on>/", views.own, name="month"),
    path("exchanges/", views.own_exchanges, name="exchanges"),
    path("exchanges/offers/", views.set_offers, name="set_offers"),
    path("exchanges/ask/", views.ask_swap, name="ask_swap"),
    path("exchanges/<day:day>/<str:shift>/", views.own_exchange, name="exchange"),
    path("exchanges/<int:swap>/agree/", views.agree_swap, name="agree_swap"),
    path("exchanges/<int:swap>/refuse/", views.refuse_swap, name="refuse_swap"),
    path("exchanges/<int:swap>/withdraw/", views.withdraw_swap, name="withdraw_swap"),
    path("openings/<int:opening>/volunteer/", views.volunteer, name="volunteer"),
    path("openings/<int:opening>/stand-down/", views.stand_down, name="stand_down"),
    path("wishes/", views.own_wishes, name="wishes"),
    path(OWN_WISHES, views.own_wishes, name="wish_period"),
    path(f"{OWN_WISHES}state/", views.state_wish, name="state_wish"),
    path(f"{OWN_WISHES}<int:wish>/withdraw/", views.withdraw_wish, name="withdraw_wish"),
    path("wishes/preferences/", views.state_preference, name="state_preference"),
    path(
        "wishes/preferences/<int:preference>/withdraw/",
        views.withdraw_preference,
        name="withdraw_preference",
    ),
]
"""One's own planning and wishes; the house gives it an address of its own."""
