"""Tests of the process: its settings, its log, its commands and how it starts and stops."""
