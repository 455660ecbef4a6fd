"""Workspaces, their parts, edits, who may edit, tabs and invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("model_version", sa.String(40), nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
    )
    op.create_table(
        "parts",
        sa.Column("workspace_id", sa.String(64), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "place", name="pk_parts"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_parts_workspace_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_parts_workspace_id", "parts", ["workspace_id", "version"])
    op.create_table(
        "edits",
        sa.Column("workspace_id", sa.String(64), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("tab", sa.String(64), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("undoes", sa.BigInteger),
        sa.Column("changes", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "version", name="pk_edits"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_edits_workspace_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_edits_workspace_id", "edits", ["workspace_id", "tab", "version"])
    op.create_table(
        "access",
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("workspace_id", sa.String(64), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("granted_at", sa.Float, nullable=False),
        sa.Column("opened_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("browser", "workspace_id", name="pk_access"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_access_workspace_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "tabs",
        sa.Column("workspace_id", sa.String(64), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("tab", sa.String(64), nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("scenario", sa.String(16), nullable=False),
        sa.Column("view", sa.Text, nullable=False),
        sa.Column("build", sa.String(40), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "session", name="pk_tabs"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_tabs_workspace_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "invitations",
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("workspace_id", sa.String(64), nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_invitations"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_invitations_workspace_id", ondelete="CASCADE"
        ),
    )
