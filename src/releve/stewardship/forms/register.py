"""The forms of an entry: its columns, and the fields that the data file names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from releve.people.models import Level
from releve.stewardship.actions.register import ANSWERS, CHANGED, FROM_CARD, MODULES, OPERATORS
from releve.stewardship.entries import ToolEntry
from releve.stewardship.faults import StewardshipError
from releve.stewardship.forms.words import WordsField
from releve.stewardship.keys import check_key
from releve.stewardship.models import Supplier, Tool
from releve.stewardship.register_fields import Field, fields, groups
from releve.stewardship.register_words import kind_text, language, role_text
from releve.stewardship.vocabulary import DEPLOYER_ROLES, TOOL_KINDS

TWO = ("fr", "en")


@dataclass(frozen=True)
class Line:
    """A field as a page shows it: one box, or one for each language."""

    field: Field
    boxes: tuple[BoundField, ...]
    is_locked: bool


class ToolForm(forms.Form):
    """An entry of the register; what a card fills is shown and not asked."""

    key = forms.SlugField(max_length=40)
    name_fr = forms.CharField(max_length=150)
    name_en = forms.CharField(max_length=150, required=False)
    kind = forms.ChoiceField()
    role = forms.ChoiceField()
    version = forms.CharField(max_length=40)
    supplier: forms.ModelChoiceField[Supplier] = forms.ModelChoiceField(None, required=False)
    review_on = forms.DateField(required=False)
    row_version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, hospital: Level, tool: Tool | None = None
    ) -> None:
        super().__init__(data, initial=None if tool is None else _initial(tool))
        self.tool = tool
        self._locked = set() if tool is None else {*tool.fields.get(FROM_CARD, ())}
        suppliers = forms.ModelChoiceField(
            Supplier.objects.for_hospital(hospital).order_by("name"),
            required=False,
            empty_label="—",
        )
        self.fields["supplier"] = suppliers
        self.fields["kind"] = _choice((one, kind_text(one)) for one in TOOL_KINDS)
        self.fields["role"] = _choice((one, role_text(one)) for one in DEPLOYER_ROLES)
        if tool is not None:
            self.fields["key"].required = False
        if self.is_own:
            for name in ("name_fr", "kind", "version"):
                self.fields[name].required = False
        for name, box in _boxes():
            if name.partition("__")[0] not in self._locked:
                self.fields[name] = box

    @property
    def is_own(self) -> bool:
        """Whether it is the entry of one of our own tools, which its card names and dates."""
        return self.tool is not None and self.tool.origin == "own"

    def clean_key(self) -> str:
        """Return the key; words that stand in addresses are none."""
        key = str(self.cleaned_data["key"])
        try:
            if self.tool is None:
                check_key(key)
        except StewardshipError as refused:
            raise forms.ValidationError(refused.what) from refused
        return key

    def lines(self) -> Iterator[tuple[str, list[Line]]]:
        """Yield each group of fields with its lines."""
        for code, words in groups().items():
            found = [self._line(one) for one in fields().values() if one.group == code]
            yield words.told(language()), found

    def entry(self) -> ToolEntry:
        """Return what the form says; call it once it is valid."""
        said = self.cleaned_data
        kept = {} if self.tool is None else dict(self.tool.fields)
        filled = {one.code: self._value(one) for one in fields().values() if self._is_asked(one)}
        for code, value in filled.items():
            kept.pop(code, None)
            if value is not None:
                kept[code] = value
        if not self.is_own:
            kept = {code: value for code, value in kept.items() if code not in _OF_CARDS}
        tool = self.tool
        return ToolEntry(
            key=said["key"] if tool is None else tool.key,
            name_fr=said["name_fr"] or (tool.name_fr if tool else ""),
            name_en=said["name_en"],
            kind=said["kind"] or (tool.kind if tool else ""),
            role=said["role"],
            origin="third_party" if tool is None else tool.origin,
            version=said["version"] or (tool.version if tool else ""),
            supplier=said["supplier"],
            fields=kept,
            review_on=said["review_on"],
        )

    def _is_asked(self, field: Field) -> bool:
        return field.code not in self._locked

    def _line(self, field: Field) -> Line:
        names = [f"{field.code}__{one}" for one in TWO] if field.kind == "text" else [field.code]
        boxes = tuple(self[name] for name in names if name in self.fields)
        return Line(field, boxes, is_locked=not boxes)

    def _value(self, field: Field) -> Any:
        said = self.cleaned_data
        if field.kind == "text":
            told = {one: said[f"{field.code}__{one}"].strip() for one in TWO}
            return told if any(told.values()) else None
        value = said[field.code]
        if field.kind == "date":
            return value.isoformat() if value else None
        return None if value in (None, "") else value


_OF_CARDS = (FROM_CARD, MODULES, OPERATORS, ANSWERS, CHANGED)


def _boxes() -> Iterator[tuple[str, forms.Field]]:
    for field in fields().values():
        if field.kind == "text":
            for one in TWO:
                yield (
                    f"{field.code}__{one}",
                    WordsField(
                        max_length=field.limit,
                        required=False,
                        widget=forms.Textarea(attrs={"rows": 3, "lang": one}),
                    ),
                )
        else:
            yield field.code, _box(field)


def _box(field: Field) -> forms.Field:
    if field.kind == "choice":
        told = ((code, words.told(language())) for code, words in field.choices.items())
        return forms.ChoiceField(choices=[("", "—"), *told], required=False)
    if field.kind == "date":
        return forms.DateField(
            required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
    if field.kind == "number":
        return forms.IntegerField(required=False, min_value=0, max_value=10_000)
    if field.kind == "email":
        return forms.EmailField(required=False, max_length=field.limit)
    if field.kind == "address":
        return forms.URLField(required=False, max_length=200, assume_scheme="https")
    return forms.CharField(required=False, max_length=field.limit)


def _choice(told: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=list(told))


def _initial(tool: Tool) -> dict[str, Any]:
    columns = ("key", "name_fr", "name_en", "kind", "role", "version", "review_on", "row_version")
    told: dict[str, Any] = {name: getattr(tool, name) for name in columns}
    told["supplier"] = tool.supplier_id
    for field in fields().values():
        held = tool.fields.get(field.code)
        if field.kind == "text" and isinstance(held, dict):
            told |= {f"{field.code}__{one}": held.get(one, "") for one in TWO}
        elif held is not None:
            told[field.code] = held
    return told


class PlaceForm(forms.Form):
    """A unit where a tool is planned, from a step on."""

    unit = forms.IntegerField(min_value=1, max_value=2**62)
    step = forms.IntegerField(min_value=0, max_value=99, required=False)


class DeclareForm(forms.Form):
    """A tool that somebody uses, in four fields."""

    name = forms.CharField(max_length=150)
    purpose = WordsField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    unit = forms.ModelChoiceField(Level.objects.none(), required=False)
    since_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    anonymous = forms.BooleanField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, hospital: Level) -> None:
        super().__init__(data)
        units = Level.objects.filter(hospital=hospital, kind="unit").order_by("name")
        self.fields["unit"] = forms.ModelChoiceField(units, required=False, empty_label="—")


class AnswerForm(forms.Form):
    """The answer to a declaration, and the entry that came of it."""

    answer = WordsField(max_length=1000)
    tool = forms.SlugField(max_length=40, required=False)


class SupplierForm(forms.Form):
    """A supplier."""

    name = forms.CharField(max_length=150)
    site = forms.URLField(required=False, max_length=200, assume_scheme="https")


class InterlocutorForm(forms.Form):
    """Whom to speak to about a supplier's tools at a level."""

    level = forms.IntegerField(min_value=1, max_value=2**62)
    name = forms.CharField(max_length=150)
    contact = forms.CharField(max_length=200)
