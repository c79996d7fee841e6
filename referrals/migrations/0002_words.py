"""The number behind each Merkwort comes from a sequence, so that two families opened at once get two words."""

from django.db import migrations


class Migration(migrations.Migration):
    """The sequence of Merkwörter."""

    dependencies = [("referrals", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE referrals_word_seq", "DROP SEQUENCE referrals_word_seq"),
    ]
