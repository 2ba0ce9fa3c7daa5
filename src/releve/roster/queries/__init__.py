"""Questions to the room, read only."""

from releve.roster.queries.ahead import UnitAhead, units_ahead
from releve.roster.queries.clash import Clash, clash_of
from releve.roster.queries.comparison import SideBySide, comparison
from releve.roster.queries.cycles import (
    CyclePage,
    GapPanel,
    cycle_key,
    cycle_of,
    cycle_page,
    gap_panel,
    latest_problem,
    on_anchor,
    people_for_cycle,
    places_of,
)
from releve.roster.queries.demand import DemandFacts, demand_facts
from releve.roster.queries.exports import copy_of, exported, sharing, sharing_svg
from releve.roster.queries.holdings import HOLDINGS
from releve.roster.queries.law import LawPanel, law_panel
from releve.roster.queries.month import Picture, month_picture
from releve.roster.queries.near import NearViews, near_views
from releve.roster.queries.over import (
    cycles_over,
    owners_of_closed_addresses,
    rosters_over,
    searches_over,
    told_over,
)
from releve.roster.queries.own import OwnMonth, OwnPlanning, OwnShift, own_planning
from releve.roster.queries.periods import (
    Viewer,
    last_search,
    opening_version,
    period,
    periods,
    published_number,
    roster_key,
    rosters_of,
    school_zone,
    version,
    versions,
    versions_seen,
    ward,
    wards,
)
from releve.roster.queries.searches import search_of, standing
from releve.roster.queries.why import Asked, answer_to, asked_of, expect_questions, way_back

__all__ = [
    "HOLDINGS",
    "Asked",
    "Clash",
    "CyclePage",
    "DemandFacts",
    "GapPanel",
    "LawPanel",
    "NearViews",
    "OwnMonth",
    "OwnPlanning",
    "OwnShift",
    "Picture",
    "SideBySide",
    "UnitAhead",
    "Viewer",
    "answer_to",
    "asked_of",
    "clash_of",
    "comparison",
    "copy_of",
    "cycle_key",
    "cycle_of",
    "cycle_page",
    "cycles_over",
    "demand_facts",
    "expect_questions",
    "exported",
    "gap_panel",
    "last_search",
    "latest_problem",
    "law_panel",
    "month_picture",
    "near_views",
    "on_anchor",
    "opening_version",
    "own_planning",
    "owners_of_closed_addresses",
    "people_for_cycle",
    "period",
    "periods",
    "places_of",
    "published_number",
    "roster_key",
    "rosters_of",
    "rosters_over",
    "school_zone",
    "search_of",
    "searches_over",
    "sharing",
    "sharing_svg",
    "standing",
    "told_over",
    "units_ahead",
    "version",
    "versions",
    "versions_seen",
    "ward",
    "wards",
    "way_back",
]
