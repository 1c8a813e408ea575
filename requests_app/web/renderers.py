"""The form renderer: every form of the site, ours or another app's, comes out in one markup.

It never validates and never reads the database; templates lie in templates/django/forms/.
"""

from typing import Any

from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist

from .bound_field import CountersignBoundField


class CountersignRenderer(TemplatesSetting):
    """Set as FORM_RENDERER. Ours come first; what we leave alone is Django's own."""

    bound_field_class = CountersignBoundField

    def __init__(self) -> None:
        super().__init__()
        self._plain = DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return self._plain.get_template(template_name)
