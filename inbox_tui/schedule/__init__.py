"""The background job that sends what is due while no app is open: texts for each platform's own scheduler.

Everything here is pure: what runs, how often, and the files and commands for it. The command line carries
a plan out.
"""

from .job import EVERY_MINUTES, Job, Plan, Step, Write
from .platforms import Platform, here, installing, printed, removing

__all__ = [
    "EVERY_MINUTES",
    "Job",
    "Plan",
    "Platform",
    "Step",
    "Write",
    "here",
    "installing",
    "printed",
    "removing",
]
