"""What is released never changes again: the database itself refuses."""

from django.db import migrations

MAKE = """
CREATE FUNCTION outcomes_released_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a released report never changes' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER released_stays BEFORE UPDATE OR DELETE ON outcomes_report
    FOR EACH ROW WHEN (OLD.status = 'released') EXECUTE FUNCTION outcomes_released_stays();
"""
UNDO = """
DROP TRIGGER released_stays ON outcomes_report;
DROP FUNCTION outcomes_released_stays();
"""


class Migration(migrations.Migration):
    """A trigger on released reports."""

    dependencies = [("outcomes", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNDO)]
