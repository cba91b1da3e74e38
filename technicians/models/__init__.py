"""Technicians: their public face in their own words, what they know, what they agreed to."""

from technicians.models.people import (
    CLAIM_HOLDS,
    MOST_YEARS,
    PHOTO_AGES_AFTER,
    SUPERSEDED_LIVES,
    Certification,
    Headshot,
    HeadshotQuerySet,
    Skill,
    SkillWords,
    Technician,
    TechnicianQuerySet,
    headshot_key,
)
from technicians.models.words import LINE_SLEEPS_AFTER, Consent, Draft, Line

__all__ = [
    "CLAIM_HOLDS",
    "LINE_SLEEPS_AFTER",
    "MOST_YEARS",
    "PHOTO_AGES_AFTER",
    "SUPERSEDED_LIVES",
    "Certification",
    "Consent",
    "Draft",
    "Headshot",
    "HeadshotQuerySet",
    "Line",
    "Skill",
    "SkillWords",
    "Technician",
    "TechnicianQuerySet",
    "headshot_key",
]
