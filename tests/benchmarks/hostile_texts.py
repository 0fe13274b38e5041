"""Ten thousand texts that nobody should type, the same ones in every run.

The fixed ones are each attack and accident known to break report generators: markup, links, templates,
formulas, direction marks, broken encodings. The rest is thrown with a seeded die: every family in turn, and
code points sampled from all seventeen planes.
"""

from collections.abc import Callable, Iterator
from itertools import cycle, islice
from random import Random
from typing import Final

SEED: Final = 5
FIXED: Final = (
    "<b>A&B</b>店",
    "<b>旗舰店",
    "&#x110000;&amp;&lt;",
    '<font name="NoSuch" size="99999" color="red">字</font>',
    '<font size="-5">字</font>',
    "A & B <旗舰店> 3<5",
    "<script>alert(1)</script>",
    '<img src="http://127.0.0.1:9/x.png"/>',
    '<img src="file:///etc/passwd"/>',
    '<img src="reports/fonts/OFL.txt"/>',
    '<img src="data:image/png;base64,iVBORw0KGgo="/>',
    '<a href="javascript:alert(1)">点我</a>',
    '<a href="file:///etc/passwd">点我</a>',
    "javascript:alert(document.cookie)",
    "[点我](javascript:alert(1)) ![](http://127.0.0.1:9/)",
    "[[[getattr(pow,Word('__globals__'))['os'].system('id') for Word in [str]]]]",
    "9**9**9**9",
    "(" * 3000,
    "__import__('os').system('id')",
    "<onDraw name='x' label='y'/><index/><seq/><para/>",
    "<br/>" * 1000,
    "<b>" * 1600,
    "w" * 5000,
    "汉" * 5000,
    "很长的名字，带标点（和括号）。" * 333,
    "\x00\x01\x02\x1b[31m\x7f\x80\x9f",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\u202e倒写\u202c \u2066隔离\u2069 \u200f\u061c",
    "متجر العناية بالبشرة",
    "חנות מובחרת",
    "lone \ud800 and \udfff surrogates \ud83d",
    "\ue000\uf8ff\U000f0000\U0010fffd",
    "\ufffd\ufffe\uffff\ufdd0\U0001fffe",
    "Z̸̧̛͖̈a̶̡l̵̨g̷o̸ " + "\u0301" * 400,
    "e" + "\u0301\u0327\u0489" * 200,
    "👨‍👩‍👧‍👦👩🏽‍🚀🏳️‍🌈🇨🇳🇨1️⃣❤️‍🔥☎︎",
    "\U0001f3fb\U0001f3ff\ufe0f\u20e3\U000e0067\U000e007f",
    "𠮷野家𰻝𰻝面𬭚䶮囍",
    "ﷺ꧅𒐫⸻𝕱𝖆𝖓𝖈𝖞 ﬃ Ⅷ ㌔ ㏒",
    "한글상점 かなカナ ｶﾅ ไทย हिन्दी ქართული",
    "ᄒ\u200bᅡ\u200bᆫ \u115f\u1160\u3164\uffa0",
    "=HYPERLINK('http://127.0.0.1:9/','点我')",
    "+1+cmd|'/C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "＜b＞全角＜/b＞＝１＋１",
    "{name} {0} {{x}} {self.__class__.__mro__} {!r:>99999999}",
    "{{7*7}} {% raw %} ${7*7} <%= 7*7 %> #{7*7}",
    "%s %d %(name)s %n %99999999d",
    "\\input{/etc/passwd} \\write18{id} $\\frac{1}{0}$",
    "'; DROP TABLE reports; -- \" OR 1=1",
    "../../../../etc/passwd\x00.png",
    "None NaN nan null undefined Infinity Traceback",
    "]]>--><!-- <?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    ") Tj ET BT (x) Tj /JS (app.alert(1)) >> endobj (",
    "(((\\)\\(\\\\ \\101 \\",
    " ",
    "",
    "\u3000\u00a0\u2003\u2028\u2029\x85\n\r\t",
    "…",
    "〓",
    "，。、；：！？）》」",
    "（《「『【〔“‘",
    "·•· • ·",
    "——……——",
    "“”‘’\"'`",
    "A\u00adB\u00adC",
    "1 2 3 4 5 6 7 8 9 0" * 30,
    "https://example.com/" + "a/" * 900,
    "http://127.0.0.1:9/?q=<b>",
)
HANZI: Final = "云岫护肤旗舰店直播投放内容商品客服数据主播运营"
MARKS: Final = "，。、；：！？（）《》“”‘’「」·…—％￥$%&<>{}[]()\"'\\/|=+-@#*_~^`"
SIGNS: Final = "👨👩👧🚀❤✔☎🇨🇳🎤\u200d\ufe0f\U0001f3fd\u20e3"
TAGS: Final = (
    "b",
    "img src='http://127.0.0.1:9/x'",
    "a href='javascript:x'",
    "font size='999'",
    "br/",
    "svg onload=x",
)
BRACES: Final = ("{name}", "{{7*7}}", "${x}", "%s", "<%= x %>", "[[x]]", "{0.__class__}")


