"""Run by Alembic: use the connection that `storage.schema` hands over, inside its transaction."""

from alembic import context

from assessment.storage.tables import Base


def run() -> None:
    """Apply the asked-for steps on the connection that is already in a transaction."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if hasattr(context, "config"):  # Alembic gives the module a configuration only while it runs it
    run()
