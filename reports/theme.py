"""How every page looks: colours, type sizes, page geometry. Lengths are points, colours ``#RRGGBB``.

The merchant is blue, targets and alerts are vermillion (Okabe & Ito 2002; both differ in lightness, so the
pages survive greyscale print and colour blindness), peers are grey. Nothing is said by colour alone.
"""

from typing import Final

# Colours ----------------------------------------------------------------------------------------------
MERCHANT: Final = "#0072B2"
MERCHANT_SOFT: Final = "#9CC7E0"
MERCHANT_FAINT: Final = "#E3F0F7"
TARGET: Final = "#D55E00"
TARGET_SOFT: Final = "#F3C7A6"
TARGET_FAINT: Final = "#FEF4EC"
PEER: Final = "#7B8794"
PEER_BAND: Final = "#DCE6ED"
PEER_FAINT: Final = "#EEF2F5"

NAVY: Final = "#0B3A5E"
INK: Final = "#1F2933"
TEXT: Final = "#3A4653"
MUTED: Final = "#5F6C7B"
RULE: Final = "#D5DCE3"
GRID: Final = "#E4E9EE"
PANEL: Final = "#F2F6F9"
WHITE: Final = "#FFFFFF"

COVER: Final = "#0A2D4A"
COVER_TEXT: Final = "#C9DBE9"
COVER_MUTED: Final = "#93AFC6"
COVER_RULE: Final = "#2C5577"
COVER_STEPS: Final = ("#0F3A5C", "#14496F", "#195983", "#1D6A99", "#2380B5")

HEAT: Final = ("#F1F6FA", "#D5E6F1", "#A6CBE2", "#5E9FC8", "#1F6FA5", "#0B4C7C")
"""Sequential single-hue steps, light to dark: the darker, the higher."""
HEAT_INK: Final = (INK, INK, INK, INK, WHITE, WHITE)

# Type --------------------------------------------------------------------------------------------------
TITLE: Final = 20.0
SUBTITLE: Final = 11.0
HEADING: Final = 11.0
BODY: Final = 9.5
TABLE: Final = 8.5
LABEL: Final = 8.5
NOTE: Final = 7.5
SMALL: Final = 7.0

LEADING_TITLE: Final = 1.4
LEADING: Final = 1.6
LEADING_TIGHT: Final = 1.35
SHRINK_FLOOR: Final = 0.85
"""What does not fit is set smaller down to this share, then flows on."""

# Page: A4 landscape --------------------------------------------------------------------------------------
PAGE_WIDTH: Final = 841.89
PAGE_HEIGHT: Final = 595.276
MARGIN: Final = 48.0
FULL_WIDTH: Final = PAGE_WIDTH - 2 * MARGIN
COLUMN_WIDTH: Final = 480.0
"""Width of a scene beside the right-hand column."""
ASIDE_WIDTH: Final = 244.0
HEADER_BASELINE: Final = 38.0
HEADER_RULE: Final = 46.5
CONTENT_TOP: Final = 56.0
CONTENT_BOTTOM: Final = 532.0
FOOTER_RULE: Final = 545.0
FOOTER_BASELINE: Final = 557.5
BODY_HEIGHT: Final = 376.0
"""Height left for blocks under a two-line title and a subtitle."""
