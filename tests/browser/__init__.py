"""The stage in a real browser, driven by keyboard and mouse as a person would."""
