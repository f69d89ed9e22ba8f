"""What moderators of a server decide about signatures there: groups of them, in small parts."""
