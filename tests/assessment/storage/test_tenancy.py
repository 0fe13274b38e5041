"""PostgreSQL itself keeps workspaces apart, whatever a service forgets (T1)."""

import pytest
from sqlalchemy import ForeignKey, Table, func, select, text
from sqlalchemy.exc import ProgrammingError

from assessment.bootstrap import Services, bootstrap
from assessment.domain.errors import DatabaseUnusable
from assessment.settings import Settings
from assessment.storage.database import INSTALLATION, Database, workspace_scope
from assessment.storage.tables import Base, MerchantRow, WaveRow
from tests.assessment.services.worlds import make_world
from tests.support import APP_ROLE, Clock, PostgresDatabases

pytestmark = pytest.mark.postgres
TABLES = Base.metadata.tables
WITHOUT_TENANT = {
    *("account", "account_link", "erasure", "installation", "instrument_copy", "knowledge_copy"),
    "sign_in_failure",
}
"""Tables of persons, of the installation and of shared content."""


@pytest.fixture(scope="module")
def town(postgres: PostgresDatabases) -> Services:
    """Give two look-alike workspaces on one PostgreSQL database, used by the plain role."""
    wired = bootstrap(Settings(postgres.create()), clock=Clock())
    make_world(wired), make_world(wired)
    return wired


def _counts(database: Database, scope: str) -> dict[str, int]:
    token = workspace_scope.set(scope)
    try:
        return database.read(
            lambda c: {
                n: c.execute(select(func.count()).select_from(t)).scalar_one() for n, t in TABLES.items()
            }
        )
    finally:
        workspace_scope.reset(token)


def test_every_table_is_protected_or_known_to_have_no_tenant(town: Services) -> None:
    """A new table must be given a policy that binds its owner as well, or be named here as nobody's."""
    found = town._context.database.read(
        lambda c: c.execute(
            text("SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relkind = 'r'")
        ).all()
    )
    protected = {name for name, on in found if on}
    assert protected == set(TABLES) - WITHOUT_TENANT


def test_the_parts_of_the_world_are_the_whole(town: Services) -> None:
    """Each workspace sees its own rows only, together all of them; without a scope nobody sees any."""
    database = town._context.database
    ids = database.read(lambda c: c.execute(select(TABLES["workspace"].c.id)).scalars().all())
    assert len(ids) == 2
    whole, nobody = _counts(database, INSTALLATION), _counts(database, "")
    first, second = (_counts(database, one) for one in ids)
    private = set(TABLES) - WITHOUT_TENANT
    assert {name: first[name] + second[name] for name in private} == {name: whole[name] for name in private}
    assert all(first[name] == second[name] for name in private)
    assert not any(nobody[name] for name in private)
    assert sum(whole[name] > 0 for name in private) >= 8


def test_nothing_is_written_into_another_workspace(town: Services) -> None:
    """A row for a foreign workspace is refused, and an update of foreign rows finds none."""
    database = town._context.database
    mine, theirs = database.read(lambda c: c.execute(select(MerchantRow.workspace_id)).scalars().all())
    token = workspace_scope.set(mine)
    try:
        forged = (
            TABLES["merchant"]
            .insert()
            .values(id="f" * 32, workspace_id=theirs, name="x", category="beauty", gmv_tier="G3", demo=0)
        )
        with pytest.raises(ProgrammingError, match="row-level security"):
            database.write(lambda c: c.execute(forged))
        moved = TABLES["merchant"].update().values(workspace_id=theirs)
        with pytest.raises(ProgrammingError, match="row-level security"):
            database.write(lambda c: c.execute(moved))
        changed = TABLES["wave"].update().where(WaveRow.workspace_id == theirs).values(name="x")
        assert database.write(lambda c: c.execute(changed).rowcount) == 0
    finally:
        workspace_scope.reset(token)


def test_a_scope_ends_with_its_transaction(town: Services) -> None:
    """A pooled connection carries no workspace to whoever gets it next."""
    town._context.database.read(lambda c: c.execute(text("SELECT 1")).scalar())
    with town._context.database.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(TABLES["merchant"])).scalar_one() == 0


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET action = 'x'", "DELETE FROM audit", "UPDATE alembic_version SET version_num = '1'"],
)
def test_the_role_of_the_app_cannot_rewrite_deeds(town: Services, statement: str) -> None:
    """Deeds are added and read; the revision is read."""
    with pytest.raises(ProgrammingError, match="permission denied"):
        town._context.database.write(lambda c: c.execute(text(statement)))


def test_a_role_that_no_policy_binds_is_refused(postgres: PostgresDatabases) -> None:
    """The app does not start as a superuser, nor as a role that bypasses the policies."""
    name = postgres.create().split("?", maxsplit=1)[0].rsplit("/", 1)[1]
    with pytest.raises(DatabaseUnusable) as refused:
        bootstrap(Settings(postgres.url(name)))
    assert refused.value.fields["reason"] == "role_too_strong"


def test_an_unknown_role_is_named_as_such(postgres: PostgresDatabases) -> None:
    """Granting to a role that does not exist is refused in words, and nothing is migrated."""
    wired = bootstrap(Settings(postgres.create(empty=True)), ready=False)
    with pytest.raises(DatabaseUnusable) as refused:
        wired.maintenance.upgrade("nobody'; DROP")
    assert refused.value.fields["reason"] == "role_absent"
    wired.maintenance.upgrade(APP_ROLE)
    wired.close()


def test_policies_follow_keys_that_exist() -> None:
    """Every protected table reaches a workspace by its own column or by foreign keys."""

    def reaches(table: Table, seen: frozenset[str]) -> bool:
        if "workspace_id" in table.c or table.name == "workspace":
            return True
        keys: set[ForeignKey] = table.foreign_keys
        return any(
            reaches(key.column.table, seen | {table.name})
            for key in keys
            if key.column.table.name not in seen
        )

    assert {name for name, table in TABLES.items() if not reaches(table, frozenset())} <= WITHOUT_TENANT
