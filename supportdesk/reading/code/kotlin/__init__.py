"""Kotlin program text."""
