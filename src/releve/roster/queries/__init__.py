"""Questions to the room, read only."""

from releve.roster.queries.ahead import UnitAhead, units_ahead
from releve.roster.queries.cells import (
    CellPanel,
    Editing,
    cell_asked,
    cell_panel,
    cell_query,
    editing,
    edits_since,
    may_edit,
)
from releve.roster.queries.clash import Clash, clash_of
from releve.roster.queries.comparison import SideBySide, comparison
from releve.roster.queries.demand import DemandFacts, demand_facts
from releve.roster.queries.exports import copy_of, exported, sharing, sharing_svg
from releve.roster.queries.holdings import HOLDINGS
from releve.roster.queries.law import LawPanel, law_panel
from releve.roster.queries.month import Picture, month_picture
from releve.roster.queries.near import NearViews, near_views
from releve.roster.queries.over import (
    owners_of_closed_addresses,
    rosters_over,
    searches_over,
    told_over,
    wishes_over,
)
from releve.roster.queries.own import OwnMonth, OwnPlanning, OwnShift, own_planning
from releve.roster.queries.own_wishes import (
    OwnWishes,
    own_period,
    own_wishes_page,
    person_of,
)
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
from releve.roster.queries.team_wishes import (
    WISH_FIELDS,
    TeamWishes,
    team_wishes,
    wish_lines,
    wish_rows,
)
from releve.roster.queries.why import Asked, answer_to, asked_of, expect_questions, way_back
from releve.roster.queries.wishes import (
    next_period,
    own_preference,
    own_wish,
    wish_period,
    wish_periods,
)

__all__ = [
    "HOLDINGS",
    "WISH_FIELDS",
    "Asked",
    "CellPanel",
    "Clash",
    "DemandFacts",
    "Editing",
    "LawPanel",
    "NearViews",
    "OwnMonth",
    "OwnPlanning",
    "OwnShift",
    "OwnWishes",
    "Picture",
    "SideBySide",
    "TeamWishes",
    "UnitAhead",
    "Viewer",
    "answer_to",
    "asked_of",
    "cell_asked",
    "cell_panel",
    "cell_query",
    "clash_of",
    "comparison",
    "copy_of",
    "demand_facts",
    "editing",
    "edits_since",
    "expect_questions",
    "exported",
    "last_search",
    "law_panel",
    "may_edit",
    "month_picture",
    "near_views",
    "next_period",
    "opening_version",
    "own_period",
    "own_planning",
    "own_preference",
    "own_wish",
    "own_wishes_page",
    "owners_of_closed_addresses",
    "period",
    "periods",
    "person_of",
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
    "team_wishes",
    "told_over",
    "units_ahead",
    "version",
    "versions",
    "versions_seen",
    "ward",
    "wards",
    "way_back",
    "wish_lines",
    "wish_period",
    "wish_periods",
    "wish_rows",
    "wishes_over",
]
