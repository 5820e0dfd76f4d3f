"""Program text of any language, read without a grammar."""
