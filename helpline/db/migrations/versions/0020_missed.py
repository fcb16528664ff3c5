"""Say at the desk that whoever was asked for a call says no, does not answer or has left."""

from alembic import op

from helpline.db.migrations.parts import ident, slug

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Three columns, which the previous release leaves empty."""
    with op.batch_alter_table("call") as call:
        call.add_column(slug("missed", "what became of whom the volunteer asked last", null=True))
        call.add_column(ident("missed_staff", null=True))
        call.add_column(slug("missed_referral", null=True))
        call.create_foreign_key(op.f("fk_call_missed_staff"), "staff", ["missed_staff"], ["id"])
        call.create_check_constraint(op.f("ck_call_missed_known"), "missed IN ('no', 'busy', 'no_answer', 'left')")


def downgrade() -> None:
    """Nobody says it."""
    with op.batch_alter_table("call") as call:
        call.drop_constraint(op.f("ck_call_missed_known"), type_="check")
        call.drop_constraint(op.f("fk_call_missed_staff"), type_="foreignkey")
        for column in ("missed_referral", "missed_staff", "missed"):
            call.drop_column(column)
