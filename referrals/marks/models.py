"""Rows whose columns bear marks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Marked(models.Model):
    """A row that can be disputed or restricted, column by column; the mark lies beside the envelope, so
    that whoever opens the one reads the other, at a provider too.
    """

    marks = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        abstract = True
