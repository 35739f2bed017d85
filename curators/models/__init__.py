from curators.models.configuration import ConfigurationModel, Revision
from curators.models.people import Curator, CuratorTerm, ExcludedCurator
from curators.models.rating import RatingSettings, ScoringVersion

__all__ = [
    "ConfigurationModel",
    "Curator",
    "CuratorTerm",
    "ExcludedCurator",
    "RatingSettings",
    "Revision",
    "ScoringVersion",
]
