"""Starting a self-assessment and running its wave."""

from types import SimpleNamespace

import pytest
import streamlit

from assessment.access.viewer import Owner, Respondent
from assessment.bootstrap import Services
from assessment.ui.components import addresses
from tests.assessment.ui.conftest import Open, everything


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_welcome_offers_demo_and_start(open_screen: Open, lang: str) -> None:
    """The first page leads to the demo and to a self-assessment."""
    app = open_screen("welcome", None, lang)
    assert {button.key for button in app.button} >= {"go-start", "go-demo"}
    assert not app.error


def test_start_names_every_empty_field(open_screen: Open) -> None:
    """An incomplete form creates nothing and says all that is missing, not one field at a time."""
    app = open_screen("start", None)
    app.button(key="start-submit").click().run()
    said = str(app.error[0].value)
    assert all(field in said for field in ("店铺或品牌名称", "主营类目", "月净 GMV"))
    app.text_input(key="start-name").set_value("云杉女装")
    app.button(key="start-submit").click().run()
    assert "店铺或品牌名称" not in str(app.error[0].value)
    assert "主营类目" in str(app.error[0].value)


def test_start_shows_the_private_link_once(open_screen: Open, services: Services) -> None:
    """After creation the link is on the page with its warning, and it opens the wave."""
    app = open_screen("start", None)
    app.text_input(key="start-name").set_value("云杉女装 **<b>**")
    app.selectbox(key="start-category-zh").set_value("fashion")
    app.selectbox(key="start-tier-zh").set_value("G2")
    app.button(key="start-submit").click().run()
    token = str(app.code[0].value).rsplit("/o/", 1)[1]
    assert services.links.preview_owner(token).merchant_name == "云杉女装 **<b>**"
    assert any("只显示这一次" in str(warning.value) for warning in app.warning)
    assert r"\*\*\<b\>\*\*" in str(app.success[0].value)


def test_team_without_link_says_whose_page_it_is(open_screen: Open, respondent: Respondent) -> None:
    """A respondent who opens /team is told in words."""
    for viewer in (None, respondent):
        app = open_screen("team", viewer)
        assert "测评发起人" in str(app.info[0].value)


def test_an_invitation_shows_link_text_and_qr_code(
    open_screen: Open, services: Services, owner: Owner
) -> None:
    """The personal link stands in a text to paste in the invited person's language, and alone."""
    app = open_screen("team", owner)
    assert "还没有邀请" in everything(app)
    app.selectbox(key="invite-role-zh").set_value("MEDIA")
    app.text_input(key="invite-name").set_value("投手乙")
    app.radio(key="invite-locale-zh").set_value("en")
    app.button(key="invite-submit").click().run()
    text, address = (str(code.value) for code in app.code[:2])
    assert text.startswith("Hello 投手乙")
    assert "from the media-buying side" in text
    assert "投手" not in text.replace("投手乙", "")
    assert text.endswith(address)
    assert services.links.preview_invitation(address.rsplit("/i/", 1)[1]).respondent_name == "投手乙"
    assert str(app.image[0].proto.imgs[0].url).startswith("data:image/svg+xml")
    assert not app.exception


def test_the_form_is_empty_again_and_the_list_tells_the_language(open_screen: Open, owner: Owner) -> None:
    """After issuing, role, name and language are back to nothing chosen; the row names the language."""
    app = open_screen("team", owner)
    app.selectbox(key="invite-role-zh").set_value("MEDIA")
    app.text_input(key="invite-name").set_value("投手乙")
    app.radio(key="invite-locale-zh").set_value("en")
    app.button(key="invite-submit").click().run()
    assert app.selectbox(key="invite-role-zh").value is None
    assert app.text_input(key="invite-name").value == ""
    assert app.radio(key="invite-locale-zh").value == "zh"
    assert any("投手乙" in str(row.value) and "English" in str(row.value) for row in app.markdown)


def test_a_new_link_speaks_the_language_of_the_invited(
    open_screen: Open, services: Services, owner: Owner
) -> None:
    """Whatever the owner's own language is, a replaced link's text is all in the invited person's."""
    issued = services.engagements.invite(
        owner, name="Host A", role="LIVE", locale="en", operation_id="invite-0009"
    )
    app = open_screen("team", owner, "zh")
    app.button(key=f"renew-{issued.invitation.id}").click().run()
    app.button(key=f"renew-{issued.invitation.id}-yes").click().run()
    text = str(app.code[0].value).replace("云杉女装", "")
    assert "from the live team's side" in text
    assert not [sign for sign in text if "\u4e00" <= sign <= "\u9fff"]


