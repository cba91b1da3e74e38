"""English dates and hours, as all pages write them: “22 Nov 2026, 5:42 PM”."""

DATE_FORMAT = "j M Y"
TIME_FORMAT = "g:i A"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y, g:i A"
