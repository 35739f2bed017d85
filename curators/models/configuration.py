"""The revision row that every writing transaction bumps first; models that are configuration."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import F


class Revision(models.Model):
    """One row. Its lock puts writers in a line, so revisions become visible in order."""

    number = models.BigIntegerField("ревизия", default=0)
    config_number = models.BigIntegerField("ревизия настроек", default=0)

    class Meta:
        verbose_name = "ревизия"
        verbose_name_plural = "ревизии"

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def bump(cls) -> None:
        """First statement of a transaction that writes rows; plain, for it is the most frequent."""
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {cls._meta.db_table} SET number = number + 1 WHERE id = 1")

    @classmethod
    def bump_configuration(cls) -> None:
        """First statement of a transaction that changes what the rules read."""
        cls.objects.filter(pk=1).update(
            number=F("number") + 1, config_number=F("config_number") + 1
        )


M = TypeVar("M", bound=models.Model)


class ConfigurationQuerySet(models.QuerySet[M]):
    """Every bulk change bumps the configuration's revision, whoever makes it."""

    def update(self, **values: Any) -> int:
        with transaction.atomic():
            Revision.bump_configuration()
            return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Revision.bump_configuration()
            return super().delete()

    def bulk_create(self, objs: Iterable[M], *args: Any, **options: Any) -> list[M]:
        with transaction.atomic():
            Revision.bump_configuration()
            return super().bulk_create(objs, *args, **options)


class ConfigurationModel(models.Model):
    """A model that the rules read: each change is seen by the bot a second later."""

    objects = ConfigurationQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            Revision.bump_configuration()
            super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Revision.bump_configuration()
            return super().delete(*args, **options)
