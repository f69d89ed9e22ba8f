"""The rules of a campaign: no Discord, no SQL, only what is true of pledges and numbers."""
