"""The small, language-neutral tree that front ends lower to and the analysis reads."""