def _plane(die: Random) -> str:
    """Sample one plane of Unicode, surrogates included."""
    plane = die.randrange(17) * 0x10000
    return "".join(chr(plane + die.randrange(0x10000)) for _ in range(die.randrange(1, 40)))


def _crowded(die: Random) -> str:
    """Sample the planes in which people write."""
    return "".join(chr(die.choice((die.randrange(0x3000), die.randrange(0x30000)))) for _ in range(24))


def _mixed(die: Random, pool: str, most: int = 40) -> str:
    return "".join(die.choice(HANZI + pool) for _ in range(die.randrange(1, most)))


def _markup(die: Random) -> str:
    tag = die.choice(TAGS)
    return f"{_mixed(die, MARKS, 8)}<{tag}>{_mixed(die, MARKS, 12)}" + die.choice((f"</{tag}>", "", "</"))


def _control(die: Random) -> str:
    return _mixed(die, "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x2000, 0x2070), 0xFEFF))))


def _combining(die: Random) -> str:
    return "".join(c + chr(die.randrange(0x300, 0x370)) * die.randrange(30) for c in _mixed(die, "aeoun", 9))


def _surrogate(die: Random) -> str:
    return "".join(die.choice((die.choice(HANZI), chr(die.randrange(0xD800, 0xE000)))) for _ in range(20))


def _right_to_left(die: Random) -> str:
    letters = "".join(chr(die.randrange(0x590, 0x780)) for _ in range(die.randrange(1, 30)))
    return die.choice(("\u202e", "\u2067", "")) + letters + die.choice(HANZI)


def _formula(die: Random) -> str:
    return die.choice("=+-@\t\r") + _mixed(die, MARKS)


def _template(die: Random) -> str:
    return _mixed(die, "", 6).join(die.sample(BRACES, 3))


def _long(die: Random) -> str:
    return (_mixed(die, MARKS + "abc 0123", 60) * 2500)[: die.choice((81, 121, 401, 801, 4001, 5000))]


FAMILIES: Final[tuple[Callable[[Random], str], ...]] = (
    _plane,
    _crowded,
    _markup,
    lambda die: _mixed(die, SIGNS),
    _control,
    lambda die: _mixed(die, MARKS),
    _combining,
    _surrogate,
    _right_to_left,
    _formula,
    _template,
    _long,
)


def hostile_texts(count: int, seed: int = SEED) -> Iterator[str]:
    """Yield `count` texts: the fixed ones first, then each family in turn."""
    yield from FIXED[:count]
    die = Random(seed)  # noqa: S311  (texts, not secrets)
    for family in islice(cycle(FAMILIES), max(count - len(FIXED), 0)):
        yield family(die)
