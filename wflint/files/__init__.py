"""Files, the text in them, positions in the text, and ignore comments; knows no syntax tree."""
