"""What the operator's commands share: settings, refusals in words, whether there is a browser."""
