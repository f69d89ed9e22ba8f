"""The house stays in order: its commands, its locks, its papers and its rules of layout."""
