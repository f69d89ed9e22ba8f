"""The features, one package each; they load by name and never import one another."""
