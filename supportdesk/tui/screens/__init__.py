"""Screens: triage, the list of cases, one case, and the question before quitting."""
