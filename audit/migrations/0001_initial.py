"""The trail: entries with their sequence, leaves, checkpoints."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(unique=True)),
                ('root', models.BinaryField()),
                ('frontier', models.BinaryField()),
                ('note', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                ('entry', models.UUIDField(unique=True)),
                ('hash', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
                ('at', models.DateTimeField(db_default=models.Func(function='clock_timestamp', output_field=models.DateTimeField()))),
                ('kind', models.CharField(choices=[('deed', 'Handlung'), ('reading', 'Einsicht'), ('security', 'Sicherheit')], max_length=10)),
                ('who', models.UUIDField()),
                ('role', models.CharField(max_length=120)),
                ('organisation', models.UUIDField(null=True)),
                ('purpose', models.CharField(max_length=40)),
                ('basis', models.CharField(max_length=40)),
                ('event', models.CharField(max_length=80)),
                ('about', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField())),
                ('facts', models.JSONField()),
                ('seals', models.JSONField()),
                ('request', models.UUIDField()),
                ('salt', models.BinaryField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['about'], name='entry_about'), models.Index(fields=['-at', '-seq'], name='entry_newest'), models.Index(fields=['event', '-seq'], name='entry_event')],
                'constraints': [models.UniqueConstraint(fields=('seq',), name='entry_seq_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['deed', 'reading', 'security'])), name='entry_kind_known')],
            },
        ),
        # Numbers entries in the order of writing; `audit.trail` asks it, so no serial column is needed.
        migrations.RunSQL(
            "CREATE SEQUENCE audit_entry_seq OWNED BY audit_entry.seq",
            "DROP SEQUENCE audit_entry_seq",
        ),
    ]
