"""What a word that says no, or weighs, does to the meaning of a sentence, by language."""
