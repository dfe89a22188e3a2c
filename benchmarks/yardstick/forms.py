"""The form that gives a risk a score."""

from __future__ import annotations

from typing import Any

from django import forms

from benchmarks.yardstick.models import Risk, band_of

_FACTORS = [("", "Choose one"), *((number, str(number)) for number in range(1, 6))]
_MEASURES = {
    "current": "Current: with today’s controls",
    "inherent": "Inherent: before any controls",
    "target": "Target: after the planned actions",
}


class Assess(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    measure = forms.ChoiceField(
        label="Which score?", choices=list(_MEASURES.items()), widget=forms.RadioSelect
    )
    likelihood = forms.TypedChoiceField(label="Likelihood", choices=_FACTORS, coerce=int)
    impact = forms.TypedChoiceField(label="Impact", choices=_FACTORS, coerce=int)
    published = forms.CharField(label="Score as published", required=False, max_length=200)
    reason = forms.CharField(label="Why this score, in one line", max_length=500, required=False)
    assessed_on = forms.DateField(label="When did this happen?", required=False)

    class Meta:
        model = Risk
        fields = ("assessed_on",)

    def clean(self) -> Any:
        """A score that was judged before is not changed without a reason."""
        data = super().clean() or self.cleaned_data
        measure = data.get("measure")
        if measure and getattr(self.instance, f"{measure}_figure") and not data.get("reason"):
            self.add_error("reason", "Say why: the score was judged before.")
        return data

    def save(self, commit: bool = True) -> Any:
        """The risk with its new score; the next version of it."""
        risk, data = self.instance, self.cleaned_data
        measure, figure = data["measure"], data["likelihood"] * data["impact"]
        for part, value in (
            ("likelihood", data["likelihood"]),
            ("impact", data["impact"]),
            ("figure", figure),
            ("band", band_of(figure)),
            ("published", data["published"]),
        ):
            setattr(risk, f"{measure}_{part}", value)
        risk.movement_reason = data["reason"]
        risk.version += 1
        return super().save(commit)