@pytest.mark.parametrize(
    ("address", "public", "warned"),
    [
        ("http://localhost:8501/team", None, True),
        ("http://127.0.0.1:8501/team", None, True),
        ("http://192.168.1.7:8501/team", None, False),
        ("http://localhost:8501/team", "https://factorg.example", False),
    ],
)
def test_links_that_open_here_only_are_told(
    monkeypatch: pytest.MonkeyPatch, address: str, public: str | None, warned: bool
) -> None:
    """A loopback address reaches no phone; a public address set by the installation does."""
    monkeypatch.setattr(streamlit, "context", SimpleNamespace(url=address))
    house = SimpleNamespace(settings=SimpleNamespace(public_url=public))
    assert addresses.local_only(house) is warned  # type: ignore[arg-type]  # all it needs


def test_the_team_page_warns_of_local_links(
    open_screen: Open, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The warning stands on the team page and names both ways out."""
    monkeypatch.setattr(addresses, "local_only", lambda _services: True)
    words = everything(open_screen("team", owner))
    assert "只能在本机打开" in words
    assert "FACTORG_PUBLIC_URL" in words


def test_an_invitation_without_a_name_is_not_sent(open_screen: Open, owner: Owner) -> None:
    """The form says which field is missing."""
    app = open_screen("team", owner)
    app.selectbox(key="invite-role-zh").set_value("MEDIA")
    app.button(key="invite-submit").click().run()
    assert "称呼" in str(app.error[0].value)


def test_a_replaced_link_ends_the_old_one(
    open_screen: Open, services: Services, owner: Owner, respondent: Respondent
) -> None:
    """Renewing shows a new link; revoking takes the person out. Both ask before they act."""
    app = open_screen("team", owner)
    app.button(key=f"renew-{respondent.invitation_id}").click().run()
    assert not app.code
    app.button(key=f"renew-{respondent.invitation_id}-yes").click().run()
    address = str(app.code[1].value)
    assert services.links.preview_invitation(address.rsplit("/i/", 1)[1]).respondent_name == "主播甲"
    app.button(key=f"revoke-{respondent.invitation_id}").click().run()
    assert any("主播甲" in str(warning.value) for warning in app.warning)
    app.button(key=f"revoke-{respondent.invitation_id}-no").click().run()
    assert services.engagements.progress(owner).invitations[0].invitation.revoked_at is None
    app.button(key=f"revoke-{respondent.invitation_id}").click().run()
    app.button(key=f"revoke-{respondent.invitation_id}-yes").click().run()
    assert services.engagements.progress(owner).invitations[0].invitation.revoked_at is not None
    assert not app.code
    assert not app.exception


def test_closing_needs_somebody_and_names_the_unfinished(
    open_screen: Open, services: Services, owner: Owner, respondent: Respondent
) -> None:
    """Nobody submitted: no button. Somebody did: the number of unfinished people must be agreed to."""
    assert respondent.wave_id == owner.wave_id
    app = open_screen("team", owner)
    assert not any(button.key == "close" for button in app.button)
    item = services.responding.open(owner).items[0].id
    services.responding.answer(owner, item_id=item, value=3, revision=0, operation_id="close-0001")
    services.responding.submit(owner, operation_id="close-0002")
    app = open_screen("team", owner)
    assert "1 人没有提交" in everything(app)
    assert app.button(key="close").disabled
    app.checkbox(key="close-agree").check().run()
    app.button(key="close").click().run()
    assert services.engagements.progress(owner).wave.status == "closed"
    assert "可以看结果" in str(app.success[0].value)


def test_the_owners_link_can_be_replaced(open_screen: Open, services: Services, owner: Owner) -> None:
    """A new private link is shown once and opens the same wave."""
    app = open_screen("team", owner)
    app.button(key="owner-link-new").click().run()
    assert not app.code
    app.button(key="owner-link-new-yes").click().run()
    token = str(app.code[0].value).rsplit("/o/", 1)[1]
    assert services.links.preview_owner(token).merchant_name == "云杉女装"
