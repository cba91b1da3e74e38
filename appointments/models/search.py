"""The words by which customers are found: kept beside what they come from, looked up by index."""

from collections.abc import Collection, Iterable
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models.base import ModelBase


class SearchWordManager(models.Manager["SearchWord"]):
    def write(self, rows: Iterable[models.Model]) -> None:
        """The words of new rows: customers, places or visits."""
        self.bulk_create(
            word for row in rows if isinstance(row, Findable) for word in row.search_words()
        )


class SearchWord(models.Model):
    """One word, folded; of the customer, or of the place or visit that is named."""

    customer = models.ForeignKey(
        "appointments.Customer", on_delete=models.CASCADE, related_name="words"
    )
    place = models.ForeignKey(
        "appointments.Location",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="words",
    )
    visit = models.ForeignKey(
        "appointments.Appointment",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="words",
    )
    # Looked up by its beginning: PostgreSQL gets an index of its own for that.
    word = models.CharField(max_length=41, db_index=True)

    objects = SearchWordManager()

    def __str__(self) -> str:
        return f"SearchWord {self.pk}"


class Findable(models.Model):
    """What customers are found by: themselves, their places, who is at home in their place."""

    FOUND_BY: ClassVar[frozenset[str]]

    class Meta:
        abstract = True

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        is_new, fields = self._state.adding, None if update_fields is None else list(update_fields)
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=fields,
        )
        if fields is not None and not self.FOUND_BY.intersection(fields):
            return
        if not is_new:
            self.own_words().delete()
        SearchWord.objects.write([self])

    def own_words(self) -> "models.QuerySet[SearchWord]":
        """Those that come from this row alone."""
        raise NotImplementedError

    def search_words(self) -> list[SearchWord]:
        """What they should be."""
        raise NotImplementedError


Row = TypeVar("Row", bound=models.Model)


class FindableQuerySet(models.QuerySet[Row]):
    """Rows whose words are kept however they are made; `update()` is the exception."""

    def bulk_create(  # noqa: PLR0917
        self,
        objs: Iterable[Row],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[Row]:
        made = super().bulk_create(
            objs,
            batch_size=batch_size,
            ignore_conflicts=ignore_conflicts,
            update_conflicts=update_conflicts,
            update_fields=update_fields,
            unique_fields=unique_fields,
        )
        # Where a conflict was ignored, there may be no such row.
        kept = self.filter(pk__in=[row.pk for row in made]) if ignore_conflicts else made
        SearchWord.objects.write(kept)
        return made
