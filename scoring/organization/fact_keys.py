"""How kinds of posts and facts speak of the same thing: fixed ids on both sides, in one place."""

from collections.abc import Mapping
from typing import Final

LEAD: Final = "lead"
OWNER: Final = "owner"
HOST: Final = "host"
AGENCY: Final = "agency"
AGENCY_MANAGER: Final = "agency_manager"
LEAD_KINDS: Final = (LEAD, "store_manager", OWNER)
"""Who may lead the Douyin business, most telling first."""

TEAM_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "live": ("live_ops", HOST, "co_host", "floor_control", "console"),
    "media": ("media_buyer",),
    "content": ("director", "shooter", "editor", "design"),
    "goods": ("merchandiser", "supply"),
    "talent": ("bd",),
    "service": ("presale", "aftersale"),
    "support": ("warehouse", "data_finance"),
}
"""Rows of fact F13 below the lead, by the team in which they are drawn."""
HEAD_KINDS: Final[Mapping[str, str]] = {
    "live": "live_head",
    "media": "media_head",
    "content": "content_head",
    "goods": "goods_head",
    "talent": "talent_head",
    "service": "service_head",
    "support": "",
}
"""Kind of the function head that F14 speaks of."""
LAYER_KINDS: Final = ("live_head", "host_head")
"""Kinds of the managers between the lead and the hosts, from the top; more of them have no kind."""
COUNTED_KINDS: Final = (LEAD, *(kind for kinds in TEAM_KINDS.values() for kind in kinds))
"""Rows of fact F13."""

SUPERIORS: Final[Mapping[str, str]] = {
    "gm": OWNER,
    "marketing": "marketing_director",
    "ecommerce": "ecommerce_director",
}
"""Option of F2.reports_to and F2.appraised_by -> kind of post."""
SUPERIOR_OPTIONS: Final[Mapping[str, str]] = {
    **{kind: option for option, kind in SUPERIORS.items()},
    "brand": "marketing",
    AGENCY_MANAGER: AGENCY,
}
APPRAISED_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    HOST: (HOST,),
    "media_buyer": ("media_buyer",),
    "bd": ("bd",),
    "content": ("director", "shooter", "editor"),
    "service": ("presale", "aftersale"),
}
"""Row of fact F22 -> kinds that it speaks of."""
FUNCTIONS: Final = ("none", "account", "hosts", "media", "content", "talent", "service")
"""Options of fact F17.functions."""
WHOLE_ACCOUNT: Final = "account"
TALENT_FUNCTION: Final = "talent"
OWN_HOLDERS: Final = ("own", "none")
"""Options of F17.data_holder and F17.contract_holder with which an agency holds nothing."""
METRICS: Final = ("gmv", "roi", "traffic", "experience", "output", "none")
BASES: Final = ("gross", "net", "neither")
"""Options of facts F22."""
