"""The campaign bot: everything below the commands that people see."""
