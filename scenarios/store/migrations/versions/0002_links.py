"""Share links, and attempts at their passcodes."""

import sqlalchemy as sa
from alembic import op

revision = "0002_links"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(64), nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.Column("expires_at", sa.Float),
        sa.Column("revoked_at", sa.Float),
        sa.Column("passcode", sa.String(200)),
        sa.Column("opens", sa.BigInteger, nullable=False),
        sa.Column("opened_on", sa.String(10)),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("drawing", sa.Text),
        sa.Column("picture", sa.LargeBinary),
        sa.Column("record", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_links_workspace_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_links_workspace_id", "links", ["workspace_id", "made_at"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_link", "attempts", ["link", "at"])
