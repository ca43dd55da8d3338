"""The expressions of queries that mean the same in every module, with the modules they are imported from.

https://docs.djangoproject.com/en/stable/ref/models/expressions/
https://docs.djangoproject.com/en/stable/ref/models/database-functions/
"""

from coupling_lsp.django.fields import PLAIN_FIELDS

MODELS = "django.db.models"
_FUNCTIONS = f"{MODELS}.functions"

_OF_MODELS = (
    *("Avg", "Case", "Count", "Exists", "ExpressionWrapper", "F", "FilteredRelation", "Func", "Max", "Min"),
    *("Prefetch", "Q", "StdDev", "Subquery", "Sum", "Value", "Variance", "When", "Window"),
)
_OF_FUNCTIONS = (
    *("Abs", "Cast", "Ceil", "Coalesce", "Concat", "Extract", "ExtractDay", "ExtractHour", "ExtractMonth"),
    *("ExtractWeek", "ExtractYear", "Floor", "Greatest", "JSONObject", "Lag", "Lead", "Least", "Left", "Length"),
    *("Lower", "NullIf", "Now", "Rank", "Replace", "Right", "Round", "RowNumber", "StrIndex", "Substr", "Trim"),
    *("Trunc", "TruncDate", "TruncDay", "TruncHour", "TruncMonth", "TruncWeek", "TruncYear", "Upper"),
)

EXPRESSIONS = {
    **dict.fromkeys((*_OF_MODELS, *PLAIN_FIELDS), MODELS),
    **dict.fromkeys(_OF_FUNCTIONS, _FUNCTIONS),
}
"""The module of each. `OuterRef` is none: it names a field of the query around, which is another's."""
