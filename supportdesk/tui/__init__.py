"""The screen: the only place that imports Textual. It shows a Diagnosis and decides nothing."""
